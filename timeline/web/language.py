"""The reader's language: chosen for each request."""

from babel import Locale
from flask import Response, current_app, g, has_request_context, request

from timeline.speech.voice import ENGLISH, FOLDER, N_, Voice, languages, names

__all__ = ["ENGLISH", "FOLDER", "N_", "_", "install", "language", "languages", "locale", "names"]

COOKIE = "language"
_YEAR = 31_536_000  # seconds that a choice is remembered


def language() -> str:
    """The language of this request: asked for, else chosen before, else the browser's."""
    if not has_request_context():
        return ENGLISH
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def voice() -> Voice:
    """What speaks to whoever asks."""
    return Voice(language())


def locale() -> Locale:
    """How dates and numbers are written for this request."""
    return voice().locale


def _(message: str, **values: object) -> str:
    """The sentence in the reader's language, with its `%(name)s` filled in."""
    return voice().gettext(message, **values)


def ngettext(one: str, many: str, number: int) -> str:
    """The sentence in the form that belongs to the number, which it names `%(num)s`."""
    return voice().ngettext(one, many, number) % {"num": number}


def install(environment: object) -> None:
    """Let templates say `_(…)` and `ngettext(…)`."""
    environment.add_extension("jinja2.ext.i18n")  # type: ignore[attr-defined]  # Jinja's own way
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda message: voice().gettext(message),
        lambda one, many, number: voice().ngettext(one, many, number),
        newstyle=True,
    )


def remember(answer: Response) -> Response:
    """Keep the language that was asked for, and say that pages differ by it."""
    asked = request.args.get("lang", "")
    if asked in languages():
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        answer.set_cookie(
            COOKIE, asked, max_age=_YEAR, samesite="Lax", httponly=True, secure=secure
        )
    if answer.mimetype == "text/html":
        answer.vary.update(["Accept-Language", "Cookie"])
    return answer


def _choose() -> str:
    known = languages()
    for asked in (request.args.get("lang", ""), request.cookies.get(COOKIE, "")):
        if asked in known:
            return asked
    return request.accept_languages.best_match(known, default=ENGLISH) or ENGLISH
