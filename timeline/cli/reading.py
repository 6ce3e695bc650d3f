"""Read one article and print what is in it; nothing is kept."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from timeline.core.article import Anchor, Article, read_published
from timeline.core.errors import BadInput

_Command = TypeVar("_Command", bound=Callable[..., Any])


def reading_options(command: _Command) -> _Command:
    """Gives a command FILE, --published, --lang, --format and --jsonl."""
    for decorate in (
        click.option("--jsonl", is_flag=True, help="FILE holds one article a line, as JSON."),
        click.option("--format", "format_", type=click.Choice(["json"]), default="json"),
        click.option("--lang", help="The language in two letters; detected where not given."),
        click.option("--published", help="When the article was published, such as 2025-07-17."),
        click.argument("file"),
    ):
        command = decorate(command)
    return command


@click.command()
@reading_options
def timex(file: str, published: str | None, lang: str | None, format_: str, *, jsonl: bool) -> None:
    """Print the temporal expressions of the article in FILE ("-" is standard input)."""
    del format_
    from timeline.core.timex import record
    from timeline.extract.normalise import tag

    if not jsonl:
        _print_json([record(one) for one in tag(_read_article(file, published, lang))])
        return
    for key, article in _read_lines(file, published, lang):
        _print_line({"id": key, "timexes": [record(one) for one in tag(article)]})


@click.command()
@reading_options
def extract(
    file: str, published: str | None, lang: str | None, format_: str, *, jsonl: bool
) -> None:
    """Print the dated events of the article in FILE ("-" is standard input)."""
    del format_
    from timeline.extract.pipeline import Reader, record

    reader = Reader()
    if not jsonl:
        found = reader.read(_read_article(file, published, lang))
        _print_json([record(one) for one in found.mentions if one.interval])
        return
    keys: list[Any] = []

    def articles() -> Iterator[Article]:
        for key, article in _read_lines(file, published, lang):
            keys.append(key)
            yield article

    for number, found in enumerate(reader.read_many(articles())):
        _print_line(
            {"id": keys[number], "events": [record(one) for one in found.mentions if one.interval]}
        )


@click.command()
@click.argument("file")
@click.option("--published", help="When the article was published, such as 2025-07-17.")
@click.option("--lang", help="The language in two letters; detected where not given.")
def explain(file: str, published: str | None, lang: str | None) -> None:
    """Say how the article in FILE was read: what was taken, what was refused, and by which rule."""
    from timeline.extract.pipeline import Reader

    _print_bytes(Reader().explain(_read_article(file, published, lang)))


def _read_article(file: str, published: str | None, lang: str | None) -> Article:
    if published is None:
        raise BadInput("the article's publication date is missing: add --published YYYY-MM-DD")
    text = _decoded(file, _content(file))
    return _article(text, published, lang)


def _article(text: str, published: str, lang: str | None) -> Article:
    anchor = Anchor(published=read_published(published))
    return Article(text=text, anchor=anchor, lang=_language(lang) if lang else _detected(text))


def _language(lang: str) -> str:
    from timeline.sources.language import read_language

    return read_language(lang)


def _detected(text: str) -> str:
    from timeline.sources.language import detect

    return detect(text)


def _read_lines(
    file: str, published: str | None, lang: str | None
) -> Iterator[tuple[Any, Article]]:
    """The articles of a file of JSON lines, each with its id."""
    for number, line in enumerate(_decoded(file, _content(file)).split("\n"), 1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
            day = read.get("published") or read.get("dct") or published
            if day is None:
                raise BadInput("published is missing")
            yield read["id"], _article(read["text"], day, read.get("lang") or lang)
        except (ValueError, KeyError, AttributeError, TypeError, BadInput) as error:
            raise BadInput(
                f"cannot read line {number} of {file}: {error!s:.100}; "
                'each is {"id", "published", "text"} as JSON'
            ) from error


def _content(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise BadInput(f"cannot read {file!r}: {error.strerror}") from error


def _decoded(file: str, content: bytes) -> str:
    r"""The text of a file, its newlines as `\n`: offsets count as in Python's own reading."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{file!r} is not UTF-8 text (byte {error.start}): save it as UTF-8"
        ) from error
    if "\x00" in text:
        raise BadInput(f"{file!r} is no text, it holds binary data: give plain text")
    if not text.strip():
        raise BadInput(f"{file!r} is empty: give an article with at least one sentence")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _print_json(value: object) -> None:
    _print_bytes(json.dumps(value, ensure_ascii=False, indent=2))


def _print_line(value: object) -> None:
    _print_bytes(json.dumps(value, ensure_ascii=False))


def _print_bytes(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()
