"""Servers on loopback that a test starts and stops."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseServer
from threading import Thread


@contextmanager
def in_the_background(server: BaseServer) -> Iterator[None]:
    """The server answers in a thread until the block ends, and is closed then."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
