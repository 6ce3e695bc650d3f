"""Who may do what: reading is public or not by one setting, changing needs an account.

What is not named here and changes something needs an account, so a new form is guarded by default.
"""

from urllib.parse import urlencode

from flask import Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from timeline.web.guard import stranger
from timeline.web.services import services
from timeline.web.throttle import wait
from timeline.web.who import has_accounts, visitor

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

ONE_CLICK = "subscribe.unsubscribe"
"""A mail program's one click has no cookie to show (RFC 8058)."""

_BY_MAIL = frozenset(
    f"subscribe.{name}"
    for name in (
        "ask_confirm", "confirm_subscription", "manage", "change", "ask_snooze", "snooze",
        "ask_unsubscribe", "unsubscribe",
    )
)  # fmt: skip
_DOORS = frozenset({"auth.show", "auth.enter", "auth.leave"})

OPEN_TO_ALL = _DOORS | _BY_MAIL | {"static", "health.alive", "health.ready", "about.show"}
"""What anybody may ask for even where reading is for signed-in people: what a secret link, a
monitor or somebody about to sign in needs."""

PRIVATE_FEEDS = frozenset({"subscribe_feed.open_private"})

CHANGES_FOR_ALL = _DOORS | _BY_MAIL | {"subscribe.subscribe"}
"""What anybody may send."""

FOR_EDITORS = frozenset(
    {"add.show", "sources.show", "auth.account", "editing.edit_form", "editing.show_queue"}
)
"""Pages that are of use only to whoever may change things."""

_TITLES = {401: "Sign in first", 403: "This was refused", 429: "Too many at once"}

Answer = tuple[str | Response, int] | Response | Redirect | None


def guard() -> Answer:
    """None where the request may go on, else the refusal."""
    changes = request.method not in SAFE
    if changes and request.endpoint != ONE_CLICK:
        refused = stranger(request, services().config)
        if refused:
            return _refused(refused, 400 if _is_api() else 403)
    if request.endpoint is None:
        return None
    if not _may_go_on(request.endpoint, changes=changes):
        return _sign_in_first(changes=changes)
    seconds = wait()
    return _later(seconds) if seconds else None


def _may_go_on(endpoint: str, *, changes: bool) -> bool:
    if endpoint in OPEN_TO_ALL | PRIVATE_FEEDS or endpoint == "api.nothing":
        return True
    if changes and endpoint not in CHANGES_FOR_ALL:
        return visitor().may_edit
    if endpoint in FOR_EDITORS or not services().config.public:
        return visitor().may_edit
    return True


def _sign_in_first(*, changes: bool) -> Answer:
    wanted = "this needs an account" if changes else "this is for signed-in people only"
    if not has_accounts():
        why = f"{wanted} and there is none yet: make one with `timeline user add NAME`"
    elif _is_api():
        why = f"{wanted}: send a token, as in Authorization: Bearer tl_…"
    else:
        why = f"{wanted}: sign in first"
    if request.method in {"GET", "HEAD"} and not _is_api() and request.blueprint != "feed":
        there = urlencode({"next": request.full_path.rstrip("?")})
        return redirect(f"/sign-in?{there}", code=303)
    return _refused(why, 401)


def _later(seconds: int) -> Response:
    answer = make_response(_refused(f"this was asked too often: try again in {seconds} s", 429))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _refused(sentence: str, code: int) -> tuple[str | Response, int]:
    if _is_api():
        answer = jsonify(error=sentence)
        if code == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer, code
    title = _TITLES[code]
    page = render_template("error.html", title=title, sentence=sentence, code=code)
    return page, code


def _is_api() -> bool:
    return request.path.startswith("/api/")
