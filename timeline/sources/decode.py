"""Bytes to characters; the only home of charset-normalizer."""

import codecs
import re

from timeline.core.errors import BadInput
from timeline.sources.language import detect

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSED = (
    "cp1252", "cp1250", "cp1251", "cp1253", "koi8_r", "iso8859_2", "iso8859_7", "shift_jis",
    "euc_jp", "euc_kr", "gb18030", "big5",
)  # fmt: skip
# What a page or server may declare, by Python's own names; latin-1 means cp1252, as in browsers.
_DECLARED = {codecs.lookup(name).name for name in _GUESSED} | {
    "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "cp932", "cp949", "gb2312", "gbk",
    "koi8-u", "utf-16", "utf-16-be", "utf-16-le", *(f"iso8859-{number}" for number in range(1, 17)),
}  # fmt: skip
_WESTERN = {"da", "de", "en", "es", "fi", "fr", "is", "it", "nl", "no", "pt", "sv"}
_CENTRAL = {"bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl"}
_BINARY = "this is no text, it holds binary data: give plain text, HTML, PDF or DOCX"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

LEAST_SIGNS = 5  # letters outside ASCII, below which no encoding can be told from another
MOST_CHAOS = 0.02
MOST_CONTROLS = 0.01
SAMPLE = 100_000


def decode(content: bytes, *, charset: str = "") -> str:
    r"""The text of `content`, its newlines as `\n`.

    UTF-8, UTF-16 with its mark, `charset` where the server or page declares one, or another
    encoding where it is certain. Raises BadInput for all else, and for what is no text.
    """
    text = _decoded(content, charset)
    if "\x00" in text or len(_CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        raise BadInput(_BINARY)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, charset: str) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _marked(content, encoding)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        text = _declared(content, charset) or _guessed(content)
        if text is None and b"\x00" in content:
            raise BadInput(_BINARY) from error
        if text is None:
            raise BadInput(
                f"this is not UTF-8 text (byte {error.start} cannot be read): save it as UTF-8"
            ) from error
        return text


def _marked(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
        raise BadInput(
            f"this begins as {name} text but byte {error.start} cannot be read: save it as UTF-8"
        ) from error


def _declared(content: bytes, charset: str) -> str | None:
    try:
        name = codecs.lookup(charset.strip()).name
        if name not in _DECLARED:
            return None
        return content.decode("cp1252" if name == "iso8859-1" else name)
    except (LookupError, ValueError):
        return None


def _guessed(content: bytes) -> str | None:
    """The text in an older encoding, or None where it cannot be told for certain."""
    if b"\x00" in content or b"\xff" in content or _is_damaged_utf8(content):
        return None  # no text in an older encoding has the byte 255 for a letter of its words
    from charset_normalizer import from_bytes

    # Decoding is left to Python: the library only says which encoding it is.
    found = from_bytes(content[:SAMPLE], cp_isolation=list(_GUESSED))
    likely = [one for one in found if one.chaos <= MOST_CHAOS and one.coherence > 0]
    texts = {str(one): one.encoding for one in likely}
    if len(texts) > 1:
        texts = {text: name for text, name in texts.items() if name == _usual(text)}
    if len(texts) != 1:
        return None
    [(text, encoding)] = texts.items()
    if sum(not letter.isascii() for letter in text) < LEAST_SIGNS:
        return None
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(content: bytes) -> bool:
    """True where most of what is not ASCII is UTF-8: the rest is damage, not an encoding."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(not letter.isascii() for letter in text) - broken > broken


def _usual(text: str) -> str | None:
    """The one-byte encoding that the language of `text` is usually written in."""
    lang = detect(text)
    if lang in _WESTERN:
        return "cp1252"
    return "cp1250" if lang in _CENTRAL else None
