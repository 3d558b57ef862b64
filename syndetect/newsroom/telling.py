"""Telling a fact in the words of a house: its favorite ways and phrases, its names and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from syndetect.newsroom.beat import Beat
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.event import Event, Fact
from syndetect.newsroom.grammar import articles, expand, tidy
from syndetect.newsroom.house import House, favorite
from syndetect.newsroom.tables import finder, lowered, raised, table
from syndetect.newsroom.values import Person, Value, Wording, spelled

_FORMS = ("whole", "before", "parted", "one", "added", "bit", "told")
_PUBLIC = (1.0, 0.6, 0.8, 2.6, 1.6, 1.8, 2.4)  # how often each form, for what all writers heard
_OWN = (1.6, 0.8, 1.6, 2.4, 1.0, 0.8, 0.9)  # and for what the writer alone heard
_FAITHFUL = 0.4  # how often a rewriter keeps to a favorite phrase
_ALIKE = 0.5  # how often a rewriter keeps to the way in which the parent tells a fact
_BEGUN = re.compile(r"(?<=[a-z\d]{2}[.?!] )[a-z](?=[a-z]* )")  # a phrase that opens a sentence
_UNUSED = Chance("unused")  # of a teller that has not begun to tell
_NAMED = 0.45  # share of clauses that could be attributed that are


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as a house tells it: in which of its ways, and the wording between its marks, where
    it has any."""

    text: str
    way: tuple[int, ...] = ()
    quote: str = ""


