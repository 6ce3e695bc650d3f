"""How one event is drawn on the timeline: its kind of mark, its place and its label."""

from dataclasses import dataclass, replace
from datetime import date

from timeline.core.event import Event, Status
from timeline.core.interval import Interval, Moment
from timeline.core.precision import Precision
from timeline.web import words
from timeline.web.dates import day, month_names, shown, when
from timeline.web.language import _
from timeline.web.window import Window

LETTERS = 44
_BOARD = 760  # pixels of the narrowest board that shows lanes; labels need their share of it
_LETTER = 6.7
_DISC = 26
_BROAD = 7.0  # percent from which a doubt is drawn as a band with its label inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event on screen; `x` and `width` in percent of the window, `begin` to `end` is taken.

    `kind` is pt (a point), bar (lasts), soft and fz (some day within), dl (due), op (no firm end
    in sight); `label_left` where the label would not fit on the right,
    `label_after` where it is longer than its bar and stands behind it. `moved` is how far before
    the mark its ghost stands, on the day from which it was put off; 0 where there is none.
    """

    event: Event
    kind: str
    x: float
    width: float
    title: str
    note: str
    label_left: bool = False
    label_after: bool = False
    moved: float = 0.0
    arrow: str = ""
    begin: float = 0.0
    end: float = 0.0

    @property
    def colour(self) -> str:
        """The class of its lane's colour."""
        return words.colour(self.event.type, deadline=self.event.deadline)

    @property
    def name(self) -> str:
        """What a screen reader says of it."""
        return name(self.event)

    @property
    def is_tall(self) -> bool:
        """True where the label stands below the drawing."""
        return self.kind in {"dl", "op"}


def name(event: Event) -> str:
    """The event with its date and status in words, and the date from which it was put off."""
    told = when(event.interval, deadline=event.deadline)
    old = put_off_from(event)
    if old:
        told = f"{told}, {_put_off(event, old)}"
    return f"{words.face(event)}, {told}, {words.status(event.status)}"


def put_off_from(event: Event) -> Interval | None:
    """The date that the event had before it was moved to a later one; None where it never was."""
    for one in reversed(event.history):
        old, new = one.old, event.interval
        if one.what != "date" or not isinstance(old, Interval) or new is None:
            continue
        begins, ends = new.first_day or new.last_day, old.last_day or old.first_day
        return old if begins and ends and ends < begins else None
    return None


def ghost_on(event: Event) -> date | None:
    """The day on which the ghost of a moved event stands."""
    old = put_off_from(event)
    return (old.last_day if event.deadline else old.first_day or old.last_day) if old else None


def text(event: Event) -> tuple[str, str]:
    """The label: the title as far as it has room, and the word beside it."""
    return _clip(words.face(event)), _note(event)


def sides(event: Event) -> tuple[Moment, Moment] | None:
    """From where to where the event is drawn, end exclusive; an open side is None no more."""
    span = event.interval
    if span is None:
        return None
    start, end = span.start, span.end
    if start is None and end is not None:
        said = said_on(event)
        start = min(said, span.last_day or said)
    if end is None and start is not None:
        end = date(start.year + 2, 1, 1)
    if start is None or end is None:
        return None
    return shown(start), shown(end)


def said_on(event: Event) -> date:
    """The day on which the newest article told it."""
    return event.sources[-1].anchor.day if event.sources else event.created_at.date()


def glyph(event: Event) -> str:
    """The kind of mark that the list shows before the event, wherever the window is."""
    span = event.interval
    if span is None:
        return "nd"
    if event.deadline:
        return "dl"
    if span.start is None or span.end is None:
        return "op"
    if is_vague(event):
        return "soft"
    return "bar" if (span.last_day or date.max) > (span.first_day or date.min) else "pt"


def is_vague(event: Event) -> bool:
    """True where the event falls on some day within its interval: a doubt, no duration."""
    span = event.interval
    return span is not None and (span.approximate or span.precision.rank > Precision.DAY.rank)


def draw(event: Event, window: Window) -> Mark | None:
    """The event's mark in this window; None where it is out of sight."""
    span, ends = event.interval, sides(event)
    if span is None or ends is None:
        return None
    left, right = window.place(ends[0]), window.place(ends[1])
    if right <= 0 or left >= 100:
        return None
    kind, arrow = _kind(event, left, right)
    x, end = max(0.0, left), min(100.0, right)
    title, note = text(event)
    ghost = ghost_on(event)
    return _labelled(
        Mark(
            event=event,
            kind=kind,
            x=x,
            width=0.0 if kind == "pt" else end - x,
            title=title,
            note=note,
            arrow=arrow,
            moved=0.0 if ghost is None else round(x - max(0.0, window.place(ghost)), 3),
        )
    )


def as_point(mark: Mark) -> Mark:
    """The mark without its label: a point where it begins, a deadline's on its day."""
    x = mark.x + mark.width if mark.kind == "dl" else mark.x
    return replace(
        mark,
        kind="pt",
        x=round(x, 3),
        width=0.0,
        title="",
        label_left=False,
        label_after=False,
        moved=0.0,
    )


def _kind(event: Event, left: float, right: float) -> tuple[str, str]:
    shape = glyph(event)
    last = event.interval.last_day if event.interval else None
    if shape in {"dl", "op"} and (right > 100 or last is None):
        return "op", str(last.year) if last else "open"
    if shape == "op":
        return "fz", ""
    if shape == "soft":
        return ("fz" if min(right, 100) - max(left, 0) > _BROAD else "soft"), ""
    if shape == "bar" and right - left < 1:
        return "pt", ""
    if event.status is Status.CANCELLED and shape != "dl":
        return "pt", ""
    return shape, ""


def _labelled(mark: Mark) -> Mark:
    """The mark with its label on the side where it fits, and the room that both take."""
    need = ((len(mark.title) + len(mark.note)) * _LETTER + _DISC) * 100 / _BOARD
    x, end = mark.x, mark.x + mark.width
    label_after = mark.kind == "bar" and mark.width < need
    begins = end if label_after or mark.kind == "soft" else x
    fits = begins + need <= 101 or begins < need * 0.9
    label_left = not fits and mark.kind != "op" and not mark.moved
    if label_left:
        right = max(end, x + 1)
        begin, until = min(x, (right if mark.kind == "dl" else x) - need), right
    else:
        begin, until = x - mark.moved - 1, max(end, begins + need)
    return replace(
        mark,
        x=round(x, 3),
        width=round(mark.width, 3),
        label_left=label_left,
        label_after=label_after and not label_left,
        begin=begin,
        end=until,
    )


def _clip(title: str) -> str:
    if len(title) <= LETTERS:
        return title
    return title[: LETTERS - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _note(event: Event) -> str:
    """The word beside the title: the date where the mark cannot show it, else the status."""
    if event.status in {Status.CANCELLED, Status.POSTPONED}:
        return words.status(event.status)
    old = put_off_from(event)
    if old is not None:
        now = short(when(event.interval, deadline=event.deadline))
        return f"{now}, {short(_put_off(event, old))}"
    if glyph(event) == "pt":
        return words.status(event.status)
    return short(when(event.interval, deadline=event.deadline))


def _put_off(event: Event, old: Interval) -> str:
    last = old.last_day if event.deadline else None
    return _("put off from %(time)s", time=day(last) if last else when(old))


def short(text: str) -> str:
    """The time with its months shortened; a year alone says `in`."""
    for long, brief in month_names().items():
        text = text.replace(long, brief)
    return _("in %(year)s", year=text) if text.isdigit() else text
