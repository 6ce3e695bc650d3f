"""The Flask application: blueprints, guards and error pages over the services."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect  # type: ignore[import-untyped]  # has no types
from werkzeug.exceptions import HTTPException

from timeline import clock
from timeline.config import Config
from timeline.core.errors import (
    NotAllowed,
    NotFound,
    StoreUnavailable,
    TimelineError,
    TooLarge,
    UnknownPublication,
)
from timeline.mail.transport import Transport
from timeline.store.engine import Database
from timeline.tasks.accounts import SIGNED_IN
from timeline.tasks.add import Reader
from timeline.tasks.private import Revoked
from timeline.web import (
    about,
    add,
    api,
    articles,
    auth,
    corrections,
    csp,
    dates,
    drawing,
    editing,
    event,
    feed,
    health,
    jobs,
    language,
    metrics,
    pages,
    sources,
    subscribe,
    subscribe_feed,
    tracing,
    words,
)
from timeline.web.gate import ONE_CLICK, guard
from timeline.web.language import N_, _
from timeline.web.services import KEY, Jobs, Services, services
from timeline.web.who import is_for_one_alone, shown_visitor

ROOT = Path(__file__).parents[2]
MOST_UPLOAD = 11_000_000

Answer = tuple[str | Response, int]

_TITLES = {
    400: N_("This cannot be read"),
    401: N_("Sign in first"),
    403: N_("This was refused"),
    404: N_("There is nothing here"),
    410: N_("This has ended"),
    405: N_("This cannot be done here"),
    413: N_("This is too large"),
    422: N_("This cannot be used"),
    503: N_("The store cannot be used just now"),
}
_SENTENCES = {
    404: N_("There is nothing at this address: it may have been typed wrong."),
    413: N_("What was sent is over 10 MB: give a shorter text or a smaller file."),
}
_STALE = N_("This page was open too long: load it again and send the form once more.")


def create_app(
    config: Config,
    *,
    database: Database,
    reader: Reader,
    transport: Transport,
    now: Callable[[], datetime] = clock.now,
    queue: Jobs | None = None,
) -> Flask:
    """The application over these services; with a `queue` workers read the articles."""
    app = tracing.Application(
        "timeline", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.update(
        SECRET_KEY=config.secret_key or secrets.token_hex(),
        MAX_CONTENT_LENGTH=MOST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=MOST_UPLOAD,
        SESSION_COOKIE_NAME="timeline",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_encrypted,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SIGNED_IN,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions[KEY] = Services(
        config=config,
        database=database,
        reader=reader,
        transport=transport,
        now=now,
        queue=queue,
    )
    tracing.install(app)
    csrf = CSRFProtect(app)
    csrf.exempt(api.blueprint)
    csrf.exempt(corrections.blueprint)
    for module in (
        pages,
        drawing,
        articles,
        event,
        editing,
        add,
        auth,
        about,
        feed,
        api,
        jobs,
        corrections,
        subscribe,
        sources,
        subscribe_feed,
        health,
        metrics,
    ):
        app.register_blueprint(module.blueprint)
    csrf.exempt(app.view_functions[ONE_CLICK])
    app.jinja_env.globals.update(when=dates.when, day=dates.day, dates=dates, words=words)
    language.install(app.jinja_env)
    app.after_request(language.remember)
    app.before_request(_clock)
    app.before_request(guard)
    app.after_request(_headers)
    app.context_processor(
        lambda: {
            "visitor": shown_visitor,
            "nonce": csp.nonce(),
            "base_url": config.base_url,
            "language": language.language(),
            "languages": language.names(),
        }
    )
    app.register_error_handler(TimelineError, _told)
    app.register_error_handler(HTTPException, _refused)
    return app


def _clock() -> None:
    """Clock times are shown in the zone that the address names, else in that of the settings."""
    asked = request.args.get("tz", "")
    dates.use_zone(asked if dates.is_zone(asked) else services().config.zone)


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", csp.policy())
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    answer.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    answer.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if services().config.is_encrypted:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if is_for_one_alone():
        answer.cache_control.private = True
    return answer


def _told(error: TimelineError) -> Answer:
    return _page(str(error), status_of(error))


def status_of(error: TimelineError) -> int:
    """The HTTP status that belongs to an error's kind."""
    match error:
        case Revoked():
            return 410
        case NotAllowed():
            return 401
        case NotFound():
            return 404
        case TooLarge():
            return 413
        case StoreUnavailable():
            return 503
        case feed.BadQuery():
            return 400
        case UnknownPublication() | _:
            return 422


def _refused(error: HTTPException) -> Answer:
    code = error.code or 500
    if isinstance(error, CSRFError):
        return _page(_STALE, 400)
    return _page(_SENTENCES.get(code, error.description or "This could not be done."), code)


def _page(sentence: str, code: int) -> Answer:
    """The error as a page in the reader's language; to programs it is said in English."""
    if request.path.startswith("/api/"):
        return jsonify(error=sentence), code
    told = _(sentence) if sentence in {*_SENTENCES.values(), _STALE} else sentence
    title = _(_TITLES.get(code, N_("Something went wrong")))
    return render_template("error.html", title=title, sentence=told, code=code), code
