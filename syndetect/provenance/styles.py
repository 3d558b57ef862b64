"""House style: whose usage the spelling of a text is, as far as spelling tells.

Forms are data (``styles.toml``), from style guides and from what is known of the agencies; nothing
is learned from the collection. Usage drifts over the years, outlets set it their own way, and a
translation destroys it: so it is a likelihood over houses, shrunk and capped. It names a source
that nobody credits, never outweighs a credit, and joins no two articles.

Naive Bayes (Mosteller and Wallace 1964, "Inference and Disputed Authorship") over families of
forms, each counted once, with forms of a family as the outcomes.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from syndetect.model import Credit, CreditRole, Furniture
from syndetect.text.needles import Needles

CAP = 0.55  # no agency is surer than this by style alone
ONE_HABIT = 0.45  # and by a single form
NAMED = 0.5  # from here on style names a source
HINTED = 0.25  # from here on it is said what style fits, but not surely
_SHRINK = 0.6  # forms are not independent: of their evidence this much counts
_CLEAR = 2 / 3  # share of a family's places that one form needs, or the text is mixed
_PECULIAR = 2  # houses that may share a form which tells one of them apart
_FIRM = 0.7  # strength of a family that does


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write something, and the houses that write it so."""

    key: str  # "family: form"
    family: str
    houses: frozenset[str]
    alien: bool
    expression: re.Pattern[str]
    hints: tuple[str, ...]
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class Family:
    """The forms that one thing has, and how surely a house keeps to its own."""

    name: str
    strength: float
    forms: tuple[Form, ...]

    def likelihood(self, form: Form, house: str) -> float:
        """How likely *house* writes *form*, where it writes of the thing at all."""
        count = len(self.forms) + 1  # and whatever nobody listed
        own = sum(house in one.houses for one in self.forms)
        if not own:
            return 1 / count
        if house in form.houses:
            return self.strength / own
        return (1 - self.strength) / (count - own)


@dataclass(frozen=True, slots=True)
class Styles:
    """All of ``styles.toml``."""

    version: int
    priors: Mapping[str, float]
    agencies: frozenset[str]
    families: Mapping[str, Family]
    forms: Mapping[str, Form]
    telling: tuple[Form, ...]  # those that few houses share, one of them an agency, or none has


