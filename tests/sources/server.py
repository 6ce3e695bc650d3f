"""An HTTP server on loopback that answers as a test wants it to, and remembers who asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.serving import in_the_background

HOST = "127.0.0.1"


@dataclass
class Answer:
    """What stands at a path; with a validator it is given once and 304 afterwards."""

    body: str | bytes = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass
class Site:
    """Paths and their answers; `asked` are the paths in order, `agents` who asked."""

    port: int = 0
    answers: dict[str, Answer | Callable[[], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    conditions: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    def count(self, path: str) -> int:
        return self.asked.count(path)


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.add(self.headers["User-Agent"])
            found = site.answers.get(self.path, Answer(status=404))
            answer = found if isinstance(found, Answer) else found()
            if self._is_known(answer):
                self.send_response(304)
                self.end_headers()
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(body) + 1000 * answer.cut))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def _is_known(self, answer: Answer) -> bool:
            for condition, validator in (
                ("If-None-Match", "ETag"),
                ("If-Modified-Since", "Last-Modified"),
            ):
                value = self.headers[condition]
                if value:
                    site.conditions.append((condition, value))
                    return value == answer.headers.get(validator)
            return False

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer((HOST, 0), handler_of(site))
    site.port = server.server_address[1]
    with in_the_background(server):
        yield site
