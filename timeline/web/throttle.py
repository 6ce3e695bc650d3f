"""How often one may sign in, subscribe, add and search; each process counts for itself."""

import math

from flask import current_app, request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from timeline import clock
from timeline.config import Config, is_loopback
from timeline.web.services import services
from timeline.web.who import visitor

SIGN_IN = RateLimitItemPerMinute(10)
SUBSCRIBE = RateLimitItemPerMinute(10)
ADD = RateLimitItemPerMinute(120)
SEARCH = RateLimitItemPerMinute(120)

_BY_ENDPOINT = {
    "auth.enter": SIGN_IN,
    "auth.password": SIGN_IN,
    "subscribe.subscribe": SUBSCRIBE,
    "add.add": ADD,
    "api.add_article": ADD,
    "sources.add": ADD,
}
_KEY = "timeline.throttle"


def wait() -> int:
    """Whole seconds until this request may be made again; 0 where it may be made now.

    The person at the machine is never held back.
    """
    limit = _limit()
    if limit is None or visitor().at_machine:
        return 0
    counter: MovingWindowRateLimiter = current_app.extensions.setdefault(
        _KEY, MovingWindowRateLimiter(MemoryStorage())
    )
    key = (str(request.endpoint if limit is not SEARCH else "search"), _asker(services().config))
    if counter.hit(limit, *key):
        return 0
    ends_at = counter.get_window_stats(limit, *key).reset_time
    return max(1, math.ceil(ends_at - clock.now().timestamp()))  # the clock of `limits`


def _limit() -> RateLimitItem | None:
    if request.method == "POST":
        return _BY_ENDPOINT.get(request.endpoint or "")
    return SEARCH if request.method in {"GET", "HEAD"} and request.args.get("q") else None


def _asker(config: Config) -> str:
    """The account, else the address that asks.

    A proxy on this machine adds the address that asked it as the last of X-Forwarded-For; before
    that anybody may write anything.
    """
    account = visitor().account
    if account is not None:
        return account.id
    near = request.remote_addr or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    is_behind_proxy = is_loopback(config.host) and is_loopback(near)
    return told[:64] if told and is_behind_proxy else near
