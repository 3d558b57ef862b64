"""What fills the slots of an event: people, numbers, sums; each shown as a house shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from syndetect.newsroom.house import House, favorite

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_GREAT = ("minister", "governor", "mayor", "president")  # offices written large before a name


def spelled(number: int) -> str:
    """A number below 100 in letters, others in digits."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        ten, one = divmod(number, 10)
        return _TENS[ten - 2] + (f"-{_SMALL[one]}" if one else "")
    return f"{number:,}"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an office; *given* and *family* have a spelling for each tradition, *role* may
    have several names with "/" between, of which each house has a favorite."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    role: str

    def show(self, form: str, house: House, first: bool) -> str:
        family = self.family[house.spelling % len(self.family)]
        if form == "name" or not first:
            return family
        given = self.given[house.spelling % len(self.given)]
        name = f"{given} {family}"
        roles = self.role.split("/")
        role = roles[favorite(house.name, self.role, len(roles))]
        plain = role.startswith(("a ", "an ", "the ", "who ")) or any(
            word in role for word in (" of ", " at ", " from ", " with ", " for ")
        )
        if form == "role":
            return role
        if plain:
            return f"{name}, {role},"
        if house.titles == "after":
            return f"{name}, the {role},"
        great = any(word in role for word in _GREAT)
        return f"{role.title() if great and house.titles == 'large' else role} {name}"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things."""

    number: int

    def show(self, form: str, house: House, _first: bool) -> str:
        if form == "th":
            tail = {1: "st", 2: "nd", 3: "rd"}.get(self.number % 10, "th")
            return f"{self.number}{'th' if self.number % 100 in (11, 12, 13) else tail}"
        return _SMALL[self.number] if self.number < house.words_below else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, with one decimal or none."""

    number: float

    def show(self, _form: str, house: House, _first: bool) -> str:
        return f"{self.number:g}{house.percent}"


@dataclass(frozen=True, slots=True)
class Money:
    """Millions of dollars."""

    millions: float

    def show(self, _form: str, house: House, _first: bool) -> str:
        if self.millions < 1000:
            return house.money.format(f"{self.millions:g}")
        billions = house.money.replace("million", "billion").replace("}m", "}bn")
        return billions.format(f"{self.millions / 1000:.1f}")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, local and in GMT, in minutes."""

    local: int
    gmt: int

    def show(self, _form: str, house: House, _first: bool) -> str:
        hour, minute = divmod(self.local, 60)
        half = ("a.m." if hour < 12 else "p.m.") if house.country == "us" else "am"
        if house.country == "us":
            plain = f"{(hour - 1) % 12 + 1}:{minute:02d} {half}"
        else:
            plain = f"{(hour - 1) % 12 + 1}.{minute:02d}{'am' if hour < 12 else 'pm'}"
        if house.agency:
            return f"{plain} ({self.gmt // 60:02d}{self.gmt % 60:02d} GMT)"
        return plain


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week."""

    name: str

    def show(self, form: str, house: House, _first: bool) -> str:
        return f"on {self.name}" if house.day == "on" and form != "name" else self.name


@dataclass(frozen=True, slots=True)
class Wording:
    """A grammar with some wordings, of which each writer takes one."""

    grammar: str


Value: TypeAlias = Person | Count | Percent | Money | Clock | Day | Wording
