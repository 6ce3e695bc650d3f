"""What an article says of things known before: moved, called off, extended, kept or missed.

The readings of an article name dates; this lays over them what its sentences say of change. A date
that was becomes the `previous` one of the date that now is; a thing that is called off without any
date becomes a mention without one, for `merge` to find its event.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from timeline.core.article import Article, Sentence
from timeline.core.event import Change, EventType, Mention, Participant, Status
from timeline.core.timex import Timex
from timeline.extract import cues, lexicon, spans, who
from timeline.extract.actors import Cast
from timeline.extract.cues import Cue, Role
from timeline.extract.likeness import CALLED_OFF, is_certain, related, words
from timeline.extract.mentions import Teller
from timeline.extract.readings import Reading
from timeline.extract.said import Said, called_off, changes_of, is_saying, kept_kinds, undated

_LOOSE = frozenset({EventType.OTHER, EventType.ANNOUNCEMENT, EventType.EFFECT})
_PAST = frozenset({Role.OLD, Role.WAS, Role.ARRANGED})
_AGAIN = 2  # sentences within which what was called off is told once more
_NEAR = 3  # sentences between a change and the dates that it is about
_STATUS = {Cue.POSTPONED: Status.POSTPONED, Cue.CANCELLED: Status.CANCELLED}
_ENDED = {Cue.MET: Change.MET, Cue.MISSED: Change.MISSED}


def follow(
    article: Article,
    sentences: Sequence[Sentence],
    timexes: Sequence[Timex],
    cast: Cast,
    readings: Sequence[Reading],
) -> list[Reading]:
    """The readings of an article with what it says of change, in text order."""
    said = list(changes_of(article, sentences, timexes, cast))
    teller = Teller(article=article, words=lexicon.load(article.lang), home=cast.home)
    told = _Readings(article, sentences, list(readings), said)
    told.move()
    told.call_off(teller)
    told.end(teller)
    return sorted(told.readings, key=lambda one: one.sentence.start)


class _Readings:
    """The readings of an article while changes are laid over them."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        readings: list[Reading],
        said: Sequence[Said],
    ) -> None:
        self.article, self.readings, self.said = article, readings, said
        self._numbers = {sentence.start: number for number, sentence in enumerate(sentences)}

    def move(self) -> None:
        """Give each new date the old one that stands near it."""
        self.readings = [self._parted(one) for one in self.readings if not self._compares(one)]
        roles = [self._role(one) for one in self.readings]
        gone: set[int] = set()
        for index, reading in enumerate(self.readings):
            mention = reading.mention
            if mention is None or roles[index] in _PAST or not _may_be_new(reading, roles[index]):
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

    def call_off(self, teller: Teller) -> None:
        """Say of dated things that they are off, and tell those that are off without a date."""
        for said in self.said:
            status = next((_STATUS[one.cue] for one in said.found if one.cue in _STATUS), None)
            if status is None or said.thing is None:
                continue
            here = [i for i in self._near(said.number, 0) if self._is_moved(i)]
            if here or self._moves_on(said) or self._is_off(said):
                continue
            index = self._dated_for(said)
            if index is not None and self._is_own(said, self.readings[index]):
                self.readings[index] = called_off(teller, said, self.readings[index], status)
            elif index is not None:
                self._set(index, status=status)
            elif said.thing.type in kept_kinds() and not self._tells(said, status):
                self.readings.append(undated(teller, said, status=status))

    def end(self, teller: Teller) -> None:
        """Say of deadlines that they were met or missed, of those too whose day is not told."""
        for said in self.said:
            change = next((_ENDED[one.cue] for one in said.found if one.cue in _ENDED), None)
            if change is None or not self._is_over(said):
                continue
            near = self._near(said.number, _NEAR)
            due = [i for i in near if self._is_due(i)]
            if due:
                index = min(due, key=lambda i: abs(self._number(self.readings[i]) - said.number))
                self._set(index, change=change, status=Status.HAPPENED)
            elif said.thing is not None:
                thing = replace(said, thing=replace(said.thing, type=EventType.DEADLINE))
                self.readings.append(undated(teller, thing, status=Status.HAPPENED))
                self._set(len(self.readings) - 1, change=change)
                recalled = [i for i in near if self._was_due(i)]
                if recalled:
                    self._date_by(recalled[0])

    def _was_due(self, index: int) -> bool:
        """True for a day that is recalled as the last one: "had set 15 August as the last day"."""
        mention = self.readings[index].mention
        recalled = self._role(self.readings[index]) in _PAST
        return recalled and mention is not None and mention.interval is not None

    def _date_by(self, recalled: int) -> None:
        """Give the last reading the day that another one recalls, which then tells no more."""
        mention = self.readings[recalled].mention
        if mention is None or mention.interval is None or mention.interval.end is None:
            return
        interval = replace(mention.interval, start=None)
        self._set(len(self.readings) - 1, interval=interval, deadline=True, timex=mention.timex)
        del self.readings[recalled]

    def _role(self, reading: Reading) -> Role | None:
        if reading.timex is None or reading.mention is None:
            return None
        return cues.role(reading.sentence, reading.timex, self.article.lang)

    def _moving(self, reading: Reading, *, new: bool) -> Cue | None:
        """The cue of the move that a new date belongs to: in its sentence, else in one near it."""
        number = self._number(reading)
        reach = _NEAR if new else 0
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
            if i == index or i in gone or roles[i] not in _PAST or is_saying(one):
                continue
            if cue is None and roles[i] is not Role.OLD:
                continue
            if roles[i] is Role.ARRANGED and near:
                continue
            if near <= _NEAR and self._replaces(reading, one, cue):
                fitting.append((near, i))
        return min(fitting)[1] if fitting else None

    def _replaces(self, new: Reading, old: Reading, cue: Cue | None) -> bool:
        first, second = new.mention, old.mention
        if first is None or second is None or first.interval == second.interval:
            return False
        beside = abs(self._number(new) - self._number(old)) <= 1 and first.type is second.type
        alike = beside or _of_one_thing(first, second)
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
            and abs(self._number(one) - number) <= _NEAR
        }

    def _moved(self, reading: Reading, before: Mention | None, cue: Cue | None) -> Reading:
        """The reading at its new date, of the kind of the thing that was moved."""
        mention = reading.mention
        if mention is None or mention.interval is None:
            return reading
        kind = self._kind(reading, before)
        due = mention.deadline or kind is EventType.DEADLINE
        interval = mention.interval
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

    def _dated_for(self, said: Said) -> int | None:
        """The reading of what is called off, at the date at which it was to be."""
        thing = said.thing
        if thing is None:
            return None
        rows = []
        for i in self._near(said.number, len(self._numbers)):
            mention = self.readings[i].mention
            near = abs(self._number(self.readings[i]) - said.number)
            if mention is None or mention.interval is None or mention.status in CALLED_OFF:
                continue
            own = near == 0 and self._is_own(said, self.readings[i])
            if not own and not (related(mention.type, thing.type) and self._waits(i)):
                continue
            if own or self._shares(said, mention):
                rows.append((not own, near, i))
        return min(rows)[2] if rows else None

    def _is_own(self, said: Said, reading: Reading) -> bool:
        """True where the time is a part of the thing's own phrase: "Friday's signing"."""
        thing, timex, tree = said.thing, reading.timex, said.tree
        if thing is None or timex is None or not tree.parsed:
            return False
        inside = set(tree.within(timex.start, timex.end))
        if not inside & set(tree.subtree(thing.index)):
            return False
        interval = timex.interval
        ahead = interval is not None and (interval.last_day or date.max) > self.article.anchor.day
        before = timex.start < tree.tokens[thing.index].start
        return before or ahead or self._role(reading) in _PAST

    def _waits(self, index: int) -> bool:
        """True where the thing was still to come, or its sentence says that it was planned."""
        reading = self.readings[index]
        mention, day = reading.mention, self.article.anchor.day
        if mention is None or mention.interval is None or mention.interval.last_day is None:
            return False
        recalled = self._role(reading) in _PAST
        return recalled or (mention.interval.last_day >= day and mention.status.is_live)

    def _shares(self, said: Said, mention: Mention) -> bool:
        here = {one.country or one.name for one in said.actors}
        there = {one.country or one.name for one in mention.participants}
        return not here or not there or bool(here & there)

    def _moves_on(self, said: Said) -> bool:
        """True where what is put off gets its new date in a sentence near it."""
        if said.thing is None or said.has(Cue.CANCELLED):
            return False
        for i in self._near(said.number, _NEAR):
            mention = self.readings[i].mention
            if mention is not None and self._is_moved(i) and related(mention.type, said.thing.type):
                return True
        return False

    def _tells(self, said: Said, status: Status) -> bool:
        """True where a reading says so already."""
        thing = said.thing
        return any(
            mention.status is status and thing is not None and related(mention.type, thing.type)
            for mention in (one.mention for one in self.readings)
            if mention is not None
        )

    def _is_over(self, said: Said) -> bool:
        """True where the words speak of a deadline, and not of a plan to keep it."""
        sentence, lang = said.tree.sentence, self.article.lang
        return cues.names_due(sentence, lang) and not cues.looks_ahead(sentence, lang)

    def _is_off(self, said: Said) -> bool:
        """True where the thing was called off already: here, right before, or as shared by all."""
        for i, reading in enumerate(self.readings):
            mention, thing = reading.mention, said.thing
            if mention is None or thing is None or mention.status not in CALLED_OFF:
                continue
            behind = said.number - self._number(reading)
            again = 0 <= behind <= _AGAIN or mention.evidence.start == said.tree.sentence.start
            named = bool({one.country for one in said.actors if one.country})
            if related(mention.type, thing.type) and (again or (named and self._fits(said, i))):
                return True
        return False

    def _fits(self, said: Said, index: int) -> bool:
        """True where all parties of the one are parties of the other."""
        mention = self.readings[index].mention
        here = {one.country for one in said.actors if one.country}
        there = set(mention.countries) if mention else set()
        return bool(here & there) and (here <= there or there <= here)

    def _is_moved(self, index: int) -> bool:
        mention = self.readings[index].mention
        return mention is not None and (
            mention.previous is not None or mention.change is Change.MOVED
        )

    def _is_due(self, index: int) -> bool:
        mention = self.readings[index].mention
        return mention is not None and mention.deadline and mention.type is EventType.DEADLINE

    def _near(self, number: int, reach: int) -> list[int]:
        places = enumerate(map(self._number, self.readings))
        return [i for i, place in places if abs(place - number) <= reach]

    def _number(self, reading: Reading) -> int:
        return self._numbers.get(reading.sentence.start, 0)

    def _set(self, index: int, **values: object) -> None:
        reading = self.readings[index]
        if reading.mention is not None:
            mention = replace(reading.mention, **values)  # type: ignore[arg-type]
            self.readings[index] = replace(reading, mention=mention)


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
