import codecs

import pytest

from timeline.core.errors import BadInput
from timeline.sources.decode import decode

FRENCH = (
    "La conférence s'est achevée à Genève. Les délégués se réuniront à nouveau en février, a "
    "déclaré la présidente. La trêve doit être prolongée jusqu'à l'été."
)
GERMAN = "Die Außenminister führten Gespräche über Zölle. Für Österreich sprach der Kanzler. " * 2
POLISH = (
    "Spotkanie ministrów odbędzie się w czwartek w Warszawie. Strony podpiszą umowę przed końcem "
    "roku, zapowiedział rzecznik rządu, który później złożył oświadczenie."
)
RUSSIAN = "Саммит глав государств пройдёт в четверг. Стороны подпишут соглашение до конца года."
JAPANESE = "首脳会談は木曜日に東京で開かれる予定である。両国の外相が出席し、協定に署名する。"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"plain", "plain"),
        ("Zürich".encode(), "Zürich"),
        (codecs.BOM_UTF8 + "Zürich".encode(), "Zürich"),
        ("Zürich".encode("utf-16"), "Zürich"),
        (codecs.BOM_UTF16_BE + "Zürich".encode("utf-16-be"), "Zürich"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("one\r\ntwo".encode("utf-16"), "one\ntwo"),
        (b"", ""),
    ],
)
def test_utf_8_and_marked_utf_16_are_read(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"), (GERMAN, "cp1252"), (GERMAN, "latin-1"), (POLISH, "cp1250"),
        (POLISH, "iso8859_2"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
    ],
)  # fmt: skip
def test_an_older_encoding_is_read_where_it_is_certain(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("charset", "text"),
    [("iso-8859-1", "Köln"), ("windows-1251", "Мир"), ("Latin1", "“Köln”"), ("gbk", "北京")],
)
def test_a_declared_encoding_is_followed(charset: str, text: str) -> None:
    encoding = "cp1252" if "1" in charset and "1251" not in charset else charset
    assert decode(text.encode(encoding), charset=charset) == text


@pytest.mark.parametrize(
    "charset", ["latin-1", "rot13", "zlib", "unicode_escape", "nonsense", "\0"]
)
def test_utf_8_is_utf_8_whatever_is_declared(charset: str) -> None:
    assert decode("Zürich".encode(), charset=charset) == "Zürich"


@pytest.mark.parametrize(
    "content",
    [
        b"The visit \xff\xfe on 17 July 2025 takes place in London.",  # too few signs to tell
        "Zürich, Köln, Münster, Öland, Århus, Málaga.".encode() + b"\xc3",  # cut off
        FRENCH.encode()[:40] + b"\xff" + FRENCH.encode()[40:],  # damaged
        b"caf\xe9",
        b"Ministers met \xff\xfe on 1 May, signed \xe9\xe8 a treaty and left \xff\xfe for Riga.\n"
        * 3,
        b"\xff" * 30,
        bytes(range(128, 256)) * 20,
    ],
)
@pytest.mark.parametrize("charset", ["", "utf-8", "rot13"])
def test_what_is_uncertain_is_refused_with_the_byte(content: bytes, charset: str) -> None:
    with pytest.raises(BadInput, match=r"not UTF-8 text \(byte \d+ cannot be read\): save it as"):
        decode(content, charset=charset)


def test_half_of_a_utf_16_character_is_refused() -> None:
    with pytest.raises(BadInput, match="begins as UTF-16 text"):
        decode("Zürich".encode("utf-16")[:-1])


@pytest.mark.parametrize(
    "content",
    [b"a\x00b", "Zurich".encode("utf-16-le"), b"\x01\x02\x03 text", "a\x00".encode("utf-16")],
)
def test_binary_data_is_no_text(content: bytes) -> None:
    with pytest.raises(BadInput, match="binary data: give plain text"):
        decode(content)


def test_a_form_feed_is_text() -> None:
    assert decode(b"one\x0ctwo") == "one\x0ctwo"