@dataclass(frozen=True, slots=True)
class Usage:
    """The agency that a style fits best: ``probability`` with all other houses in the balance,
    capped; ``forms`` are the keys that speak for it, most telling first.
    """

    agency: str
    probability: float
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it stands in a text: its key, and the words that were written."""

    key: str
    words: str


@cache
def styles() -> Styles:
    """The styles that the package knows; read once."""
    source = resources.files(__package__).joinpath("styles.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    families = {entry["name"]: _family(entry) for entry in table["family"]}
    agencies = frozenset(h["name"] for h in table["house"] if h.get("agency"))
    forms = {form.key: form for family in families.values() for form in family.forms}
    return Styles(
        version=table["version"],
        priors={house["name"]: house["prior"] for house in table["house"]},
        agencies=agencies,
        families=families,
        forms=forms,
        telling=tuple(
            form
            for form in forms.values()
            if form.alien or (_is_peculiar(form, families[form.family]) and form.houses & agencies)
        ),
    )


def _is_peculiar(form: Form, family: Family) -> bool:
    return len(form.houses) <= _PECULIAR and family.strength >= _FIRM


def written(text: str, language: str | None) -> tuple[Written, ...]:
    """The forms that *text* keeps to, one a family at most, in the order of ``styles.toml``.

    Only English has forms. A family that the text writes in several ways tells nothing; nor does
    a text without any form that tells a house apart, and the rest of it is not looked at.
    """
    if language != "en":
        return ()
    hints = _hints().found(text)
    if hints.isdisjoint(_telling_hints()) or not any(
        _places(form, text, hints) for form in styles().telling
    ):
        return ()
    found = []
    for family in styles().families.values():
        places = [(_places(form, text, hints), form) for form in family.forms]
        total = sum(len(words) for words, _ in places)
        found += [
            Written(form.key, " ".join(words[0].split()))
            for words, form in places
            if words and len(words) >= _CLEAR * total
        ]
    return tuple(found)


@cache
def _hints() -> Needles:
    """The strings of which a text with a form has one."""
    return Needles(hint for form in styles().forms.values() for hint in form.hints)


@cache
def _telling_hints() -> frozenset[str]:
    """Those of the strings that stand for a form that tells a house apart."""
    return frozenset(hint for form in styles().telling for hint in form.hints)


def _places(form: Form, text: str, hints: AbstractSet[str]) -> list[str]:
    """Every place of *text*, which has *hints*, with *form*: the words there, in whole words."""
    if hints.isdisjoint(form.hints):
        return []
    return [
        match.group()
        for match in form.expression.finditer(text)
        if not text[max(match.start() - 1, 0) : match.start()].isalnum()
        and not text[match.end() : match.end() + 1].isalnum()
    ]


def plain(body: str, credits: Iterable[Credit], furniture: Iterable[Furniture]) -> str:
    """*body* without its credits and the furniture of its page, which others wrote."""
    spans = [(c.begin, c.end) for c in credits if c.role is not CreditRole.CITATION]
    spans += [(f.begin, f.end) for f in furniture]
    kept, at = [], 0
    for begin, end in sorted((b, e) for b, e in spans if b is not None and e is not None):
        if begin >= at:
            kept.append(body[at:begin])
        at = max(at, end)
    return "\n".join([*kept, body[at:]])


def likely(keys: Iterable[str]) -> Usage | None:
    """The agency whose usage the forms *keys* fit best; None where no form tells one apart.

    Keys that ``styles.toml`` does not have, as of another version, are passed over.
    """
    known = styles()
    forms = [known.forms[key] for key in sorted(set(keys)) if key in known.forms]
    forms = [form for form in forms if form.houses]
    weights = {
        house: math.log(prior)
        + _SHRINK * sum(math.log(known.families[f.family].likelihood(f, house)) for f in forms)
        for house, prior in known.priors.items()
    }
    top = max(weights.values())
    total = sum(math.exp(weight - top) for weight in weights.values())
    best = max(sorted(known.agencies), key=lambda house: weights[house])
    own = [form for form in forms if best in form.houses]
    telling = [form for form in own if _is_peculiar(form, known.families[form.family])]
    if not telling:
        return None
    telling.sort(key=lambda f: (len(f.houses), -known.families[f.family].strength, f.key))
    probability = math.exp(weights[best] - top) / total
    most = CAP if len(telling) > 1 else ONE_HABIT
    return Usage(best, min(most, probability), tuple(form.key for form in telling))


def common(texts: Iterable[Sequence[Written]]) -> tuple[Written, ...]:
    """The forms in which most of several texts that have one of the family agree, counted once.

    Copies of one text are not independent: ten that spell alike say no more than one.
    """
    words: dict[str, str] = {}
    counts: Counter[str] = Counter()
    total: Counter[str] = Counter()
    known = styles().forms
    for text in texts:
        for one in text:
            if one.key in known:
                counts[one.key] += 1
                total[known[one.key].family] += 1
                words[one.key] = min(one.words, words.get(one.key, one.words))
    agreed = [key for key in sorted(counts) if 2 * counts[key] > total[known[key].family]]
    return tuple(Written(key, words[key]) for key in agreed)


def alien(found: Iterable[Written]) -> tuple[str, ...]:
    """The words among *found* that no house writes so, though all write of the thing."""
    known = styles().forms
    return tuple(one.words for one in found if one.key in known and known[one.key].alien)


def quoted(found: Iterable[Written], keys: Sequence[str], most: int = 3) -> str:
    """The words behind the first *keys*, as a sentence has them: “World War Two” and “1400 GMT”."""
    words = {one.key: one.words for one in found}
    named = [f"“{words[key]}”" for key in keys if key in words][:most]
    return " and ".join((", ".join(named[:-1]), named[-1])) if len(named) > 1 else "".join(named)


def percent(probability: float) -> str:
    """A probability as reasons have it."""
    return f"{100 * probability:.0f} %"


def stored(found: Iterable[Written]) -> list[str]:
    """Forms as a result has them: "family: form: words"."""
    return [f"{one.key}: {one.words}" for one in found]


def restored(texts: Iterable[str] | None) -> tuple[Written, ...]:
    """What ``stored`` made; what is not of its form is passed over."""
    if not texts:  # as of most articles
        return ()
    parts = [text.split(": ", 2) for text in texts]
    return tuple(Written(f"{p[0]}: {p[1]}", p[2]) for p in parts if len(p) == 3)


def _family(entry: Mapping[str, Any]) -> Family:
    return Family(
        entry["name"],
        entry["strength"],
        tuple(
            Form(
                key=f"{entry['name']}: {form['name']}",
                family=entry["name"],
                houses=frozenset(form["houses"]),
                alien=form.get("alien", False),
                expression=re.compile(form["pattern"]),
                hints=tuple(form.get("hints", _itself(form["pattern"]))),
                example=form["example"],
                counter=form["counter"],
            )
            for form in entry["form"]
        ),
    )


def _itself(pattern: str) -> tuple[str, ...]:
    """A pattern that is plain words, as the one string that a text must have."""
    return (pattern,) if re.fullmatch("[A-Za-z -]+", pattern) else ()
