"""Answers that a reader asks for again and again: 304 where it has them, packed, piece by piece."""

import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from flask import Request, Response

from timeline.tasks.publish import State

_PACKED = "-gz"
_GZIP = 31  # zlib's window bits for a gzip frame, which carries no time of its own


def unchanged(request: Request, state: State) -> Response | None:
    """A 304 where the reader has these bytes; None where they must be sent.

    If-None-Match decides where it is given, else If-Modified-Since (RFC 9110, 13.1.3); tags that a
    proxy made weak count too (8.8.3.2).
    """
    if request.headers.get("If-None-Match"):
        known = request.if_none_match
        has = known.contains_weak(state.tag) or known.contains_weak(state.tag + _PACKED)
    else:
        since = request.if_modified_since
        changed = state.changed_at
        has = since is not None and changed is not None and changed < since + timedelta(seconds=1)
    if not has:
        return None
    answer = Response(status=304)
    answer.headers.remove("Content-Type")  # what is not sent is no page either
    return _marked(answer, state, packed=_takes_gzip(request))


def send(
    request: Request,
    body: Iterable[bytes],
    state: State,
    *,
    now: datetime,
    content_type: str,
    file: str | None = None,
) -> Response:
    """The body while it is made, gzipped for a reader that takes it."""
    packed = _takes_gzip(request)
    answer = Response(_gzip(body) if packed else body, content_type=content_type)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    if file:
        answer.headers["Content-Disposition"] = f'inline; filename="{file}"'
    # Dates of HTTP have no fractions: another change in this very second would go unseen.
    if state.changed_at is not None and state.changed_at < now - timedelta(seconds=1):
        answer.last_modified = state.changed_at
    return _marked(answer, state, packed=packed)


def _marked(answer: Response, state: State, *, packed: bool) -> Response:
    answer.set_etag(state.tag + _PACKED if packed else state.tag)
    answer.cache_control.no_cache = True
    answer.vary.add("Accept-Encoding")
    return answer


def _takes_gzip(request: Request) -> bool:
    return request.accept_encodings["gzip"] > 0


def _gzip(body: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    for piece in body:
        yield packer.compress(piece)
    yield packer.flush()
