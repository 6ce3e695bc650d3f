"""What one sentence tells: the event of each time, with its status, its parties and its title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.core.article import Article
from timeline.core.event import EventType, Evidence, Mention, Participant, Status
from timeline.core.interval import Interval
from timeline.core.precision import Precision
from timeline.core.timex import Timex
from timeline.extract import (
    bounds,
    confidence,
    dating,
    fates,
    lexicon,
    narrative,
    references,
    sides,
    spans,
    status,
    titles,
    who,
)
from timeline.extract.dating import Dated
from timeline.extract.fates import Fate
from timeline.extract.gazetteer import country_name
from timeline.extract.grammar import Tree
from timeline.extract.readings import Reading
from timeline.extract.references import Reference
from timeline.extract.scene import Scene
from timeline.extract.status import Mood
from timeline.extract.told import Told
from timeline.extract.triggers import TELLING, Clue, at_verb

_TIME_LEAD = re.compile(
    r"\b(?:(?:on|in|at|of|for|from|during|over|late|early|by|before|until|within|since|after"
    r"|no later than|am|im|le|el|en|the)\s){1,3}$",
    re.IGNORECASE,
)
_DESCRIBING = re.compile(  # "a two-month break" is no break of that month
    r"[\w’'-]+-(?:year|month|week|day|hour|minute)s?\b|[^-]*-$", re.IGNORECASE
)
_POINTING = re.compile(
    r"(?:ce|cette|that|jene\w|diese\w|aquel|ese)\s(?:même\s|mismo\s)?(?:jour|journée|day|tag\w*|día)\b",
    re.IGNORECASE,
)
_AT_THE_TIME = re.compile(
    r"\b(?:at (?:the|that) time|damals|seinerzeit|à l['’]époque|alors|entonces|por entonces)\b",
    re.IGNORECASE,
)
COUNTED = "counts from an event that is told elsewhere"
_MUTUAL = frozenset({EventType.SIGNING, EventType.AGREEMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Makes readings of one article. `home` is the country that it speaks from, if any."""

    article: Article
    words: lexicon.Lexicon
    home: str | None

    def at_home(self) -> tuple[Participant, ...]:
        """The country that the article speaks from, for an event that names nobody."""
        if self.home is None:
            return ()
        name = country_name(self.home, self.article.lang)
        return (Participant(name=name, country=self.home),)

    def spans(self, tree: Tree, own: Timex | None = None) -> list[tuple[int, int]]:
        """Where the sentence names times, each with the preposition that goes with it.

        Those that describe a noun are left out ("the 2023 act"), unless it is the event's `own`.
        """
        text, found = self.article.text, []
        for start, end in tree.times:
            describes = dating.is_attributive(tree, start, end) and not (own and own.start == start)
            if describes or _DESCRIBING.match(text, start, end + 1):
                continue
            before = _TIME_LEAD.search(text, max(tree.sentence.start, start - 24), start)
            found.append((before.start() if before else start, end))
        return found

    def tell_all(self, scene: Scene, times: Sequence[Timex]) -> list[Reading]:
        """The readings of the times of one sentence."""
        dated = dating.assign(scene.tree, [one for one in times if one.interval], self.words)
        return [self.tell(scene, one, times) for one in dating.compact(scene.tree, dated)]

    def tell(self, scene: Scene, dated: Dated, times: Sequence[Timex]) -> Reading:
        """The reading of an event with a time of its own; `times` are those of its sentence."""
        tree, clue, timex = scene.tree, scene.named(dated.clue), dated.timex
        interval = bounds.interval_of(timex)
        if interval is None:
            return Reading(sentence=tree.sentence, clue=clue, timex=timex, refused="no day")
        interval = self._as_of(scene, timex, interval, times)
        if spans.event_after(timex, self.article.text):
            return Reading(sentence=tree.sentence, clue=clue, timex=timex, refused=COUNTED)
        if bounds.only_compares(tree, timex):
            return Reading(sentence=tree.sentence, clue=clue, timex=timex, refused="only compares")
        if _POINTING.match(timex.text) and (clue.weight < 3 or clue.type is EventType.OTHER):
            refused = "points back to a day that is told elsewhere"
            return Reading(sentence=tree.sentence, clue=clue, timex=timex, refused=refused)
        mood = status.read(tree, clue.head, self.words, noun=clue.index)
        later = status.is_put_off_before(tree, timex.start, self.words)
        arranged = tree.is_arranged(clue.head)  # "postponed the talks set for May"
        if mood.is_move and later and not arranged and spans.names_new_date(tree.sentence, timex):
            return self._moved(scene, dated)
        if mood.own or status.is_called_off_before(tree, timex.start, self.words):
            return self._called_off(scene, dated, interval, mood)
        bounded = timex.bound is not None and timex.bound.is_upper
        kind = bounds.bound_type(tree, clue, timex.bound, self.article.lang)
        if kind is EventType.DEADLINE and not bounded and interval.end is not None:
            interval, bounded = replace(interval, start=None), True
        ahead = mood.status in {Status.PLANNED, Status.EXPECTED}
        if _is_vague(clue, interval) and not bounded and not ahead:
            refused = "vague and of no known kind"
            return Reading(sentence=tree.sentence, clue=clue, timex=timex, refused=refused)
        return self.reading(scene, clue, kind, interval, timex=timex, how=dated.how)

    def _as_of(
        self, scene: Scene, timex: Timex, interval: Interval, times: Sequence[Timex]
    ) -> Interval:
        """A limit counted from the day on which it was set, where that is not the article's."""
        told = spans.day_before(timex, times, self.article.anchor.day)
        if told is None and _AT_THE_TIME.search(scene.tree.sentence.text):
            told = scene.memory.day
        if told is None:
            return interval
        return spans.counted_from(timex, interval, self.article.anchor.day, told)

    def _called_off(self, scene: Scene, dated: Dated, interval: Interval, mood: Mood) -> Reading:
        """The reading of a verb that calls something off.

        A day ahead is the thing's own, and that of a subject ("the vote on Friday is called off");
        one behind ("called off the summit on Monday") is the day on which that was said.
        """
        tree, clue, kind, how = scene.tree, dated.clue, dated.clue.type, dated.how
        last = interval.last_day
        thing = dating.of_subject(tree, dated.timex, clue.head, self.words) if tree.parsed else None
        if thing is not None:
            clue, kind = replace(thing, head=clue.head), thing.type
        elif last is not None and last <= self.article.anchor.day:
            kind, how, mood = EventType.ANNOUNCEMENT, "called off", Mood(status=Status.HAPPENED)
        elif tree.parsed:
            things = [one for one in at_verb(tree, clue.head, self.words) if one.index != clue.head]
            clue = things[0] if things else clue
            kind = clue.type
        told = self.reading(scene, clue, kind, interval, timex=dated.timex, how=how, mood=mood)
        return told if thing is None else self.named(told, scene.tree, thing)

    def named(self, reading: Reading, tree: Tree, thing: Clue) -> Reading:
        """The reading with the words that name the thing for its title."""
        title = titles.name(tree, thing.index, self.spans(tree), self.article.lang)
        mention = reading.mention
        return replace(reading, mention=mention and replace(mention, title=title))

    def _moved(self, scene: Scene, dated: Dated) -> Reading:
        """The reading of an event put off to a day that is named, with the day it had before."""
        named = dated.timex.interval
        old, new = spans.before_and_after(named) if named else (None, None)
        if new is None:
            sentence = scene.tree.sentence
            return Reading(sentence=sentence, clue=dated.clue, timex=dated.timex, refused="no day")
        # A new day is still to come: "moved to November 9" is no day of last year.
        new = sides.ahead(dated.timex, new, self.article.anchor.day, self.article.lang)
        if old is not None:
            old = sides.ahead(dated.timex, old, self.article.anchor.day, self.article.lang)
        reading = self.reading(
            scene, dated.clue, dated.clue.type, new, timex=dated.timex, how="moved"
        )
        mention = reading.mention
        if mention is None:
            return reading
        settled = status.settle(Mood(status=None), new, self.article.anchor.day)
        return replace(reading, mention=replace(mention, status=settled, previous=old))

    def counted(
        self,
        reading: Reading,
        later: Sequence[tuple[Scene, list[Reference]]],
        told: Sequence[Mention],
    ) -> Reading:
        """A reading whose length counts from an event, at the day that this gives."""
        timex = reading.timex
        if timex is None or reading.refused != COUNTED:
            return reading
        day = narrative.counted_from(timex, self.article.text, self.words.lang, told, self.words)
        scene = next(one for one, _ in later if one.tree.sentence is reading.sentence)
        if day is None:
            return reading
        exact = replace(timex, interval=day, value=str(day.first_day))
        interval = bounds.interval_of(exact)
        if interval is None:
            return reading
        kind = bounds.bound_type(scene.tree, reading.clue, timex.bound, self.article.lang)
        return self.reading(scene, reading.clue, kind, interval, timex=exact, how="reference")

    def refer(
        self, scene: Scene, found: Sequence[Reference], told: Sequence[Mention]
    ) -> Iterator[Reading]:
        """The readings of events that take their time from another one of the article."""
        countries = frozenset(one.country for one in scene.actors if one.country)
        for reference in found:
            interval = references.resolve(reference, told, countries)
            if interval is not None:
                clue = reference.clue
                yield self.reading(scene, clue, clue.type, interval, how="reference")

    def fate(self, scene: Scene, status: Status, at: int) -> Fate | None:
        """What the words at `at` say of an occasion that the article dates elsewhere."""
        tree = scene.tree
        found = fates.find(tree, scene.actors, self.words, status, at)
        if found is None or found.named is None:
            return found
        place = who.place(tree.sentence, scene.actors)
        kind = found.named.type
        return replace(
            found,
            title=titles.name(tree, found.named.index, self.spans(tree), self.article.lang),
            participants=who.participants(kind, scene.actors, place, lang=self.article.lang),
            place=place,
        )

    def reading(
        self,
        scene: Scene,
        clue: Clue,
        kind: EventType,
        interval: Interval,
        *,
        how: str,
        timex: Timex | None = None,
        mood: Mood | None = None,
    ) -> Reading:
        """The reading of an event whose kind and time are settled."""
        tree, published = scene.tree, self.article.anchor.day
        mood = mood or status.read(tree, clue.head, self.words, noun=clue.index)
        deadline = interval.start is None
        if timex is not None:
            said = status.side(tree, clue.head, mood, timex, self.words)
            interval = sides.agreed(timex, interval, said, published, self.article.lang)
        if kind is EventType.VISIT:
            interval = spans.of_days(interval, tree.sentence)
        if mood.void and not deadline:
            return Reading(sentence=tree.sentence, clue=clue, timex=timex, refused=mood.void)
        settled = status.settle(mood, interval, published)
        told = self._told(scene, clue, kind, interval, settled, timex, deadline=deadline)
        seen = confidence.features(clue, how, mood, interval, told.kind, parsed=tree.parsed)
        return Reading(
            sentence=tree.sentence,
            clue=clue,
            timex=timex,
            how=how,
            mood=mood.status.value if mood.status else "",
            published=published,
            seen=seen,
            mention=self._mention(told, timex, confidence.of(seen)),
        )

    def _told(
        self,
        scene: Scene,
        clue: Clue,
        kind: EventType,
        interval: Interval,
        settled: Status,
        timex: Timex | None,
        *,
        deadline: bool,
    ) -> Told:
        """The event with those who take part in it and the place where it is held."""
        tree, here, meant = scene.tree, list(scene.actors), scene.antecedent(clue.head)
        if self.words.lang == "en":
            here = who.of_event(tree, clue.head, clue.index, scene.actors)
            here = [*(meant.actors if meant else ()), *here]
        if kind is EventType.MEETING and who.is_multilateral(tree, clue.head, here):
            kind = EventType.SUMMIT
        place = who.place(tree.sentence, here)
        acting = who.acting(tree, clue.head, here)
        hosting = self.words.hosts(tree.forms(clue.head))
        return Told(
            tree=tree,
            clue=clue,
            kind=kind,
            status=settled,
            interval=interval,
            deadline=deadline,
            actors=here,
            people=scene.actors,
            guest=who.guest(here, place, acting if hosting else None),
            meant=meant,
            place=place,
            times=self.spans(tree, timex),
            when=timex.start if timex else None,
            lang=self.article.lang,
        )

    def _mention(self, told: Told, timex: Timex | None, sure: float) -> Mention:
        """The mention of a told event, with its title, its parties and its sentence."""
        tree, head, sentence = told.tree, told.clue.head, told.tree.sentence
        mutual = told.kind in _MUTUAL
        parties = who.participants(
            told.kind,
            who.parties(tree, head, told.actors) if mutual else told.actors,
            told.place,
            acting=who.acting(tree, head, told.actors),
            hosting=self.words.hosts(tree.forms(head)),
            lang=told.lang,
        )
        return Mention(
            type=told.kind,
            title=titles.title(told),
            interval=told.interval,
            deadline=told.deadline,
            status=told.status,
            evidence=Evidence(quote=sentence.text, start=sentence.start, end=sentence.end),
            confidence=sure,
            participants=parties or self.at_home(),
            place=told.place,
            timex=None if timex is None else spans.placed(timex, told.interval),
        )


def _is_vague(clue: Clue, interval: Interval) -> bool:
    """True where neither the words nor the calendar say enough: "rose in 2013"."""
    rank = interval.precision.rank
    return (clue.weight == 0 and rank > Precision.WEEK.rank) or (
        clue.weight < TELLING and rank >= Precision.YEAR.rank
    )
