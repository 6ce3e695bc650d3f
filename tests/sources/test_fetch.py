"""Only public addresses are fetched, within limits, and every refusal says what to do."""

import gzip
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import unquote

import pytest

from timeline.core.errors import TooLarge, Unreachable
from timeline.sources.addresses import is_public
from timeline.sources.fetch import MOST_BYTES, Fetcher

ARTICLE = b"The ministers met in Berlin on Thursday."
HOST = "127.0.0.1"

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",  # carrier-grade NAT
    "127.0.0.1",
    "169.254.169.254",  # where clouds keep their credentials
    "172.16.0.1",
    "192.168.1.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.215.14",
    "64:ff9b::7f00:1",  # NAT64
    "64:ff9b:1::7f00:1",
    "2001::1",  # Teredo
    "2001:db8::1",
    "2002:7f00:1::1",  # 6to4
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "localhost",
    "",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_may_lead_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111"])
def test_an_address_out_in_the_world_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "169.254.169.254",
        "１２７.0.0.1",  # full-width digits, which IDNA folds
    ],
)
def test_no_way_of_writing_a_private_address_is_dialled(host: str) -> None:
    with pytest.raises(Unreachable, match=r"private address .*paste|there is no host"):
        Fetcher().fetch(f"http://{host}/")


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::1"], ["::ffff:10.0.0.1"], ["fe80::1%2"]],
)
def test_a_name_is_refused_when_any_of_its_addresses_is_private(found: list[str]) -> None:
    fetcher = Fetcher(resolve=lambda _host, _port: found)
    with pytest.raises(Unreachable, match=r"news\.example is a private address"):
        fetcher.fetch("https://news.example/article")


def test_the_name_is_asked_once_and_what_it_said_is_checked() -> None:
    answers = [["127.0.0.1"], ["93.184.215.14"]]
    fetcher = Fetcher(resolve=lambda _host, _port: answers.pop(0))
    with pytest.raises(Unreachable, match="private"):
        fetcher.fetch("http://rebinding.example/")
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "must begin with https://"),
        ("ftp://a.example/", "must begin with https://"),
        ("gopher://a.example/", "must begin with https://"),
        ("//a.example/", "must begin with https://"),
        ("a.example/news", "must begin with https://"),
        ("", "must begin with https://"),
        ("http://", "must begin with https://"),
        ("http:///news", "must begin with https://"),
        ("http://[::1", "cannot read the address"),
        ("http://a.example:99999/", "cannot read the address"),
        ("http://a.example:x/", "cannot read the address"),
        ("http://user:secret@a.example/", "without them"),
        ("http://a.example/\ud800", "cannot read the address"),
        ("http://a.example:22/", "port 22 is not fetched"),
        ("http://a.example:0/", "cannot read the address"),
        ("http://a.example\\@b.example/", "there is no host|without them"),
        ("http://a b.example/", "there is no host"),
        (f"http://{'ä' * 80}.example/", "there is no host"),
    ],
)
def test_what_is_no_address_of_an_article_is_refused(url: str, message: str) -> None:
    def asked(host: str, _port: int) -> list[str]:
        pytest.fail(f"{host} was looked up")

    with pytest.raises(Unreachable, match=message):
        Fetcher(resolve=asked).fetch(url)


def test_a_host_that_does_not_exist_is_named() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(Unreachable, match=r"there is no host 'nowhere\.example'"):
        Fetcher(resolve=unknown).fetch("https://nowhere.example/")
    with pytest.raises(Unreachable, match=r"there is no host 'nowhere\.example'"):
        Fetcher(resolve=lambda _host, _port: []).fetch("https://nowhere.example/")


def test_a_page_is_given_with_its_type_and_its_last_address() -> None:
    with _server() as port:
        found = _fetcher(port).fetch(f"http://{HOST}:{port}/moved#top")
    assert found.content == ARTICLE
    assert found.content_type == "text/plain; charset=utf-8"
    assert found.url == f"http://{HOST}:{port}/article"


def test_a_letter_outside_ascii_in_an_address_is_quoted() -> None:
    with _server() as port:
        found = _fetcher(port).fetch(f"http://{HOST}:{port}/größe und mehr?q=ü")
    assert found.content == b"/gr%C3%B6%C3%9Fe%20und%20mehr?q=%C3%BC"


