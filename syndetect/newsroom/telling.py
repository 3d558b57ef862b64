"""Telling a fact in the words of a house: its favorite ways and phrases, its names and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.event import Event, Fact
from syndetect.newsroom.grammar import articles, expand, tidy
from syndetect.newsroom.house import House
from syndetect.newsroom.tables import finder, raised, table
from syndetect.newsroom.values import Person, Value, Wording, spelled

_FORMS = ("whole", "before", "parted", "one", "added", "told")
_OFTEN = (0.7, 0.6, 0.9, 3.4, 2.0, 3.0)
_TOLD = ("said", "said", "told reporters", "made clear that", "added that", "was quoted as saying")
_FAITHFUL = 0.4  # how often a house keeps to its favorite way or phrase


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as a house tells it; *quote* is the wording between its marks, where it has any."""

    text: str
    quote: str = ""


@lru_cache(maxsize=50_000)
def _favourite(house: str, what: str, count: int) -> int:
    return Chance("favorite", house, what).below(count)


class Teller:
    """Writes facts of one event for one house; *met* are the people that readers know already.

    The same *salt* gives the same words, so that an update can repeat a paragraph.
    """

    def __init__(self, event: Event, house: House, salt: object, *, early: bool = False) -> None:
        self.event, self.house, self.salt = event, house, salt
        self.values: dict[str, Value] = {**event.slots, **event.early} if early else event.slots
        self.met: set[str] = set()
        self._chance = Chance("unused")

    def know(self, text: str) -> None:
        """People whose family name stands in *text* are met."""
        for name, value in self.values.items():
            if isinstance(value, Person) and any(family in text for family in value.family):
                self.met.add(name)

    def tell(self, fact: Fact, *, quote: str = "", avoid: bool = False) -> Told:
        """*fact* as one or two sentences; *quote* replaces the official wording.

        *avoid* takes a way other than the favorite, as one who rewrites would.
        """
        self._chance = Chance(self.event.key, self.salt, self.house.name, fact.key)
        if fact.speaker:
            return self._quoted(fact, quote or " ".join(fact.quote))
        count = len(fact.ways)
        best = _favourite(self.house.name, fact.template, count)
        way = best if self._chance.maybe(_FAITHFUL) and not avoid else self._chance.below(count)
        return Told(self._finished(self._expanded(fact.ways[way])))

    def headline(self, salt: object) -> str:
        """A title for the event."""
        self._chance = Chance(self.event.key, self.salt, self.house.name, "head", salt)
        met, self.met = self.met, set(self.values)
        heads = self.event.heads
        best = _favourite(self.house.name, self.event.domain, len(heads))
        way = best if self._chance.maybe(0.4) else self._chance.below(len(heads))
        text = self._finished(self._expanded(heads[way])).removesuffix(".")
        self.met = met
        return text

    def name(self, slot: str) -> str:
        """A person, in full at the first mention."""
        return self._slot(slot, "")

    def indirect(self, fact: Fact) -> str:
        """A quotation in the writer's words."""
        self._chance = Chance(self.event.key, self.salt, self.house.name, fact.key, "i")
        who = self._slot(fact.speaker, "")
        verb = self._chance.pick(_TOLD)
        return self._finished(f"{who} {verb} {self._expanded(fact.told)}")

    def plain(self, grammar: str, salt: object, **extra: str) -> str:
        """A free sentence in the house's spelling; *extra* are slots beside the event's."""
        self._chance = Chance(self.event.key, self.salt, self.house.name, salt)
        for name, value in extra.items():
            grammar = grammar.replace("{" + name + "}", value)
        return self._finished(self._expanded(grammar))

    def _quoted(self, fact: Fact, quote: str) -> Told:
        chance, house = self._chance, self.house
        who = self._slot(fact.speaker, "")
        sentences = re.split(r"(?<=[.?!]) ", quote)
        form = chance.heavy(_FORMS, _OFTEN)
        verb = chance.pick(("said", "said", "said", "told reporters"))
        after = chance.maybe(house.said_first) and verb == "said"
        by = f"{verb} {who}" if after else f"{who} {verb}"
        one = chance.pick(sentences)
        if form == "told":
            verb = chance.pick(_TOLD)
            return Told(self._finished(f"{who} {verb} {self._expanded(fact.told)}"))
        if form == "parted" and len(sentences) > 1:
            words, rest = quote, " ".join(sentences[1:])
            text = f"“{_open(sentences[0])}” {by}. “{rest}”"
        elif form in ("whole", "parted"):
            words, text = quote, f"“{_open(quote)}” {by}."
        elif form == "before":
            words, text = quote, f"{who} said: “{quote}”"
        elif form == "added":
            words, text = one, f"{who} said {self._expanded(fact.told)}. “{one}”"
        else:
            words, text = one, f"“{_open(one)}” {by}."
        return Told(self._finished(text), self._spelled(words))

    def _expanded(self, grammar: str) -> str:
        return expand(grammar, self._chance.below, self._slot, self._phrase)

    def _slot(self, name: str, form: str) -> str:
        value = self.values[name]
        if isinstance(value, Wording):
            return self._expanded(value.grammar)
        first = name not in self.met
        if isinstance(value, Person) and form != "name":
            self.met.add(name)
        return value.show(form, self.house, first)

    def _phrase(self, name: str) -> str:
        options = self.event.phrases[name]
        if self._chance.maybe(_FAITHFUL):
            return options[_favourite(self.house.name, name, len(options))]
        return self._chance.pick(options)

    def _finished(self, text: str) -> str:
        text = tidy(text)
        digits = re.match(r"(\d\d?)(?= [a-z])", text)
        if digits:
            text = spelled(int(digits.group())) + text[digits.end() :]
        text = raised(text.rstrip(", "))
        if text[-1] not in '.?!”"':
            text += "."
        return self._housed(text)

    def _housed(self, text: str) -> str:
        return self._spelled(articles(_own_words(text, self.house.name)))

    def _spelled(self, text: str) -> str:
        if self.house.country == "uk":
            words: dict[str, str] = table("rewrite")["spelling"]
            text = finder("rewrite", "spelling").sub(lambda found: words[found.group()], text)
        if self.house.quotes == "straight":
            text = text.replace("“", '"').replace("”", '"')
        return text


def _own_words(text: str, house: str) -> str:
    """*text* with the house's own phrases outside quotations."""
    words: dict[str, list[str]] = table("phrases")["idiolect"]

    def own(found: re.Match[str]) -> str:
        options = (found.group(), *words[found.group()])
        return options[_favourite(house, found.group(), len(options))]

    parts = re.split("(“[^”]*”)", text)
    finds = finder("phrases", "idiolect")
    return "".join(part if part[:1] == "“" else finds.sub(own, part) for part in parts)


def _open(words: str) -> str:
    """The end of a quotation before its speaker: a comma for a full stop."""
    return words.removesuffix(".") + "," if words.endswith(".") else words