class Teller:
    """Writes facts of one event for one house; *met* are the people that readers know already.

    The same *salt* gives the same words, so that an update can repeat a paragraph. Reporters have a
    *beat*, which keeps the ways of two of them apart; rewriters have none.
    """

    def __init__(
        self,
        event: Event,
        house: House,
        salt: object,
        *,
        early: bool = False,
        beat: Beat | None = None,
        version: int = 1,
    ) -> None:
        self.event, self.house, self.salt = event, house, salt
        self.values: dict[str, Value] = {**event.slots, **event.early} if early else event.slots
        self.met: set[str] = set()
        self._beat, self._version = beat, version
        self._chance = _UNUSED
        self._choose = self._any

    def know(self, text: str) -> None:
        """People whose family name stands in *text* are met."""
        for name, families in self.event.people:
            for family in families:
                if family in text:
                    self.met.add(name)
                    break

    def tell(self, fact: Fact) -> Told:
        """*fact* as one or two sentences, from one who knows all of it."""
        if fact.parts:
            one, two = (self.tell(part) for part in fact.parts)
            return Told(joined(one.text, two.text, fact.key), one.way + two.way)
        self._chance = Chance(self.event.key, self.salt, self.house.name, fact.key)
        beat = self._beat or Beat(self.event, (self.house,))
        way, turn = beat.told(self.house, fact, self._version)
        if fact.speaker:
            return self._quoted(fact, way, " ".join(fact.passages[way].sentences))
        return self._stated(fact, way, turn)

    def again(self, fact: Fact, way: tuple[int, ...], quote: str) -> Told:
        """*fact* from one who has read it told in a *way*, with the wording *quote*.

        What was joined is told apart, and what was only indirect stays so.
        """
        if fact.parts:
            one, two = (
                self.again(part, (number,), "")
                for part, number in zip(fact.parts, way, strict=True)
            )
            return Told(f"{one.text} {two.text}", one.way + two.way)
        if fact.speaker and not quote:
            return Told(self.indirect(fact, way), way)
        self._chance = Chance(self.event.key, self.salt, self.house.name, fact.key)
        if fact.speaker:
            return self._quoted(fact, way[0], quote)
        same = self._chance.maybe(_ALIKE)
        return self._stated(fact, way[0] if same else self._chance.below(len(fact.ways)))

    def headline(self, salt: object) -> str:
        """A title for the event."""
        self._chance = Chance(self.event.key, self.salt, self.house.name, "head", salt)
        met, self.met = self.met, set(self.values)
        heads = self.event.heads
        text = self._finished(self._expanded(heads[self._way("head", len(heads))]))
        self.met = met
        return text.removesuffix(".")

    def indirect(self, fact: Fact, way: tuple[int, ...]) -> str:
        """A quotation in the writer's words."""
        self._chance = Chance(self.event.key, self.salt, self.house.name, fact.key, "i")
        return self._reported(self._slot(fact.speaker, ""), fact, way[0])

    def plain(self, grammar: str, salt: object, **extra: str) -> str:
        """A free sentence in the house's spelling; *extra* are slots beside the event's."""
        self._chance = Chance(self.event.key, self.salt, self.house.name, salt)
        for name, value in extra.items():
            grammar = grammar.replace("{" + name + "}", value)
        return self._finished(self._expanded(grammar))

    def _way(self, what: str, count: int) -> int:
        if self._beat is None:
            return self._chance.below(count)
        return self._beat.way(self.house, what, count, self._version)

    def _stated(self, fact: Fact, way: int, turn: int | None = None) -> Told:
        """A way in full; a clause may be attributed. Where *turn* says how often the way has come
        before, each of its choices goes on to the next wording."""
        grammar, place = fact.ways[way], 0

        def choose(count: int) -> int:
            nonlocal place
            if turn is None:
                return self._chance.below(count)
            place += 1
            first = favorite("ways", f"{fact.key}/{way}/{place}", count)
            # Once round, every other choice moves on by one more: not all come back together.
            return (first + turn + turn // count * place) % count

        self._choose = choose
        told = self._framed(fact, way, grammar)
        self._choose = self._any
        return told

    def _framed(self, fact: Fact, way: int, grammar: str) -> Told:
        if grammar.startswith("="):
            return Told(self._finished(self._expanded(grammar[1:].strip())), (way,))
        who = self._option("by " + fact.key, fact.by) if fact.by else ""
        if not who or not self._chance.maybe(_NAMED):
            return Told(self._finished(self._expanded(grammar)), (way,))
        frame = self._option("frame " + fact.key, table("phrases")["frames"]["said"])
        first = frame.startswith("{clause}")
        # Names are given in full where they come first.
        clause = self._expanded(grammar) if first else ""
        source = self._expanded(who)
        clause = clause or self._expanded(grammar)
        # Clauses begin small but for names; sources too, as the frame has its first letter raised.
        text = frame.replace("{clause}", clause if first else lowered(clause))
        return Told(self._finished(text.replace("{who}", lowered(source))), (way,))

    def _quoted(self, fact: Fact, way: int, quote: str) -> Told:
        chance, house, passage = self._chance, self.house, fact.passages[way]
        who = self._slot(fact.speaker, "")
        sentences = re.split(r"(?<=[.?!]) ", quote)
        form = chance.heavy(_FORMS, _OWN if fact.own else _PUBLIC)
        verb = "told reporters" if not fact.own and chance.maybe(0.25) else "said"
        after = chance.maybe(house.said_first) and verb == "said"
        by = f"{verb} {who}" if after else f"{who} {verb}"
        one = chance.pick(sentences)
        bits = [bit for bit in passage.bits if bit in quote]
        if form == "told" or (form == "bit" and not bits):
            return Told(self._reported(who, fact, way), (way,))
        if form == "bit":
            words = ""
            frame = chance.pick(table("phrases")["frames"]["bit"])
            told = self._expanded(passage.told)
            stop = "." if frame.endswith("{bit}") else ""
            text = frame.replace("{who}", who).replace("{bit}", f"“{chance.pick(bits)}{stop}”")
            text = text.replace("{told}", told)
        elif form == "parted" and len(sentences) > 1:
            words, rest = quote, " ".join(sentences[1:])
            text = f"“{_open(sentences[0])}” {by}. “{rest}”"
        elif form in ("whole", "parted"):
            words, text = quote, f"“{_open(quote)}” {by}."
        elif form == "before":
            words, text = quote, f"{who} said: “{quote}”"
        elif form == "added":
            words, text = one, f"{who} said {self._expanded(passage.told)}. “{one}”"
        else:
            words, text = one, f"“{_open(one)}” {by}."
        return Told(self._finished(text), (way,), self._spelled(words))

    def _reported(self, who: str, fact: Fact, way: int) -> str:
        verb = self._chance.pick(table("phrases")["frames"]["own" if fact.own else "public"])
        return self._finished(f"{who} {verb} {self._expanded(fact.passages[way].told)}")

    def _option(self, what: str, options: Sequence[str]) -> str:
        return options[self._way(what, len(options))]

    def _expanded(self, grammar: str) -> str:
        return expand(grammar, self._choose, self._slot, self._phrase)

    def _any(self, count: int) -> int:
        return self._chance.below(count)

    def _slot(self, name: str, form: str) -> str:
        value = self.values[name]
        if isinstance(value, Wording):
            return self._expanded(value.grammar)
        first = name not in self.met
        if isinstance(value, Person) and form != "role":
            self.met.add(name)
            form = ""  # nobody is named by family before being introduced
        return value.show(form, self.house, first)

    def _phrase(self, name: str) -> str:
        options = self.event.phrases[name]
        if self._beat is not None:
            return options[self._beat.phrase(self.house, name, len(options))]
        if self._chance.maybe(_FAITHFUL):
            return options[favorite(self.house.name, name, len(options))]
        return self._chance.pick(options)

    def _finished(self, text: str) -> str:
        text = tidy(text)
        digits = re.match(r"(\d\d?)(?= [a-z])", text)
        if digits:
            text = spelled(int(digits.group())) + text[digits.end() :]
        text = _BEGUN.sub(lambda found: found.group().upper(), raised(text.rstrip(", ")))
        if text[-1] not in '.?!”"':
            text += "."
        return self._housed(text)

    def _housed(self, text: str) -> str:
        return self._spelled(articles(_own_words(text, self.house.name, self._chance)))

    def _spelled(self, text: str) -> str:
        if self.house.country == "uk":
            words: dict[str, str] = table("rewrite")["spelling"]
            text = finder("rewrite", "spelling").sub(lambda found: words[found.group()], text)
        if self.house.quotes == "straight":
            text = text.replace("“", '"').replace("”", '"')
        return text


def joined(one: str, two: str, key: str) -> str:
    """Two sentences as one, in a manner that belongs to *key*."""
    joint: str = Chance("joint", key).pick(table("phrases")["frames"]["joints"])
    return one.removesuffix(".") + joint + lowered(two)


def _own_words(text: str, house: str, chance: Chance) -> str:
    """*text* outside quotations with the house's own phrases, and with words for which any writer
    has others."""
    words: dict[str, list[str]] = table("phrases")["idiolect"]
    others: dict[str, list[str]] = table("phrases")["variants"]

    def own(found: re.Match[str]) -> str:
        options = (found.group(), *words[found.group()])
        return options[favorite(house, found.group(), len(options))]

    def any_of(found: re.Match[str]) -> str:
        return chance.pick((found.group(), *others[found.group()]))

    parts = re.split("(“[^”]*”)", text)
    for place in range(0, len(parts), 2):
        plain = finder("phrases", "variants").sub(any_of, parts[place])
        parts[place] = finder("phrases", "idiolect").sub(own, plain)
    return "".join(parts)


def _open(words: str) -> str:
    """The end of a quotation before its speaker: a comma for a full stop."""
    return words.removesuffix(".") + "," if words.endswith(".") else words
