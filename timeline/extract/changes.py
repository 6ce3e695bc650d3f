"""What an article says of things known before: moved, called off, extended, kept or missed.

The readings of an article name dates; this lays over them what its sentences say of change. A date
that was becomes the `previous` one of the date that now is; a thing that is called off without any
date becomes a mention without one, for `merge` to find its event.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from timeline.core.article import Article, Sentence
from timeline.core.event import Change, EventType, Mention, Status
from timeline.core.timex import Timex
from timeline.extract import cues, lexicon
from timeline.extract.actors import Cast
from timeline.extract.cues import Cue
from timeline.extract.likeness import CALLED_OFF, related
from timeline.extract.mentions import Teller
from timeline.extract.moves import NEAR, PAST, Moves
from timeline.extract.readings import Reading
from timeline.extract.said import Said, called_off, changes_of, kept_kinds, undated

_AGAIN = 2  # sentences within which what was called off is told once more
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


class _Readings(Moves):
    """The readings of an article while all changes are laid over them."""

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
            near = self._near(said.number, NEAR)
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
        recalled = self._role(self.readings[index]) in PAST
        return recalled and mention is not None and mention.interval is not None

    def _date_by(self, recalled: int) -> None:
        """Give the last reading the day that another one recalls, which then tells no more."""
        mention = self.readings[recalled].mention
        if mention is None or mention.interval is None or mention.interval.end is None:
            return
        interval = replace(mention.interval, start=None)
        self._set(len(self.readings) - 1, interval=interval, deadline=True, timex=mention.timex)
        del self.readings[recalled]

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
        return before or ahead or self._role(reading) in PAST

    def _waits(self, index: int) -> bool:
        """True where the thing was still to come, or its sentence says that it was planned."""
        reading = self.readings[index]
        mention, day = reading.mention, self.article.anchor.day
        if mention is None or mention.interval is None or mention.interval.last_day is None:
            return False
        recalled = self._role(reading) in PAST
        return recalled or (mention.interval.last_day >= day and mention.status.is_live)

    def _shares(self, said: Said, mention: Mention) -> bool:
        here = {one.country or one.name for one in said.actors}
        there = {one.country or one.name for one in mention.participants}
        return not here or not there or bool(here & there)

    def _moves_on(self, said: Said) -> bool:
        """True where what is put off gets its new date in a sentence near it."""
        if said.thing is None or said.has(Cue.CANCELLED):
            return False
        for i in self._near(said.number, NEAR):
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
