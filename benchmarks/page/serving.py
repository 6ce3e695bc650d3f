"""A Timeline over a store of made-up events, served on loopback at a fixed day."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waitress.server import create_server

from benchmarks.page.crowd import NOW, fill
from tests.tasks.fakes import FakeReader
from timeline.config import from_environ
from timeline.mail.transport import Outbox
from timeline.web import create_app


@contextmanager
def serving(folder: Path, number: int) -> Iterator[str]:
    """The address of a page over so many events; it ends with the block."""
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    app = create_app(
        from_environ({"TIMELINE_DATA_DIR": str(folder), "TIMELINE_SECRET_KEY": "secret"}),
        database=fill(folder, number),
        reader=FakeReader(),
        transport=Outbox(),
        now=lambda: NOW,
    )
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)
