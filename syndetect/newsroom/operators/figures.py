"""Operators on numbers, days, quotations, spelling: what a rewriter gets wrong or makes vague."""

from __future__ import annotations

import re

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import QUOTED, Desk, Draft, Piece, Slip
from syndetect.newsroom.event import weekday
from syndetect.newsroom.operators.wording import swap
from syndetect.newsroom.tables import finder, lowered, table
from syndetect.newsroom.values import Person

_NUMBER = re.compile(
    r"(?P<hedge>\b(?:at least|more than|about|around|some|roughly|an estimated|close to) )?"
    r"(?P<sign>(?<![\w.,:$-])(?:US)?\$?)(?P<value>\d{1,3}(?:,\d{3})+|\d{2,3}(?:\.\d)?|\d\.\d)"
    r"(?![\w,:-]|\.\d| [ap]\.m)",
    re.IGNORECASE,
)


def rounded(value: str) -> str:
    """A number as one who does not remember it gives it: "4,218" is "about 4,000"."""
    number = float(value.replace(",", ""))
    if "." in value:
        return f"about {max(1, round(number))}"
    step = 10 ** (len(str(int(number))) - 1)
    near = max(step, round(number / step) * step)
    hedge = "more than" if near < number else "nearly" if near > number else "about"
    return f"{hedge} {near:,}"


