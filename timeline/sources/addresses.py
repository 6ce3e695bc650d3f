"""Which addresses may be fetched, and how they go over the wire."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from timeline.core.errors import Unreachable

PORTS = {"http": 80, "https": 443}
MOST_URL = 2_000
# All of IPv6 that is routed; NAT64 (64:ff9b::/96), mapped and compatible addresses lie outside.
_ROUTED = ip_network("2000::/3")
# What `ipaddress` counts as global although it leads inside, or nowhere.
_INSIDE = tuple(
    map(
        ip_network,
        (
            "168.63.129.16/32",  # Azure's metadata and name servers
            "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
            "2002::/16",  # 6to4, which carries any IPv4 address
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
_KEPT = "%/:;=@!$&'()*+,~-._?"
_NEVER = frozenset('\\"<>^`{|}')


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that was read: `url` as a person writes it, without fragment; the rest in ASCII.

    `path` goes over the wire: quoted, with its query.
    """

    url: str
    path: str
    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """The Host header."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return shown if self.port == PORTS[self.scheme] else f"{shown}:{self.port}"


def read_target(url: str) -> Target:
    """The target of an address; raises Unreachable where it is none that may be fetched.

    Only http and https, no name and password; ports are for the one who dials to judge.

    >>> read_target("https://Zürich.example/a b#top").host
    'xn--zrich-kva.example'
    """
    try:
        url.encode()  # half a surrogate cannot go over the wire
        parts = urlsplit(urldefrag(url.strip()).url)
        port = PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError as error:
        raise Unreachable(f"cannot read the address {short(url)!r}: check it") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise Unreachable(f"cannot fetch {short(url)!r}: it must begin with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise Unreachable(
            "an address with a name and password in it is not fetched: give it without them"
        )
    if port == 0:
        raise Unreachable(f"cannot read the address {short(url)!r}: check its port")
    if len(url) > MOST_URL:
        raise Unreachable(f"the address {short(url)!r} is too long: give the article's own")
    path, query = quote(parts.path or "/", safe=_KEPT), quote(parts.query, safe=_KEPT)
    return Target(
        url=parts.geturl(),
        path=f"{path}?{query}" if query else path,
        scheme=parts.scheme,
        host=_ascii_host(parts.hostname),
        port=port,
    )


def join(url: str, location: bytes) -> str:
    """The address that a redirect leads to, as a person would write it.

    Raises Unreachable where it is none, or leaves encryption: what was asked for under https is
    never taken from a page that anybody on the way may have written.
    """
    try:
        joined = urljoin(url, location.decode("utf-8", "replace"))
        scheme = urlsplit(joined).scheme
    except ValueError as error:
        raise Unreachable(
            f"{short(url)} leads to an address that cannot be read: check it, or paste the text"
        ) from error
    if scheme == "http" and urlsplit(url).scheme == "https":
        raise Unreachable(
            f"{short(url)} leads to a page without encryption: paste the text instead"
        )
    return joined


def is_public(text: str) -> bool:
    """True for an address out in the world, false for one that may lead inside in any way.

    >>> [is_public(one) for one in ("93.184.215.14", "10.0.0.1", "::ffff:93.184.215.14")]
    [True, False, False]
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address not in _ROUTED:
        return False
    inside = any(address in network for network in _INSIDE if network.version == address.version)
    return address.is_global and not address.is_multicast and not inside


def short(url: str) -> str:
    """The address as a message shows it."""
    return url if len(url) <= 100 else url[:99] + "…"


def _ascii_host(host: str) -> str:
    try:
        wired = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Unreachable(f"there is no host {host[:100]!r}: check the address") from error
    if any(not one.isprintable() or one.isspace() or one in _NEVER for one in wired):
        raise Unreachable(f"there is no host {host[:100]!r}: check the address")
    return wired
