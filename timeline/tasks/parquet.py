"""What was read in archives as Parquet: OUT/articles and OUT/events, a file of each for a chunk.

The articles' file is written last and appears whole, so the chunks that are done are known by what
stands there. An article is in the output once, however often the archives hold it.
"""

import hashlib
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]  # has no types
from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # has no types
from pyarrow import parquet

from timeline.core.article import Article
from timeline.core.errors import BadInput, StoreUnavailable
from timeline.core.event import record
from timeline.tasks.bulk import ChunkRead, Tally, Told

_TEXT, _COUNT = pa.string(), pa.int32()
ARTICLES = pa.schema(
    [
        ("article", _TEXT),
        ("title", _TEXT),
        ("url", _TEXT),
        ("lang", _TEXT),
        ("published", _TEXT),
        ("published_source", _TEXT),
        ("events", _COUNT),
        ("expressions", _COUNT),
    ]
)
EVENTS = pa.schema(
    [
        ("article", _TEXT),
        ("position", _COUNT),
        ("type", _TEXT),
        ("title", _TEXT),
        ("start", _TEXT),
        ("end", _TEXT),
        ("precision", _TEXT),
        ("edtf", _TEXT),
        ("deadline", pa.bool_()),
        ("status", _TEXT),
        (
            "participants",
            pa.list_(pa.struct([("name", _TEXT), ("country", _TEXT), ("role", _TEXT)])),
        ),
        ("place", _TEXT),
        ("evidence", pa.struct([("quote", _TEXT), ("start", _COUNT), ("end", _COUNT)])),
        ("confidence", pa.float64()),
    ]
)


class ParquetOutput:
    """A folder of Parquet files, anywhere that fsspec reaches. Raises BadInput where it cannot be.

    Holds about a hundred bytes of memory for every article that stands in the folder.
    """

    def __init__(self, address: str) -> None:
        try:
            self._system, self._path = url_to_fs(address)
            for name in ("articles", "events"):
                self._system.makedirs(f"{self._path}/{name}", exist_ok=True)
            self._done, self._known = self._look()
        except (ImportError, OSError, ValueError) as error:
            raise BadInput(f"cannot write Parquet to {address!r}: {error}") from error

    def is_done(self, digest: str) -> bool:
        """True for a chunk whose articles stand in the folder."""
        return digest in self._done

    def save(self, digest: str, read: ChunkRead, tally: Tally) -> None:
        """Write the events, then the articles, of what is new."""
        new: dict[str, Told] = {}
        for one in read.told:
            key = article_key(one.article)
            if bytes.fromhex(key) not in self._known:
                new.setdefault(key, one)
        events = [row for key, one in new.items() for row in _event_rows(key, one)]
        articles = [_article_row(key, one) for key, one in new.items()]
        try:
            self._write("events", digest, pa.Table.from_pylist(events, EVENTS))
            self._write("articles", digest, pa.Table.from_pylist(articles, ARTICLES))
        except OSError as error:
            raise StoreUnavailable(
                f"cannot write to {self._path!r} ({error}): what was written stays, and the same "
                "command goes on from there"
            ) from error
        self._done.add(digest)
        self._known.update(map(bytes.fromhex, new))
        tally.read += len(new)
        tally.known += len(read.told) - len(new)
        tally.events += len(events)
        tally.refused.update(read.refused)

    def _look(self) -> tuple[set[str], set[bytes]]:
        """The chunks and the articles that stand in the folder."""
        done: set[str] = set()
        known: set[bytes] = set()
        for path in self._system.glob(f"{self._path}/articles/*.parquet"):
            with self._system.open(path, "rb") as opened:
                table = parquet.read_table(opened, columns=["article"])
            known.update(map(bytes.fromhex, table["article"].to_pylist()))
            done.add(path.rsplit("/", 1)[-1].removesuffix(".parquet"))
        return done, known

    def _write(self, folder: str, digest: str, table: Any) -> None:
        draft = f"{self._path}/{folder}/.{digest}.writing"
        with self._system.open(draft, "wb") as opened:
            parquet.write_table(table, opened, compression="zstd")
        self._system.mv(draft, f"{self._path}/{folder}/{digest}.parquet")


def article_key(article: Article) -> str:
    """What makes it the same article: its words and its day; 32 hexadecimal digits."""
    words = " ".join(article.text.split())
    return hashlib.sha256(f"{article.anchor.day}\n{words}".encode()).hexdigest()[:32]


def _article_row(key: str, one: Told) -> dict[str, Any]:
    article = one.article
    return {
        "article": key,
        "title": article.title,
        "url": article.url,
        "lang": article.lang,
        "published": article.anchor.published.isoformat(),
        "published_source": article.anchor.source.value,
        "events": len(one.mentions),
        "expressions": len(one.timexes),
    }


def _event_rows(key: str, one: Told) -> list[dict[str, Any]]:
    return [
        {"article": key, "position": number, **record(mention)}
        for number, mention in enumerate(one.mentions)
    ]
