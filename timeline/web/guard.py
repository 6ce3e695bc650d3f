"""Who may change things: on a loopback server the person at the machine, and nobody else's page."""

from urllib.parse import urlsplit

from flask import Request

from timeline.config import Config, is_loopback


def stranger(request: Request, config: Config) -> str | None:
    """Why a request that changes things is refused, in one sentence; None where it may go on.

    A page of another site can make a browser send requests to this machine. Browsers say so in
    Sec-Fetch-Site and Origin; a name that was rebound to this machine's address shows in Host.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return "this request comes from another site's page and was refused"
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.casefold() != request.host.casefold():
        return "this request comes from another site's page and was refused"
    if is_loopback(config.host) and not _is_ours(request.host, config):
        return (
            f"this server answers changes only under its own address: use {config.base_url} "
            "or set TIMELINE_BASE_URL"
        )
    return None


def _is_ours(host: str, config: Config) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    return is_loopback(name) or name == urlsplit(config.base_url).hostname
