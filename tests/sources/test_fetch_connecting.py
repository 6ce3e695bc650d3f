"""How a connection comes about: certificates, name servers that hang, hosts with many addresses."""

import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socket import create_server
from threading import Event, Thread

import pytest

from tests.sources.files import DATA
from timeline.config import from_environ
from timeline.core.errors import TooLarge, Unreachable
from timeline.sources.fetch import Fetched, Fetcher

# Made for these tests alone: a certificate of news.example that signs itself.
CERTIFICATE, KEY = DATA / "tls" / "certificate.pem", DATA / "tls" / "key.pem"
ARTICLE = b"The ministers met in Berlin on Thursday."


class _Article(BaseHTTPRequestHandler):
    """Answers with what the server holds as its `answer`: status, headers, body."""

    def do_GET(self) -> None:
        status, headers, body = self.server.answer  # type: ignore[attr-defined]  # our own server
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(HTTPServer):
    answer: tuple[int, dict[str, str], bytes] = (200, {}, ARTICLE)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves during the handshake is what some tests are about."""


@contextmanager
def served(*, secure: bool = False, **answer: object) -> Iterator[int]:
    with _Server(("127.0.0.1", 0), _Article) as server:
        if answer:
            server.answer = (
                int(str(answer.get("status", 200))),
                dict(answer.get("headers", {})),  # type: ignore[call-overload]  # a dict of str
                bytes(answer.get("body", ARTICLE)),  # type: ignore[call-overload]  # bytes
            )
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, KEY)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def to(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    """A name server that answers so whatever it is asked."""
    return lambda _host, _port: list(addresses)


def fetched(port: int, host: str = "news.example", scheme: str = "http") -> Fetched:
    fetcher = Fetcher(allow=[(host, port)], resolve=to("127.0.0.1"), seconds=5)
    return fetcher.fetch(f"{scheme}://{host}:{port}/article")


def test_a_page_under_https_is_read_where_its_certificate_is_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with served(secure=True) as port:
        assert fetched(port, scheme="https").content == ARTICLE


@pytest.mark.parametrize(("host", "trusted"), [("news.example", False), ("other.example", True)])
def test_a_certificate_of_nobody_or_of_another_host_is_refused(
    monkeypatch: pytest.MonkeyPatch, host: str, trusted: bool, tmp_path: Path
) -> None:
    nobody = tmp_path / "none.pem"
    nobody.touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE if trusted else nobody))
    with (
        served(secure=True) as port,
        pytest.raises(Unreachable, match=r"cannot prove that it is what it says"),
    ):
        fetched(port, host=host, scheme="https")


def test_a_redirect_from_https_to_http_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    headers = {"Location": "http://news.example/article"}
    with (
        served(secure=True, status=301, headers=headers) as port,
        pytest.raises(Unreachable, match="leads to a page without encryption"),
    ):
        fetched(port, scheme="https")


def test_a_name_server_that_hangs_costs_no_more_than_the_whole_time() -> None:
    done = Event()

    def hanging(_host: str, _port: int) -> list[str]:
        done.wait(10)
        return []

    began = time.monotonic()
    with pytest.raises(Unreachable, match=r"did not answer within 0\.2 seconds"):
        Fetcher(resolve=hanging, seconds=0.2).fetch("https://news.example/")
    done.set()
    assert time.monotonic() - began < 2


def test_the_next_address_is_tried_where_one_refuses() -> None:
    with served() as port:
        fetcher = Fetcher(
            allow=[("news.example", port)], resolve=to("127.0.0.2", "127.0.0.1"), seconds=5
        )
        assert fetcher.fetch(f"http://news.example:{port}/").content == ARTICLE


def test_a_host_that_takes_the_call_and_says_nothing_is_given_up() -> None:
    with closing(create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        fetcher = Fetcher(allow=[("127.0.0.1", port)], seconds=0.2)
        with pytest.raises(Unreachable, match=r"did not answer within 0\.2 seconds"):
            fetcher.fetch(f"http://127.0.0.1:{port}/")


def test_nothing_on_this_machine_is_fetched_unless_a_setting_says_so() -> None:
    allow = from_environ({}).fetch_allow
    assert allow == ()
    with served() as port, pytest.raises(Unreachable, match="is not fetched"):
        Fetcher(allow=allow).fetch(f"http://127.0.0.1:{port}/")
    with served() as port:
        allow = from_environ({"TIMELINE_FETCH_ALLOW": f"127.0.0.1:{port}"}).fetch_allow
        assert Fetcher(allow=allow).fetch(f"http://127.0.0.1:{port}/").content == ARTICLE


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (404, r"there is no page at http\S* \(HTTP 404\): check the address"),
        (410, "there is no page"),
        (401, "is not shown to us"),
        (403, r"is not shown to us \(HTTP 403\): open it and paste the text"),
        (451, "is not shown to us"),
        (429, "cannot answer now"),
        (500, r"cannot answer now \(HTTP 500\): try again in a minute, or paste the text"),
        (503, "cannot answer now"),
        (204, "answered HTTP 204"),
        (206, "answered HTTP 206"),
        (302, "answered HTTP 302"),  # and leads nowhere
        (418, "answered HTTP 418"),
    ],
)
def test_every_status_but_success_is_told_with_what_to_do(status: int, message: str) -> None:
    with served(status=status, body=b"") as port, pytest.raises(Unreachable, match=message):
        fetched(port)


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("text/html", True), ("TEXT/HTML; charset=utf-8", True), ("application/xhtml+xml", True),
        ("text/plain", True), ("application/pdf", True), ("application/octet-stream", True),
        ("", True),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
        ("application/json", False), ("image/png", False), ("text/css", False),
        ("video/mp4", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_only_what_can_be_an_article_is_read(kind: str, read: bool) -> None:
    with served(headers={"Content-Type": kind} if kind else {}) as port:
        if read:
            assert fetched(port).content_type == kind
        else:
            with pytest.raises(Unreachable, match="and no article: paste the text"):
                fetched(port)


def test_a_page_that_declares_more_than_the_limit_is_not_read() -> None:
    with (
        served(headers={"Content-Length": "10000001"}, body=bytes(10_000_001)) as port,
        pytest.raises(TooLarge, match="over the limit of 10 MB"),
    ):
        fetched(port)
