"""Serve pages, feeds, the API and reminders in one process."""

import errno
import os
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline import clock, log
from timeline.cli.common import queue_of, settings, store, transport
from timeline.config import Config, is_loopback, remember_address, with_secret_key
from timeline.core.errors import BadInput

if TYPE_CHECKING:
    from timeline.extract.pipeline import Reader
    from timeline.store.engine import Database


@click.command()
@click.option("--port", help="The port to listen on (PORT, 8000).")
@click.option("--host", help="The address to listen on (HOST, 127.0.0.1).")
@click.option(
    "--samples",
    type=click.Path(path_type=Path),
    help="A folder of sample articles, loaded on the first start of a store.",
)
def serve(port: str | None, host: str | None, samples: Path | None) -> None:
    """Serve pages, feeds and the API, and send reminders, in one process.

    The store is made or brought up to date first.
    """
    from timeline.extract.pipeline import Reader
    from timeline.tasks.samples import are_loaded, load_samples

    given = {"PORT": port or os.environ.get("PORT") or "8000", "HOST": host}
    config = settings(**{name: value for name, value in given.items() if value})
    log.configure(form=config.log)
    reader = Reader()
    with _listen(config) as listener, store(config) as database:
        _refuse_to_be_open(config, database)
        if samples is not None and not are_loaded(database):
            click.echo("Loading the sample articles, on the first start alone ...", err=True)
            load_samples(database, reader, samples, now=clock.now())
        _serve(with_secret_key(config), database, reader, listener)


def _serve(config: Config, database: "Database", reader: "Reader", listener: socket.socket) -> None:
    import waitress  # type: ignore[import-untyped]  # has no types; used here alone

    from timeline.jobs import scheduler
    from timeline.web import create_app

    way, queue = transport(config), queue_of(config)
    app = create_app(config, database=database, reader=reader, transport=way, queue=queue)
    # Who is behind a proxy is told by the headers that waitress would take away unread.
    server = waitress.create_server(
        app, sockets=[listener], threads=8, clear_untrusted_proxy_headers=False
    )
    signal.signal(signal.SIGTERM, _stop)
    remember_address(config)
    started = scheduler.start(config, database=database, transport=way, reader=reader)
    click.echo(_where(config))
    try:
        server.run()
    finally:
        started.shutdown()
        if queue is not None:
            queue.close()


def _refuse_to_be_open(config: Config, database: "Database") -> None:
    from timeline.store.accounts import has_accounts

    if config.open or is_loopback(config.host):
        return
    with database.read() as session:
        if not has_accounts(session):
            raise BadInput(
                f"others can reach {config.host} and there is no account: make one with "
                "`timeline user add NAME`, or let anybody add and edit with TIMELINE_OPEN=yes"
            )


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _where(config: Config) -> str:
    lines = [f"Timeline is at {config.base_url} (stop with Ctrl+C)."]
    if config.smtp_url is None:
        lines.append(f"Mails become files in {config.data_dir / 'mail'}: no mail server is set.")
    if config.workers:
        lines.append("Articles wait for workers: start at least one with `timeline work`.")
    if config.open:
        lines.append(f"Whoever can reach {config.host} can add and edit here (TIMELINE_OPEN).")
    return "\n".join(lines)


def _listen(config: Config) -> socket.socket:
    """A socket that is ours before anything else is begun."""
    try:
        found = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)
        family, _, _, _, address = found[0]
        return socket.create_server((str(address[0]), config.port), family=family)
    except OSError as error:
        raise BadInput(_why_not(config, error)) from error


def _why_not(config: Config, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"port {config.port} is taken, perhaps by another Timeline: stop that one or "
                f"choose another port, such as --port {config.port % 65535 + 1}"
            )
        case errno.EACCES:
            return f"port {config.port} is for the system's administrator: choose one from 1024 on"
        case _:
            return f"cannot listen on {config.host}:{config.port}: {error.strerror or error}"
