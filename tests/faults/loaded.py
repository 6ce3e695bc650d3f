"""What the process that servers are forked from holds ready: the code, and a reader of English."""

from datetime import date

import timeline.jobs.scheduler
import timeline.web  # noqa: F401 - to have it loaded
from timeline.cli import main
from timeline.core.article import Anchor, Article
from timeline.extract.pipeline import Reader
from timeline.extract.topic import names
from timeline.sources.read import read_bytes

__all__ = ["READER", "main"]

READER = Reader()
TEXT = "The ministers of Latvia and France will meet in Riga on 3 August 2025."
READER.read(Article(text=TEXT, anchor=Anchor(published=date(2025, 7, 1)), lang="en", title="x"))
names(TEXT, "")
read_bytes(TEXT.encode(), content_type="text/plain; charset=utf-8")
