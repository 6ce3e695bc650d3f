"""The only place that configures logging."""

import logging


def configure(level: int = logging.INFO) -> None:
    """One line an event on standard error: time, level, module, facts as `key=value`."""
    logging.basicConfig(
        level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True
    )
    for library in ("alembic", "apscheduler", "waitress"):
        logging.getLogger(library).setLevel(logging.WARNING)
