"""Dates that an article says were moved: the one that was, and the one that now is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from timeline.core.article import Article, Sentence
from timeline.core.event import Change, EventType, Mention, Participant, Status
from timeline.core.timex import Timex
from timeline.extract import cues, sides, spans, who
from timeline.extract.cues import Cue, Found, Role
from timeline.extract.likeness import CALLED_OFF, is_certain, related, words
from timeline.extract.readings import Reading
from timeline.extract.said import Said, is_saying, scene_of
from timeline.extract.status import Mood
from timeline.extract.teller import Teller

_LOOSE = frozenset({EventType.OTHER, EventType.ANNOUNCEMENT, EventType.EFFECT})

PAST = frozenset({Role.OLD, Role.WAS, Role.ARRANGED})
"""What a date is to a change that names it as one that was."""

NEAR = 3
"""Sentences between a change and the dates that it is about."""


class Moves:
    """The readings of an article while the moves that its sentences tell are laid over them."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        readings: list[Reading],
        said: Sequence[Said],
    ) -> None:
        self.article, self.readings, self.said = article, readings, said
        self._numbers = {sentence.start: number for number, sentence in enumerate(sentences)}

    def move(self, teller: Teller) -> None:
        """Give each new date the old one that stands near it."""
        self.readings = [self._parted(one) for one in self.readings if not self._compares(one)]
        self._set_apart(teller)
        roles = [self._role(one) for one in self.readings]
        gone: set[int] = set()
        for index, reading in enumerate(self.readings):
            mention = reading.mention
            if mention is None or roles[index] in PAST or not _may_be_new(reading, roles[index]):
                continue
            cue = self._moving(reading, new=roles[index] is Role.NEW)
            old = self._old(index, roles, gone, cue) if mention.previous is None else None
            if old is None and (cue is None or roles[index] is not Role.NEW):
                continue
            before = self.readings[old].mention if old is not None else None
            self.readings[index] = self._moved(reading, before, cue)
            if old is not None:
                gone.add(old)
                gone |= self._same(old, index)
        self.readings = [one for i, one in enumerate(self.readings) if i not in gone]

    def _set_apart(self, teller: Teller) -> None:
        """Take the day on which a change was made for that: "extended on Monday the deadline to …".

        It is an announcement of that day, and neither the thing's old date nor its new one.
        """
        for index, reading in enumerate(self.readings):
            said = next((one for one in self.said if self._makes(one, reading)), None)
            if said is None or reading.timex is None or reading.timex.interval is None:
                continue
            kind, day = EventType.ANNOUNCEMENT, reading.timex.interval
            mood = Mood(status=Status.HAPPENED)
            self.readings[index] = teller.reading(
                scene_of(said), reading.clue, kind, day,
                timex=reading.timex, how="called off", mood=mood,
            )  # fmt: skip

    def _makes(self, said: Said, reading: Reading) -> bool:
        """True where the sentence changes something to another day, and did so on the reading's."""
        timex, mention, lang = reading.timex, reading.mention, self.article.lang
        if timex is None or mention is None or timex.interval is None or is_saying(reading):
            return False
        if said.tree.sentence.start != reading.sentence.start:
            return False
        last = timex.interval.last_day
        if last is None or last > self.article.anchor.day or not sides.is_news_day(timex):
            return False
        cue = next((one for one in said.found if one.cue.moves), None)
        if cue is None or not _is_adverb(said, timex, cue):
            return False
        if cues.is_due_on(reading.sentence, timex, lang):
            return False
        return any(
            other is not reading
            and other.sentence.start == reading.sentence.start
            and other.timex is not None
            and (_is_moved(other) or self._role(other) is Role.NEW)
            for other in self.readings
        )

    def _compares(self, reading: Reading) -> bool:
        timex, lang = reading.timex, self.article.lang
        return timex is not None and cues.compares(reading.sentence, timex, lang)

    def _parted(self, reading: Reading) -> Reading:
        """The reading of a move "from 31 May to 30 June", at the second date and from the first."""
        mention, timex = reading.mention, reading.timex
        if mention is None or timex is None or timex.interval is None or mention.previous:
            return reading
        if is_saying(reading) or not cues.both(reading.sentence, timex, self.article.lang):
            return reading
        old, new = spans.before_and_after(timex.interval)
        if old is None:
            return reading
        dated = replace(reading, mention=replace(mention, interval=new, deadline=False))
        before = replace(mention, interval=old, deadline=False)
        return self._moved(dated, before, None)

    def _role(self, reading: Reading) -> Role | None:
        if reading.timex is None or reading.mention is None:
            return None
        return cues.role(reading.sentence, reading.timex, self.article.lang)

    def _moving(self, reading: Reading, *, new: bool) -> Cue | None:
        """The cue of the move that a new date belongs to: in its sentence, else in one near it."""
        number = self._number(reading)
        reach = NEAR if new else 0
        for distance in range(reach + 1):
            for said in self.said:
                if abs(said.number - number) == distance:
                    moving = next((one.cue for one in said.found if one.cue.moves), None)
                    if moving is not None:
                        return moving
        return None

    def _old(
        self, index: int, roles: Sequence[Role | None], gone: set[int], cue: Cue | None
    ) -> int | None:
        """The reading of the date that this one replaces: the nearest that fits."""
        reading = self.readings[index]
        number = self._number(reading)
        fitting = []
        for i, one in enumerate(self.readings):
            near = abs(self._number(one) - number)
            if i == index or i in gone or roles[i] not in PAST or is_saying(one) or _is_moved(one):
                continue
            if cue is None and roles[i] is not Role.OLD:
                continue
            if roles[i] is Role.ARRANGED and near:
                continue
            if near <= NEAR and self._replaces(reading, one, cue):
                fitting.append((near, i))
        return min(fitting)[1] if fitting else None

    def _replaces(self, new: Reading, old: Reading, cue: Cue | None) -> bool:
        first, second = new.mention, old.mention
        if first is None or second is None or first.interval == second.interval:
            return False
        beside = abs(self._number(new) - self._number(old)) <= 1 and first.type is second.type
        alike = beside or _of_one_thing(first, second)
        if abs(self._number(new) - self._number(old)) > 1 and not alike:
            return False
        if cue is None and (first.type in _LOOSE or not alike):
            return False
        lands = set(first.countries), set(second.countries)
        if all(lands) and not lands[0] & lands[1] and second.type not in _LOOSE:
            return False
        loose = second.type in _LOOSE or (cue is not None and first.type in _LOOSE)
        due = first.deadline and (second.deadline or cue is not None)
        return loose or related(first.type, second.type) or due

    def _same(self, old: int, new: int) -> set[int]:
        """Other readings of the old date, which are not worth an event of their own either."""
        mention, kept = self.readings[old].mention, self.readings[new].mention
        number = self._number(self.readings[old])
        return {
            i
            for i, one in enumerate(self.readings)
            if i != new
            and one.mention is not None
            and mention is not None
            and kept is not None
            and one.mention.interval == mention.interval
            and related(one.mention.type, kept.type)
            and abs(self._number(one) - number) <= NEAR
        }

    def _moved(self, reading: Reading, before: Mention | None, cue: Cue | None) -> Reading:
        """The reading at its new date, of the kind of the thing that was moved."""
        mention = reading.mention
        if mention is None or mention.interval is None:
            return reading
        kind = self._kind(reading, before)
        due = mention.deadline or kind is EventType.DEADLINE
        interval = mention.interval
        if reading.timex is not None and cue is not None:
            day, lang = self.article.anchor.day, self.article.lang
            interval = sides.ahead(reading.timex, interval, day, lang)
        if due and interval.end is not None:
            interval = replace(interval, start=None)
        due = due and interval.end is not None
        previous = before.interval if before else None
        number = self._number(reading)
        if previous is None and cue is not None:
            near = [one for one in self.said if abs(one.number - number) <= 1]
            dates = (
                cues.shifted(one.tree.sentence, interval, cue, self.article.lang) for one in near
            )
            previous = next((one for one in dates if one), None)
        if previous is not None and due and previous.end is not None:
            previous = replace(previous, start=None)
        status = mention.status
        if interval.first_day is not None and interval.first_day > self.article.anchor.day:
            status = Status.PLANNED if status is Status.HAPPENED else status
        if due and (interval.last_day or date.min) > self.article.anchor.day:
            status = Status.PLANNED if status is Status.HAPPENED else status
        if status in CALLED_OFF:
            last = interval.last_day
            over = last is not None and last < self.article.anchor.day
            status = Status.HAPPENED if over else Status.PLANNED
        moved = replace(
            mention,
            type=kind,
            participants=self._with_people(mention, number),
            interval=interval,
            deadline=due,
            status=status,
            previous=previous,
            change=Change.MOVED,
        )
        return replace(reading, mention=moved)

    def _with_people(self, mention: Mention, number: int) -> tuple[Participant, ...]:
        """Those of the sentence beside it that says so, where its own names nobody for certain."""
        if any(is_certain(one, mention) for one in mention.participants):
            return mention.participants
        for said in sorted(self.said, key=lambda one: abs(one.number - number)):
            if abs(said.number - number) == 1 and any(one.cue.moves for one in said.found):
                people = who.participants(mention.type, said.actors, mention.place)
                return people or mention.participants
        return mention.participants

    def _kind(self, reading: Reading, before: Mention | None) -> EventType:
        """What is moved: as the sentence near it names it, else as either date has it."""
        mention, number = reading.mention, self._number(reading)
        said = sorted(self.said, key=lambda one: abs(one.number - number))
        things = [
            one.thing.type
            for one in said
            if one.thing is not None
            and abs(one.number - number) <= 1
            and any(found.cue.moves for found in one.found)
        ]
        owes = cues.owes(reading.sentence, self.article.lang)
        if mention and mention.deadline and mention.type in _LOOSE and owes:
            return EventType.DEADLINE
        if any(
            cues.names_due(one.tree.sentence, self.article.lang) and one.has(Cue.EXTENDED)
            for one in said
            if abs(one.number - number) <= 1
        ):
            return EventType.DEADLINE
        kinds = [*things, *([mention.type] if mention else []), *([before.type] if before else [])]
        return next((kind for kind in kinds if kind not in _LOOSE), kinds[0])

    def _near(self, number: int, reach: int) -> list[int]:
        places = enumerate(map(self._number, self.readings))
        return [i for i, place in places if abs(place - number) <= reach]

    def _number(self, reading: Reading) -> int:
        return self._numbers.get(reading.sentence.start, 0)

    def _set(self, index: int, **values: Any) -> None:
        reading = self.readings[index]
        if reading.mention is not None:
            mention = replace(reading.mention, **values)
            self.readings[index] = replace(reading, mention=mention)


def _is_moved(reading: Reading) -> bool:
    """True for what has its new date already."""
    return reading.mention is not None and reading.mention.change is Change.MOVED


def _is_adverb(said: Said, timex: Timex, cue: Found) -> bool:
    """True where the time hangs on the verb of the change, or where no grammar tells otherwise."""
    tree = said.tree
    if not tree.parsed:
        return True
    inside = tree.within(timex.start, timex.end)
    verbs = [i for i in tree.within(cue.start, cue.end) if tree.is_verb(i)]
    above = (i for at in inside[:1] for i in tree.ancestors(at) if i not in inside)
    return next((i for i in above if tree.tokens[i].pos != "ADP"), None) in verbs


def _may_be_new(reading: Reading, role: Role | None) -> bool:
    """False for the day on which something was said, and for what names no kind of event."""
    mention = reading.mention
    if mention is None or is_saying(reading):
        return False
    return role is Role.NEW or mention.type not in _LOOSE


def _of_one_thing(one: Mention, other: Mention) -> bool:
    """True where the titles share a word, or nothing in them could: "they meet", "it opens"."""
    first, second = words(one.title), words(other.title)
    return not first or not second or bool(first & second)