def test_leave_for_one_port_is_leave_for_no_other() -> None:
    with _server() as port, pytest.raises(Unreachable, match="is not fetched"):
        Fetcher(allow=[(HOST, port + 1)]).fetch(f"http://{HOST}:{port}/article")
    with _server() as port, pytest.raises(Unreachable, match="is not fetched"):
        Fetcher(allow=[(HOST, port)]).fetch(f"http://localhost:{port}/article")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/to?http://169.254.169.254/latest/", "169.254.169.254 is a private address"),
        ("/to?http://127.0.0.1/", "127.0.0.1 is a private address"),
        ("/to?http://[::1]/", "::1 is a private address"),
        ("/to?//10.0.0.1/", "10.0.0.1 is a private address"),
        ("/to?file:///etc/passwd", "must begin with https://"),
        ("/to?http://[bad", "cannot be read"),
        ("/loop", "leads on more than 5 times"),
        ("/missing", r"there is no page at .* \(HTTP 404\)"),
        ("/picture", "is image/png and no article"),
        ("/brotli", "is packed as 'br'"),
        ("/damaged", "sent a damaged answer"),
        ("/cut", "sent a damaged answer"),
        ("/short", "broke off"),
        ("/nonsense", "broke off"),
    ],
)
def test_an_answer_that_is_no_article_is_told_in_a_sentence(path: str, message: str) -> None:
    with _server() as port, pytest.raises(Unreachable, match=message) as told:
        _fetcher(port).fetch(f"http://{HOST}:{port}{path}")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("path", ["/gzip", "/deflate"])
def test_a_packed_page_is_unpacked(path: str) -> None:
    with _server() as port:
        assert _fetcher(port).fetch(f"http://{HOST}:{port}{path}").content == ARTICLE


@pytest.mark.parametrize("path", ["/bomb", "/endless"])
def test_a_page_over_the_limit_is_not_read_to_its_end(path: str) -> None:
    with _server() as port, pytest.raises(TooLarge, match="over the limit of 10 MB"):
        _fetcher(port).fetch(f"http://{HOST}:{port}{path}")


@pytest.mark.parametrize("path", ["/slow", "/drip", "/turning"])
def test_a_page_that_takes_too_long_is_given_up(path: str) -> None:
    began = time.monotonic()
    with _server() as port, pytest.raises(Unreachable, match=r"within 0\.3 seconds"):
        _fetcher(port, seconds=0.3).fetch(f"http://{HOST}:{port}{path}")
    assert time.monotonic() - began < 3


def test_an_address_where_nobody_listens_did_not_answer() -> None:
    with _server() as port:
        pass
    with pytest.raises(Unreachable, match="did not answer"):
        _fetcher(port).fetch(f"http://{HOST}:{port}/article")


def _fetcher(port: int, *, seconds: float = 10) -> Fetcher:
    return Fetcher(allow=[(HOST, port)], seconds=seconds)


@contextmanager
def _server() -> Iterator[int]:
    """The port of a server on this machine that misbehaves in as many ways as it has paths."""
    done = Event()

    class Misbehaving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                _answer(self, done)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the fetcher had enough, as it should

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Misbehaving)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        done.set()
        server.shutdown()
        server.server_close()
        thread.join()


_PACKED = gzip.compress(ARTICLE)
# Status, headers and body of the answers that are given whole.
_ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/article": (200, {}, ARTICLE),
    "/moved": (302, {"Location": "/article"}, b""),
    "/loop": (301, {"Location": "/loop"}, b""),
    "/missing": (404, {}, b""),
    "/picture": (200, {"Content-Type": "image/png"}, b"PNG"),
    "/gzip": (200, {"Content-Encoding": "gzip"}, _PACKED),
    "/deflate": (200, {"Content-Encoding": "deflate"}, zlib.compress(ARTICLE)),
    "/brotli": (200, {"Content-Encoding": "br"}, ARTICLE),
    "/damaged": (200, {"Content-Encoding": "gzip"}, ARTICLE),
    "/cut": (200, {"Content-Encoding": "gzip"}, _PACKED[:-9]),
    "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(MOST_BYTES * 20), 1)),
    "/short": (200, {"Content-Length": "1000"}, ARTICLE),
}


def _answer(handler: BaseHTTPRequestHandler, done: Event) -> None:
    path, _, query = handler.path.partition("?")
    match path:
        case "/to":
            _send(handler, 302, {"Location": unquote(query)}, b"")
        case "/nonsense":
            handler.wfile.write(b"I speak no HTTP\r\n\r\n")
        case "/turning":
            done.wait(0.1)
            _send(handler, 302, {"Location": "/turning"}, b"")
        case "/slow":
            done.wait(5)
        case "/drip" | "/endless":
            _pour(handler, done, pause=0.05 if path == "/drip" else 0)
        case _:
            _send(handler, *_ANSWERS.get(path, (200, {}, handler.path.encode())))


def _send(
    handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], content: bytes
) -> None:
    handler.send_response(status)
    usual = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(content))}
    for name, value in {**usual, **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


def _pour(handler: BaseHTTPRequestHandler, done: Event, *, pause: float) -> None:
    """A body without an end, in pieces."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.end_headers()
    piece = b"a" * (1 if pause else 100_000)
    while not done.wait(pause):
        handler.wfile.write(piece)
