"""The application for WSGI servers and `flask run`: settings in, Flask app out.

No scheduler runs here: `timeline serve` has one, and `timeline remind` sends what is due once.
"""

import os

from timeline import log
from timeline.config import from_environ, with_secret_key
from timeline.extract.pipeline import Reader
from timeline.jobs.workers import ArticleQueue
from timeline.store.engine import Database
from timeline.tasks.ways import ways
from timeline.web import create_app

config = with_secret_key(from_environ(os.environ))
log.configure(form=config.log)
database = Database(config.database_url)
database.migrate()
app = create_app(
    config,
    database=database,
    reader=Reader(),
    transport=ways(
        smtp_url=config.smtp_url,
        folder=config.data_dir / "mail",
        secret=config.secret_key,
        base_url=config.base_url,
        allow=config.fetch_allow,
    ),
    queue=ArticleQueue(config.database_url) if config.workers else None,
)
