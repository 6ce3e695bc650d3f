"""A language as data: its words by class, its rules, compiled once into lookups."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import count, product
from typing import Any

from timeline.extract.temporal import grammar, numbers, spelled
from timeline.extract.temporal.expression import Captures
from timeline.extract.temporal.grammar import Compiled, Rule

OTHER = "."
"""The code of a token that no rule knows."""
HANDWRITTEN = ("de", "en", "es", "fr")
_SETTINGS = {"language", "order", "compounds", "tense", "rule", "suffixes", "vague_length"} | {
    "homographs"
}
_NUMBER_WORDS = {"ONES", "TEEN", "TENS"}
_BORROWED_RULES = "common"
_WORD = re.compile(r"[^\W\d_]+|\d+|\S")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexicon knows of a word. `longer` are the word sequences that begin with it."""

    code: str
    values: Captures
    longer: tuple[tuple[tuple[str, ...], bool, "Entry"], ...] = ()
    split: tuple[int, "Entry", "Entry"] | None = None


@dataclass(frozen=True, slots=True)
class Tense:
    """Words that tell past from future; `past_endings` are of verbs."""

    past: frozenset[str]
    future: frozenset[str]
    past_endings: tuple[str, ...] = ()
    future_endings: tuple[str, ...] = ()
    neutral: frozenset[str] = frozenset()
    infinitive: frozenset[str] = frozenset()
    put_off: frozenset[str] = frozenset()
    auxiliary: frozenset[str] = frozenset()
    ready: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that the tagger needs of one language."""

    name: str
    order: str
    entries: Mapping[str, Entry]
    phases: tuple[Mapping[str, tuple[Compiled, ...]], ...]
    codes: Mapping[frozenset[str], str]
    token: re.Pattern[str]
    triggers: re.Pattern[str]
    tense: Tense
    rules: tuple[Rule, ...]
    ordinal: Mapping[str, str] = field(default_factory=dict)
    vague_length: bool = False
    """True where "a few years ago" is annotated as a length (PXY) and not as PAST_REF."""

    def code(self, classes: Iterable[str]) -> str:
        """The one character that stands for this set of classes; OTHER where no rule uses it."""
        return self.codes.get(frozenset(classes), OTHER)


@cache
def load(name: str) -> Language:
    """The language of an ISO 639-1 code: by hand, else from dateparser, else numbers only."""
    common = _read(_BORROWED_RULES)
    if name in HANDWRITTEN:
        return compile_language(name, _read(name), common)
    from timeline.extract.temporal import borrowed

    return compile_language(name, borrowed.describe(name), common)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(
        (files("timeline.extract") / "rules" / f"{name}.toml").read_text(encoding="utf-8")
    )


def compile_language(name: str, own: dict[str, Any], common: dict[str, Any]) -> Language:
    """The lookups of one language from its file and the rules that all languages share."""
    rules = tuple(read_rules(common, "common") + read_rules(own, name))
    words = _words([common, own], rules)
    numerals = spelled.numerals(name, [one for one in words if "NUM" in words[one]])
    alphabet = _Alphabet()
    entries = _entries(words | numerals, alphabet)
    entries |= _split(words, own.get("compounds", []), entries)
    order = own.get("order", "DMY")
    suffixes = own.get("suffixes", {})
    for classes in numbers.class_sets():
        alphabet.code(classes)
    for rule in rules:
        alphabet.code([rule.yields])
    compiled = [grammar.compile_rule(rule, alphabet.with_class) for rule in rules]
    tense = own.get("tense", {})
    return Language(
        name=name,
        order=order,
        entries=entries,
        phases=_by_first(compiled),
        codes=alphabet.codes,
        token=_token_pattern(suffixes),
        triggers=re.compile(f"[{re.escape(''.join(sorted(_triggers(alphabet))))}]"),
        tense=Tense(
            past=frozenset(tense.get("past", ())),
            future=frozenset(tense.get("future", ())),
            past_endings=tuple(tense.get("past_endings", ())),
            future_endings=tuple(tense.get("future_endings", ())),
            neutral=frozenset(tense.get("neutral", ())),
            infinitive=frozenset(tense.get("infinitive", ())),
            auxiliary=frozenset(tense.get("auxiliary", ())),
            ready=frozenset(tense.get("ready", ())),
            possible=frozenset(tense.get("possible", ())),
            put_off=frozenset(tense.get("put_off", ())),
        ),
        rules=rules,
        vague_length=own.get("vague_length", False),
        ordinal={
            **dict.fromkeys(suffixes.get("ordinal", ()), "ORD"),
            **dict.fromkeys(suffixes.get("decade", ()), "DECADE"),
        },
    )


def read_rules(described: dict[str, Any], source: str) -> list[Rule]:
    """The rules of a file, named by their place in it where they have no name."""
    known = {"phase", "pattern", "make", "yields", "examples", "counterexamples", "left", "right"}
    return [
        Rule(
            name=f"{source} {index}: {one['pattern']}",
            pattern=one["pattern"],
            make=one.get("make", "date"),
            yields=one.get("yields", "POINT"),
            phase=one.get("phase", 20),
            constants={key: value for key, value in one.items() if key not in known},
            examples=one.get("examples", {}),
            counterexamples=tuple(one.get("counterexamples", ())),
            left=one.get("left", ""),
            right=one.get("right", ""),
        )
        for index, one in enumerate(described.get("rule", ()), 1)
    ]


class _Alphabet:
    """Gives each set of classes one character."""

    def __init__(self) -> None:
        self.codes: dict[frozenset[str], str] = {}
        self._free = count(0x100)

    def code(self, classes: Iterable[str]) -> str:
        key = frozenset(classes)
        if key not in self.codes:
            self.codes[key] = chr(next(self._free))
        return self.codes[key]

    def with_class(self, name: str) -> frozenset[str]:
        return frozenset(code for classes, code in self.codes.items() if name in classes)


def _words(described: list[dict[str, Any]], rules: Iterable[Rule]) -> dict[str, Captures]:
    """Each word or sequence of words with its classes and their values."""
    words: dict[str, Captures] = defaultdict(dict)
    for one in described:
        for name, table in one.items():
            if name not in _SETTINGS:
                for value, forms in table.items():
                    for form in forms:
                        words[form][name] = _value(value)
                        if name == "MONTH" and _names_a_month_alone(form, one):
                            words[form]["MONTHNAME"] = _value(value)
                        if name in _NUMBER_WORDS:
                            words[form]["NUM"] = _value(value)
    for rule in rules:
        for literal in grammar.literals(rule.pattern):
            words[literal][f"={literal}"] = literal
    return words


def _names_a_month_alone(form: str, described: dict[str, Any]) -> bool:
    """False for a short form and for a word that means something else too ("March")."""
    full = len(form) > 3 or form in {"Mai", "mai"}
    return full and form not in described.get("homographs", ())


def _value(text: str) -> int | float | str:
    if re.fullmatch(r"0|-?[1-9]\d*", text):  # "-05" is a zone
        return int(text)
    return float(text) if re.fullmatch(r"\d+\.\d+", text) else text


def _entries(words: dict[str, Captures], alphabet: _Alphabet) -> dict[str, Entry]:
    """Entries by the exact token; a lower-case word stands for its capitalised forms too."""
    single: dict[str, Captures] = defaultdict(dict)
    longer: dict[str, list[tuple[tuple[str, ...], bool, Entry]]] = defaultdict(list)
    for form, values in words.items():
        parts = _WORD.findall(form)
        if len(parts) == 1:
            for variant in _variants(form):
                single[variant] |= values
        else:
            entry = Entry(alphabet.code(values), dict(values))
            rest = tuple(part.lower() for part in parts[1:])
            for variant in _variants(parts[0]):
                longer[variant].append((rest, form[0].isupper(), entry))
    entries = {
        word: Entry(
            alphabet.code(single[word]) if word in single else OTHER,
            single.get(word, {}),
            tuple(sorted(longer.get(word, ()), key=lambda one: -len(one[0]))),
        )
        for word in [*single, *(one for one in longer if one not in single)]
    }
    if "'" in entries:
        entries["’"] = entries["'"]
    return entries


def _split(
    words: dict[str, Captures], compounds: list[list[str]], entries: dict[str, Entry]
) -> dict[str, Entry]:
    """Entries of words that are two of the lexicon's written as one ("Donnerstagabend")."""
    made = {}
    by_class: dict[str, list[str]] = defaultdict(list)
    for word, values in words.items():
        if _WORD.fullmatch(word):
            for name in values:
                by_class[name].append(word)
    for first, joint, second in compounds:
        for one, other in product(by_class[first], by_class[second]):
            for variant in _variants(one + joint + other.lower()):
                if variant not in entries:
                    parts = entries[one], entries[other]
                    made[variant] = Entry(OTHER, {}, (), (len(one + joint), *parts))
    return made