def numbers(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Numbers outside quotations are rounded, and GMT goes; a retelling keeps them so."""
    operator = draft.begin("numbers", strength)
    for piece in draft.open():
        for found in re.finditer(r" \(\d{4} GMT\)", piece.text):
            piece.edit(*found.span(), "", operator)
            break
        shut = [found.span() for found in QUOTED.finditer(piece.text)]
        for found in reversed(list(_NUMBER.finditer(piece.text))):
            begin, end = found.span()
            year = piece.text[max(0, begin - 3) : begin] == "in "
            if year or any(a <= begin < b for a, b in shut) or not chance.maybe(strength):
                continue
            hedge, _, near = rounded(found["value"]).rpartition(" ")
            better = f"{hedge} {found['sign']}{near}"
            if begin == 0:
                better = better[0].upper() + better[1:]
            if not found["hedge"]:
                draft.slips.append(Slip(found["sign"] + found["value"], better.lower()))
            piece.edit(begin, end, better, operator)


def dates(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """A day of the week becomes today, yesterday or tomorrow, as seen from the day of printing."""
    operator = draft.begin("dates", strength)
    near = {weekday(desk.day): "today", weekday(desk.day - 1): "yesterday"}
    near[weekday(desk.day + 1)] = "tomorrow"
    pattern = re.compile(rf"\b(?:on )?({'|'.join(near)})\b(?!['’])")
    for piece in draft.open():
        shut = [found.span() for found in QUOTED.finditer(piece.text)]
        for found in reversed(list(pattern.finditer(piece.text))):
            inside = any(left <= found.start() < right for left, right in shut)
            if not inside and chance.maybe(0.3 + 0.7 * strength):
                word = near[found.group(1)]
                better = word.capitalize() if found.start() == 0 else word
                piece.edit(*found.span(), better, operator)


def indirect(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """Quotations become indirect speech."""
    operator = draft.begin("indirect", strength)
    for piece in draft.open():
        if piece.kind == "quote" and piece.fact and chance.maybe(0.2 + 0.7 * strength):
            text = desk.teller(draft, piece).indirect(piece.fact, piece.way)
            piece.renew(draft.slipped(text), operator)
            piece.kind = "fact"
            piece.fact = None


def misquote(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Words inside quotation marks change, as memory and haste change them."""
    operator = draft.begin("misquote", strength)
    for piece in draft.open():
        if piece.quote and chance.maybe(0.2 + 0.8 * strength):
            _misquoted(piece, chance, 0.2 + 0.4 * strength, operator)


def _misquoted(piece: Piece, chance: Chance, rate: float, operator: int) -> None:
    words = table("rewrite")["misquote"]
    quote = piece.quote
    for span in reversed([found.span() for found in QUOTED.finditer(piece.text)]):
        stretch = piece.text[slice(*span)]
        for found in reversed(list(finder("rewrite", "misquote").finditer(stretch))):
            if not chance.maybe(rate):
                continue
            better = chance.pick(words[found.group()])
            begin = span[0] + found.start()
            piece.edit(begin, begin + len(found.group()), better, operator)
            quote = re.sub(rf"\b{re.escape(found.group())}\b", better, quote, count=1)
    piece.quote = quote


def translate(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """Through another language and back: little words, tense, set phrases, names, and every
    quotation."""
    operator = draft.begin("translate", strength)
    for person in desk.event.slots.values():
        if isinstance(person, Person) and chance.maybe(0.3 + 0.5 * strength):
            _transliterated(draft, chance, person, operator)
    for piece in draft.open():
        _misquoted(piece, chance, 0.45 + 0.4 * strength, operator)
        swap(piece, "translate", chance, 0.12 + 0.33 * strength, operator, quoted=True)
        if piece.quote and not any(mark[0] == operator for mark in piece.marks):
            _begun(piece, operator)


def _begun(piece: Piece, operator: int) -> None:
    """A quotation in which no word could be changed gets another beginning."""
    found = QUOTED.search(piece.text)
    if found and len(found.group()) > 2:
        at = found.start() + 1
        piece.edit(at, at + 1, f"So, {lowered(piece.text[at : at + 12])[0]}", operator)


def _transliterated(draft: Draft, chance: Chance, person: Person, operator: int) -> None:
    table_of = table("rewrite")["translit"]
    for name in person.family:
        if not re.search(rf"(?<!\w){re.escape(name)}", draft.text()):
            continue
        left = [one for one in table_of if one in name[1:]]
        other = [one for one in person.family if one != name]
        if not left and not other:
            return
        one = chance.pick(left) if left else ""
        wrong = chance.pick(other) if other else name[0] + name[1:].replace(one, table_of[one], 1)
        put_slip(draft, name, wrong, operator)
        return


def put_slip(draft: Draft, right: str, wrong: str, operator: int) -> None:
    """Write *wrong* for *right* everywhere, and remember it for what is told anew."""
    draft.slips.append(Slip(right, wrong))
    for piece in draft.told():
        for found in reversed(list(re.finditer(rf"(?<!\w){re.escape(right)}(?!\w)", piece.text))):
            piece.edit(*found.span(), wrong, operator)


def typo(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """One to three typing slips, in names and long words. Children take them over."""
    operator = draft.begin("typo", strength)
    for _ in range(1 + round(2 * strength * chance.unit())):
        made = {slip.wrong for slip in draft.slips}
        words = [
            (piece, found)
            for piece in draft.open()
            for found in re.finditer(r"(?<![\w'’-])[A-Za-z][a-z]{6,}(?![\w'’-])", piece.text)
            if found.group() not in made
        ]
        if not words:
            return
        piece, found = chance.pick(words)
        word = found.group()
        at = chance.between(2, len(word) - 3)
        wrong = chance.pick(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
        if wrong == word:
            wrong = word[:at] + word[at] + word[at:]
        if word[0].isupper() and found.start():
            put_slip(draft, word, wrong, operator)
        else:
            draft.slips.append(Slip(word, wrong))
            piece.edit(*found.span(), wrong, operator)


def house(draft: Draft, _chance: Chance, strength: float, desk: Desk) -> None:
    """The outlet's style: spelling, percent, quotation marks, days."""
    operator = draft.begin("house", strength)
    us = desk.house.country == "us"
    words = table("rewrite")["spelling"]
    words = {right: left for left, right in words.items()} if us else words
    word = re.compile(rf"\b(?:{'|'.join(words)})\b")
    for piece in draft.open():
        for found in reversed(list(word.finditer(piece.text))):
            piece.edit(*found.span(), words[found.group()], operator)
        for found in reversed(
            list(re.finditer(r"(?<=\d)(?:%| percent| per cent)(?!\w)", piece.text))
        ):
            if found.group() != desk.house.percent:
                piece.edit(*found.span(), desk.house.percent, operator)
        _marks(piece, desk.house.quotes, operator)
        _days(piece, desk.house.day, operator)


def _marks(piece: Piece, quotes: str, operator: int) -> None:
    wanted = "“”" if quotes == "curly" else '""'
    for found in reversed(list(QUOTED.finditer(piece.text))):
        begin, end = found.span()
        for at, mark in ((end - 1, wanted[1]), (begin, wanted[0])):
            if piece.text[at] in '“”"' and piece.text[at] != mark:
                piece.edit(at, at + 1, mark, operator)


_BEFORE_DAYS = ("on", "late", "until", "from", "before", "for", "by", "of", "last", "next")


def _days(piece: Piece, day: str, operator: int) -> None:
    names = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    if day == "bare":
        for found in reversed(list(re.finditer(rf"(?<= )on (?=(?:{names})\b)", piece.text))):
            piece.edit(*found.span(), "", operator)
        return
    shut = "".join(f"(?<!{word} )" for word in _BEFORE_DAYS)
    before = rf"(?<=[a-z] ){shut}(?:{names})\b(?!['’]| night)"
    for found in reversed(list(re.finditer(before, piece.text))):
        piece.edit(found.start(), found.start(), "on ", operator)
