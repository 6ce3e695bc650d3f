"""Whatever a page holds, it gives a draft or a refusal, and never anything else."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.examples import examples
from tests.sources.files import SENTENCE
from timeline.core.errors import BadInput
from timeline.sources.read import read_bytes

PIECES = [
    "<p>", "</p>", "<div class='cookie'>", "</div>", "<article>", "</article>", "<br>", "<table>",
    "<tr><td>", "</table>", "<ul><li>", "</ul>", "<!--", "-->", "<script>", "</script>", "<svg>",
    "<script type='application/ld+json'>{\"@type\": [\"Article\"], \"datePublished\": 7}</script>",
    "<script type='application/ld+json'>[null, {\"@graph\": {\"@type\": 1}}]</script>",
    "<script type='application/ld+json'>{\"@type\": \"Article\", \"datePublished\": \"9999-12-31T23:59:59-23:59\"}</script>",  # noqa: E501 # the last instant there is
    "<meta name='date' content='0001-01-01T00:00:00+14:00'>",
    "<meta property='article:published_time' content='2025-07-17T24:61Z'>",
    "<time pubdate datetime='2025-W29-4'>", "<link rel=canonical href='//[x'>", "<html lang='xx-'>",
    "<template>", "<nav>", "<footer>", "<title>", "<h1>", "<![CDATA[", "]]>", "<?php", "&#0;",
    "&#1;", "&#xd800;", "&nbsp;", "\x0b", "\u2028", "\ufdd0", SENTENCE, "17 July 2025",
    "<svg:a xml:b='c'>", "<a:b c:d=e>",
    "<base href='http://['>", "<blockquote>", "<pre>", "<img src=x>", "<iframe>",
]  # fmt: skip


@examples(100)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=25), st.booleans())
def test_any_page_gives_a_draft_or_a_refusal(pieces: list[str], known: bool) -> None:
    page = "<!doctype html>" + "".join(pieces)
    url = "https://news.example/2025/07/17/a" if known else None
    try:
        draft = read_bytes(page.encode("utf-8", "replace"), url=url)
    except BadInput:
        return
    assert draft.text.strip()
    assert "\x00" not in draft.text
    assert draft.title == " ".join(draft.title.split())
