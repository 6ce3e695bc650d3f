"""One line that a calendar can show and a person would write.

Where grammar is known, who does what is put together from the clause's own phrases, whole ones
only; a few kinds of event have a form of their own ("Merz visits London"). Elsewhere the words of
the sentence serve, cut down to the clause that tells the event.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date

from timeline.core.event import EventType, Status
from timeline.extract import lexicon
from timeline.extract.clause import clause, subject
from timeline.extract.document import DATELINE
from timeline.extract.gazetteer import Kind
from timeline.extract.grammar import Tree
from timeline.extract.headline import ended, headline, shortened
from timeline.extract.phrases import noun_phrase
from timeline.extract.told import LONGEST, Told, forms, known_as, pronouns

_CLAUSE = 5  # words before a comma that may stand alone


def title(told: Told) -> str:
    """The event in one line of at most LONGEST characters, in the article's language."""
    limit = _limit(told) if told.deadline else ""
    room = LONGEST - len(limit)
    line = "" if told.deadline else _own_form(told)
    if not line and told.tree.parsed and told.lang == "en":
        line = clause(told)
    line = line or _cut_out(told, room) or _first_clause(told.tree.sentence.text)
    line = ended(shortened(line, room, told.lang), told.lang) + limit
    return line[:1].upper() + line[1:]


def _limit(told: Told) -> str:
    """The last day of a deadline or of what ends, as it stands behind the line."""
    last = told.interval.last_day
    if last is None:
        return ""
    form = forms(told)["until" if told.kind is EventType.EFFECT else "due"]
    return f", {form.format(day=_day(last, told.lang))}"


def _own_form(told: Told) -> str:
    """The form of visits, meetings and calls between people who are named."""
    own = forms(told)
    persons = list({one.name: one for one in told.actors if one.kind is Kind.PERSON}.values())
    if told.kind is EventType.VISIT and persons and told.place:
        if invited := _invited(told):
            return str(own["visit"]).format(guest=invited, place=told.place)
        if told.guest is None or told.guest.kind is not Kind.PERSON:
            return ""
        return str(own["visit"]).format(guest=known_as(told.guest), place=told.place)
    if told.kind in {EventType.MEETING, EventType.CALL} and len(persons) == 2:
        one, other = map(known_as, persons)
        line = str(own[told.kind.value]).format(one=one, other=other)
        return line + (_where(told) if told.lang == "en" and "meet" in line else "")
    return ""


def _invited(told: Told) -> str:
    """Who accepted "an invitation to visit", which names the host and not the guest."""
    tree, verb = told.tree, told.clue.head
    if not tree.parsed or tree.tokens[verb].dep != "acl":
        return ""
    noun = tree.tokens[verb].head
    accepting = tree.tokens[noun].head
    if tree.word(noun) != "invitation" or tree.word(accepting) != "accept":
        return ""
    return subject(told, tree.own_subjects(accepting))


def _cut_out(told: Told, room: int) -> str:
    """The sentence's own words around the event."""
    off = told.status in {Status.POSTPONED, Status.CANCELLED}
    names = {token.start: name for token, name in pronouns(told)}
    when = None if off else told.when
    return _words_around(told.tree, told.clue.index, when, names, told.lang, room)


def _words_around(
    tree: Tree, index: int, when: int | None, names: Mapping[int, str], lang: str, room: int
) -> str:
    sentence = tree.sentence
    dateline = DATELINE.match(sentence.text)
    first = dateline.end() if dateline else 0
    base = sentence.start + first
    times = [(start - base, end - base) for start, end in tree.times if start >= base]
    return headline(
        sentence.text[first:],
        max(0, tree.tokens[index].start - base),
        None if when is None else when - base,
        times,
        {start - base: name for start, name in names.items()},
        lang,
        room,
    )


def name(tree: Tree, index: int, times: Sequence[tuple[int, int]], lang: str) -> str:
    """The title of an occasion that a sentence names without a date: "Summit of the two states"."""
    if tree.parsed and lang == "en":
        phrase = noun_phrase(tree, index, times)
        line = shortened(re.sub(r"^(?:an?|the)\s", "", phrase, flags=re.IGNORECASE), LONGEST, lang)
    else:
        line = _words_around(tree, index, None, {}, lang, LONGEST)
    return line[:1].upper() + line[1:]


def _first_clause(text: str) -> str:
    """The sentence up to where it only goes on (a semicolon, a comma), without its full stop."""
    line = " ".join(DATELINE.sub("", text, count=1).split()).rstrip(".").partition("; ")[0]
    head, comma, _ = line.partition(", ")
    return head if comma and len(head.split()) >= _CLAUSE else line


def _where(told: Told) -> str:
    """The place as the sentence has it: "in the Vatican"."""
    if not told.place:
        return ""
    article = "the " if f"the {told.place}" in told.tree.sentence.text else ""
    return f" in {article}{told.place}"


def _day(day: date, lang: str) -> str:
    """The day as the language writes it: "31 December 2025", "31. Dezember 2025"."""
    known = lang if lang in lexicon.LANGUAGES else "en"
    return format_date(day, format="long", locale="en_GB" if known == "en" else known)
