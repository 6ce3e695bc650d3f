"""An event as iCalendar text, ready to be sent: made once for each of its revisions, then kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The VEVENT of an event and, for a deadline, its VTODO; each with CRLF, folded, empty if none.

    `vague` is true where the event stands in a calendar only on request (known to the year alone).
    """

    vevent: str
    vtodo: str = ""
    vague: bool = False

    @property
    def octets(self) -> int:
        """The size of both in UTF-8."""
        return len(self.vevent.encode()) + len(self.vtodo.encode())