def _variants(word: str) -> set[str]:
    return {word, word[:1].upper() + word[1:], word.upper()}


def _token_pattern(suffixes: dict[str, list[str]]) -> re.Pattern[str]:
    ordinal = "|".join(map(re.escape, suffixes.get("ordinal", ())))
    decade = "|".join(map(re.escape, suffixes.get("decade", ())))
    pieces = [r"(?P<break>\n[ \t\r]*\n)"]
    if ordinal or decade:
        both = "|".join(filter(None, [decade, ordinal]))
        pieces.append(rf"(?P<suffixed>['’]?\d{{1,4}}(?:{both})(?!\w))")
    pieces += [
        rf"(?P<numeric>{numbers.FORMS})".replace(r"\1", "(?P=mark)")
        .replace(r"\2", "(?P=dot)")
        .replace("([./-])", "(?P<mark>[./-])")
        .replace("([./])", "(?P<dot>[./])"),
        r"(?P<digits>\d+)",
        r"(?P<word>[^\W\d_]+)",
        r"(?P<other>[^\w\s]|_)",
    ]
    return re.compile("|".join(pieces))


def _triggers(alphabet: _Alphabet) -> set[str]:
    """The codes of tokens that can name a time; a stretch without any is passed over."""
    idle = {
        "NUM",
        "DAYNUM",
        "MONTHNUM",
        "HOUR",
        "MINUTE",
        "YY",
        "ERAYEAR",
        "ORD",
        "MONTHORD",
        "FRACTION",
        "THE",
        "OF",
        "IN",
        "ON",
        "AT",
        "AND",
        "OR",
        "TO",
        "FROM",
        "BOUND",
        "AGO",
        "AHEAD",
        "SHIFT",
        "APPROX",
        "ONES",
        "HUNDRED",
        "THOUSAND",
        "DEM",
        "SAME",
        "ABOUT",
        "SOME",
        "TIGHT",
        "EARLY",
        "ADVERB",
        "NEXT",
        "HHMM",
        "HMM",
        "LATER",
        "EDGE",
        "POSS",
        "EACH",
        "ADJ",
        "MOOD",
        "ERADECADE",
    }
    return {
        code
        for classes, code in alphabet.codes.items()
        if any(name not in idle and not name.startswith("=") for name in classes)
    }


def _by_first(compiled: list[Compiled]) -> tuple[dict[str, tuple[Compiled, ...]], ...]:
    phases = sorted({one.rule.phase for one in compiled})
    tables = []
    for phase in phases:
        table: dict[str, list[Compiled]] = defaultdict(list)
        for one in compiled:
            if one.rule.phase == phase:
                for code in one.first:
                    table[code].append(one)
        tables.append({code: tuple(found) for code, found in table.items()})
    return tuple(tables)
