"""Whether the service is alive and ready, for whoever watches over it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from flask import Blueprint, Response, current_app, jsonify

from timeline.core.errors import StoreUnavailable, TimelineError
from timeline.mail.transport import Transport
from timeline.store import marks
from timeline.web.services import Services, services

blueprint = Blueprint("health", __name__)

LATE = timedelta(minutes=10)
"""How far the scheduler, or a reminder, may be behind before somebody should look."""

_KEY = "timeline.mail"
_KNOWN = timedelta(seconds=30)  # a mail server is not asked at each look


@blueprint.get("/healthz")
def alive() -> Response:
    """200 as long as requests are answered."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 where store, scheduler and mail can be used, else 503; each says "ok" or what is wrong.

    `scheduler` is "none" where none ever ran on this store: reminders then go out by
    `timeline remind`.
    """
    ours = services()
    database, scheduler, is_late = _stored(ours)
    mail = _mail(ours)
    is_ready = database == "ok" and mail == "ok" and not is_late
    told = jsonify(database=database, scheduler=scheduler, mail=mail)
    return told, 200 if is_ready else 503


def _stored(ours: Services) -> tuple[str, str, bool]:
    """What is said of the database and of the scheduler, and whether the latter is late."""
    try:
        if not ours.database.is_current():
            return "run `timeline migrate`", "unknown", False
        with ours.database.read() as session:
            beat = marks.get_mark(session, marks.BEAT)
    except StoreUnavailable as error:
        return str(error), "unknown", False
    if beat is None:
        return "ok", "none", False
    return "ok", f"last beat {beat.at.isoformat()}", ours.now() - beat.at > LATE


@dataclass
class _Asked:
    """What the way of the mails said when it was asked last; one asks, the others wait for it."""

    said: str = ""
    at: datetime | None = None
    asking: Lock = field(default_factory=Lock)

    def ask(self, transport: Transport, now: datetime) -> str:
        """What it says, not asked again within half a minute."""
        with self.asking:
            if self.at is None or not timedelta(0) <= now - self.at < _KNOWN:
                self.said, self.at = _answer(transport), now
            return self.said


def _mail(ours: Services) -> str:
    asked: _Asked = current_app.extensions.setdefault(_KEY, _Asked())
    return asked.ask(ours.transport, ours.now())


def _answer(transport: Transport) -> str:
    try:
        transport.check()
    except TimelineError as error:
        return str(error)
    return "ok"
