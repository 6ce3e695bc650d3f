import pytest

from timeline.core.errors import Unreachable
from timeline.sources.addresses import is_public, join, read_target


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://a.example", "a.example", 443, "/", "a.example"),
        ("HTTP://A.Example:80/x?y=1#z", "a.example", 80, "/x?y=1", "a.example"),
        ("http://a.example:8080/", "a.example", 8080, "/", "a.example:8080"),
        ("https://a.example:80/", "a.example", 80, "/", "a.example:80"),
        ("  https://a.example/ ", "a.example", 443, "/", "a.example"),
        ("https://Zürich.example/ä b", "xn--zrich-kva.example", 443, "/%C3%A4%20b",
         "xn--zrich-kva.example"),
        ("https://[2606:4700::1]/", "2606:4700::1", 443, "/", "[2606:4700::1]"),
        ("http://a.example/%2e?q=%zz", "a.example", 80, "/%2e?q=%zz", "a.example"),
        ("http://a.example/x\r\nHost: b", "a.example", 80, "/xHost:%20b", "a.example"),
    ],
)  # fmt: skip
def test_an_address_is_read(url: str, host: str, port: int, path: str, authority: str) -> None:
    target = read_target(url)
    assert (target.host, target.port, target.path) == (host, port, path)
    assert target.authority == authority
    assert "#" not in target.url


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://@a.example/", "without them"),
        ("http://:@a.example/", "without them"),
        ("https://a.example/" + "a" * 2_000, "is too long"),
        ("http://a\x00.example/", "there is no host"),
        ("javascript:alert(1)", "must begin with https://"),
        ("http:a.example", "must begin with https://"),
    ],
)
def test_an_address_that_may_not_be_fetched_is_refused(url: str, message: str) -> None:
    with pytest.raises(Unreachable, match=message):
        read_target(url)


@pytest.mark.parametrize(
    "address",
    ["168.63.129.16", "192.88.99.1", "3fff::1", "2002:7f00:1::1", "2130706433", "127.1", "0x7f.1"],
)
def test_what_the_standard_library_would_let_through_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "location", "joined"),
    [
        ("http://a.example/1", b"/2", "http://a.example/2"),
        ("http://a.example/1", b"https://b.example/", "https://b.example/"),
        ("https://a.example/1", b"//b.example/", "https://b.example/"),
        ("https://a.example/1", "größe".encode(), "https://a.example/größe"),
        ("http://a.example/1", b"http://b.example/", "http://b.example/"),
    ],
)
def test_a_redirect_leads_on(url: str, location: bytes, joined: str) -> None:
    assert join(url, location) == joined


def test_a_redirect_never_leaves_encryption() -> None:
    with pytest.raises(Unreachable, match="without encryption: paste the text"):
        join("https://a.example/1", b"http://a.example/2")
