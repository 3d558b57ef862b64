"""Operators on words and sentences outside quotations."""

from __future__ import annotations

import re

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import QUOTED, Desk, Draft, Piece
from syndetect.newsroom.tables import finder, lowered, raised, table


def swap(
    piece: Piece, section: str, chance: Chance, rate: float, operator: int, *, quoted: bool = False
) -> None:
    """Replace words of a table's *section*, each with probability *rate*, last first."""
    words = table("rewrite")[section]
    shut = [] if quoted else [found.span() for found in QUOTED.finditer(piece.text)]
    for found in reversed(list(finder("rewrite", section).finditer(piece.text))):
        begin, end = found.span()
        if any(left <= begin < right for left, right in shut) or not chance.maybe(rate):
            continue
        better = chance.pick(words[found.group()])
        if not better:
            end = min(end + 1, len(piece.text))
        if better != found.group():
            piece.edit(begin, end, better, operator)


def synonyms(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Single words for other words."""
    operator = draft.begin("synonyms", strength)
    for piece in draft.open():
        swap(piece, "synonyms", chance, 0.75 * strength, operator)


def phrases(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Set phrases for other phrases."""
    operator = draft.begin("phrases", strength)
    for piece in draft.open():
        swap(piece, "phrases", chance, strength, operator)


def retell(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """Sentences told anew in the house's words, with the parent's slips and rounded numbers."""
    operator = draft.begin("retell", strength)
    for piece in draft.open():
        if piece.fact is None or not chance.maybe(0.35 + 0.6 * strength):
            continue
        told = desk.teller(draft, piece).again(piece.fact, piece.way, piece.quote)
        text = draft.slipped(told.text)
        if text != piece.text:
            piece.renew(text, operator, told)


def split(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """One sentence becomes two, at a semicolon or before "and" or "which"."""
    operator = draft.begin("split", strength)
    for piece in draft.open():
        shut = [found.span() for found in QUOTED.finditer(piece.text)]
        for found in re.finditer(r"(?:; |, (?:and|while|but|which) )", piece.text):
            begin, end = found.span()
            rest = piece.text[end:]
            inside = any(left <= begin < right for left, right in shut)
            if inside or begin < 30 or len(rest) < 25 or not _clause(rest):
                continue
            if chance.maybe(0.3 + 0.7 * strength):
                mark = ". This " if "which" in found.group() else ". "
                piece.edit(
                    begin, end + 1, mark + (rest[0] if "T" in mark else raised(rest)[0]), operator
                )
            break


def _clause(text: str) -> bool:
    """Whether *text* can stand alone: it starts with a noun phrase or a verb after "which"."""
    return bool(
        re.match(
            r"(?:the|a|an|it|they|he|she|there|many|most|some|its)\b|[A-Z]|\d|was\b|is\b", text
        )
    )


def fuse(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Two sentences of the event become one."""
    operator = draft.begin("fuse", strength)
    for paragraph in draft.paragraphs:
        index = 0
        while index + 1 < len(paragraph):
            one, two = paragraph[index], paragraph[index + 1]
            plain = all(
                p.kind == "fact" and not p.held and not QUOTED.search(p.text) and p.text[-1] == "."
                for p in (one, two)
            )
            if plain and len(one.text) + len(two.text) < 300 and chance.maybe(strength):
                join = chance.pick((", and ", "; ", ", while "))
                text = one.text[:-1] + join + lowered(two.text)
                marks = [*one.marks, *((m, b, e) for m, b, e in two.marks)]
                one.came = (*one.came, *two.came)
                one.marks = [(m, 0, len(text)) for m in dict.fromkeys(m for m, _, _ in marks)]
                one.text, one.fact = text, None
                one.mark(operator)
                del paragraph[index + 1]
            index += 1


_DOING = (
    r"^(?P<who>[A-Z][^,;:“\"]{{2,45}}?) (?P<did>{verbs}) "
    r"(?P<what>(?:the|an?|its|all|most|some|every|about) [^,;.:“\"]{{3,60}}?)"
    r"(?P<rest>(?: (?:on|after|in|at|by|from|for|to|until|because|when|as|[A-Z][a-z]+day)\b"
    r"[^;“\"]*)?"
    r"[,.;].*)$"
)
_DONE = (
    r"^(?P<what>[A-Z][^,;:“\"]{{2,60}}?) (?:was|were) (?P<did>{verbs}) by "
    r"(?P<who>[^,;.:“\"]{{3,45}}?)(?P<rest>(?: (?:on|after|in|at|for|when|as) [^;“\"]*)?[,.;].*)$"
)
_PLURAL = re.compile(r"(?:[^s]s|people)(?: of .*)?$")
_HELPING = re.compile(
    r"\b(?:had|was|were|been|be|has|have|to|not|is|are|who|that|which|and|being)$"
)
_MORE = re.compile(r"\b(?:and|but) (?!a |the |its )")  # what follows would lose its doer


def turned(text: str) -> str | None:
    """*text* with active for passive or the other way round, or None where it has neither."""
    verbs = "|".join(table("rewrite")["verbs"]["past"])
    found = re.match(_DONE.format(verbs=verbs), text, re.DOTALL)
    if found:
        who, what = raised(found["who"]), lowered(found["what"])
        return f"{who} {found['did']} {what}{found['rest']}"
    found = re.match(_DOING.format(verbs=verbs), text, re.DOTALL)
    if not found or _HELPING.search(found["who"]) or _MORE.search(found["rest"]):
        return None
    be = "were" if _PLURAL.search(found["what"]) else "was"
    return f"{raised(found['what'])} {be} {found['did']} by {lowered(found['who'])}{found['rest']}"


def passive(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Active becomes passive and passive active."""
    operator = draft.begin("passive", strength)
    for piece in draft.open():
        other = turned(piece.text)
        if other and chance.maybe(0.3 + 0.7 * strength):
            piece.renew(other, operator)


_TAIL = re.compile(r"^(?P<what>[^“\"]+?), (?P<who>[^,“\"]{3,45}?) (?P<verb>said|told reporters)\.$")
_HEAD = re.compile(
    r"^(?P<who>[^,“\"]{3,45}?) said (?P<what>the|a|it|that|there)\b(?P<rest>[^“\"]+)\.$"
)
_SPOKEN = re.compile(
    r"^(?P<open>[“\"])(?P<what>[^”\"]+),(?P<shut>[”\"]) (?:said (?P<after>.+)|(?P<who>.+?) said)\.$"
)
_SAYS = re.compile(r"^(?P<who>[^“\"]+?) said: (?P<open>[“\"])(?P<what>[^”\"]+?)\.?(?P<shut>[”\"])$")


def moved(text: str) -> str | None:
    """*text* with its attribution at the other end, or None where it has none."""
    if found := _TAIL.match(text):
        that = "" if found["verb"] == "said" else "that "
        what = lowered(found["what"]).removesuffix(".")
        return f"{raised(found['who'])} {found['verb']} {that}{what}."
    if found := _HEAD.match(text):
        return f"{raised(found['what'] + found['rest'])}, {lowered(found['who'])} said."
    if found := _SPOKEN.match(text):
        who = raised(found["who"] or found["after"])
        who += "," if found["after"] and ", " in who else ""
        return f"{who} said: {found['open']}{found['what']}.{found['shut']}"
    if found := _SAYS.match(text):
        return f"{found['open']}{found['what']},{found['shut']} {lowered(found['who'])} said."
    return None


def attribution(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Who said it moves from the end to the start, or back."""
    operator = draft.begin("attribution", strength)
    for piece in draft.open():
        other = moved(piece.text)
        if other and chance.maybe(0.3 + 0.7 * strength):
            piece.renew(other, operator)


def simplify(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """Hard words go, long sentences are cut, and the source is named again and again."""
    operator = draft.begin("simplify", strength)
    for piece in draft.open():
        swap(piece, "simple", chance, 1.0, operator)
        tail = re.search(r"(?<![,.])\.$", piece.text)
        if desk.agency and tail and not QUOTED.search(piece.text) and chance.maybe(0.3 * strength):
            piece.edit(tail.start(), tail.end(), f", according to {desk.agency}.", operator)
    split(draft, chance, strength, desk)
