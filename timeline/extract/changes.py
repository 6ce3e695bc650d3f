"""What an article says of things known before: moved, called off, extended, kept or missed.

The readings of an article name dates; this lays over them what its sentences say of change. A date
that was becomes the `previous` one of the date that now is; a thing that is called off without any
date becomes a mention without one, for `merge` to find its event.
"""

from collections.abc import Sequence
from dataclasses import replace

from timeline.core.article import Article, Sentence
from timeline.core.event import Change, EventType, Status
from timeline.core.timex import Timex
from timeline.extract import cues, fates, lexicon
from timeline.extract.actors import Cast
from timeline.extract.cues import Cue, Found
from timeline.extract.likeness import CALLED_OFF, related
from timeline.extract.moves import NEAR, PAST, Moves
from timeline.extract.readings import Reading
from timeline.extract.said import Said, changes_of, kept_kinds, scene_of, undated
from timeline.extract.teller import Teller

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
    told.move(teller)
    told.call_off(teller)
    told.end(teller)
    return sorted(told.readings, key=lambda one: one.sentence.start)


class _Readings(Moves):
    """The readings of an article while all changes are laid over them."""

    def call_off(self, teller: Teller) -> None:
        """Say of dated things that they are off, and tell those that are off without a date."""
        for said in self.said:
            off = next((one for one in said.found if one.cue in _STATUS), None)
            moved = any(self._is_moved(i) for i in self._near(said.number, 0))
            if off is None or moved or self._moves_on(said) or self._is_told_again(said):
                continue
            status = _STATUS[off.cue]
            fate = teller.fate(scene_of(said), status, off.start)
            at = None if fate is None else fates.target(self.readings, fate)
            if fate is not None and at is not None:
                self.readings[at] = fates.changed(self.readings[at], fate, self.article.lang)
                fates.absorb(self.readings, at)
            elif fate is not None and self._is_worth_keeping(said, status):
                self.readings.append(undated(teller, said, status=status))

    def end(self, teller: Teller) -> None:
        """Say of deadlines that they were met or missed, of those too whose day is not told."""
        for said in self.said:
            found = next((one for one in said.found if one.cue in _ENDED), None)
            if found is None or not self._is_over(said, found):
                continue
            change = _ENDED[found.cue]
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

    def _moves_on(self, said: Said) -> bool:
        """True where what is put off gets its new date in a sentence near it."""
        if said.thing is None or said.has(Cue.CANCELLED):
            return False
        for i in self._near(said.number, NEAR):
            mention = self.readings[i].mention
            if mention is not None and self._is_moved(i) and related(mention.type, said.thing.type):
                return True
        return False

    def _is_told_again(self, said: Said) -> bool:
        """True where what was just called off is spoken of once more."""
        for reading in self.readings:
            mention, thing = reading.mention, said.thing
            if mention is None or thing is None or mention.status not in CALLED_OFF:
                continue
            behind = said.number - self._number(reading)
            if 0 < behind <= _AGAIN and related(mention.type, thing.type):
                return True
        return False

    def _is_worth_keeping(self, said: Said, status: Status) -> bool:
        """True for what other articles may date, where this one has not told it already."""
        thing = said.thing
        if thing is None or thing.type not in kept_kinds() or self._tells(said, status):
            return False
        here = (self.readings[i].mention for i in self._near(said.number, 0))
        return not any(one and one.interval and related(one.type, thing.type) for one in here)

    def _tells(self, said: Said, status: Status) -> bool:
        """True where a reading says so already."""
        thing = said.thing
        return any(
            mention.status is status and thing is not None and related(mention.type, thing.type)
            for mention in (one.mention for one in self.readings)
            if mention is not None
        )

    def _is_over(self, said: Said, found: Found) -> bool:
        """True where the words speak of a deadline, and not of a plan to keep it."""
        sentence, lang = said.tree.sentence, self.article.lang
        return cues.names_due(sentence, lang) and not cues.looks_ahead(sentence, found, lang)

    def _is_moved(self, index: int) -> bool:
        mention = self.readings[index].mention
        return mention is not None and (
            mention.previous is not None or mention.change is Change.MOVED
        )

    def _is_due(self, index: int) -> bool:
        mention = self.readings[index].mention
        return mention is not None and mention.deadline and mention.type is EventType.DEADLINE
