"""The lines of a page, against what Python's own methods say of them."""

from __future__ import annotations

import random

from syndetect.ingest.furniture.forms import form_of
from syndetect.ingest.furniture.lines import Lines
from syndetect.ingest.furniture.phrases import FIRST, STRIP, TELLING, TRIGGERS
from syndetect.kernels import furniture as kernel

WORDS = [
    "the", "The", "harbour", "Straße", "İstanbul", "ﬁnds", "水", "newsletter", "Newsletter.",
    "(comments)", "inbox", "FILE", "File", "photo:", "“Photo", "…", "-", "*", "left", ", 2018",
    "contributed", "©", "x" * 50, "ΑΣ", "Ⅷ", "\ud800", "pier/", "(AP)", "end.", "end", "ENDS!", "a",
]  # fmt: skip
BREAKS = ["\n", "\n\n", "\r\n", "\r", "\x0b", "\x1c", "\x85", "\u2028", " \n "]
SPACES = [" ", " ", " ", "  ", "\t", "\xa0", "\u2009"]
STOPS = tuple(".!?…:;\"”’'»“)]。！？")


def bodies() -> list[str]:
    rng = random.Random(3)
    made = []
    for _ in range(250):
        body = ""
        for _ in range(rng.randint(0, 45)):
            for word in rng.choices(WORDS, k=rng.choice((0, 1, 3, 14, 18, 30, 70))):
                body += word + rng.choice(SPACES)
            body += rng.choice(BREAKS)
        made.append(body)
    return made


def first_of(words: list[str]) -> str:
    return words[0].strip(STRIP) or words[0]


def test_lines_are_those_of_splitlines() -> None:
    """Place, words, first word, words of phrases, and whether a line is prose are what a slow
    reading of the folded line says; of lines too long for a box the words are not looked at."""
    seen = 0
    for body in bodies():
        raws = body.splitlines(keepends=True)
        lines, at, count = Lines(body), 0, 0
        for row, raw in enumerate(raws):
            text = raw.strip()
            if text:
                line, folded = lines[count], text.casefold()
                begin = at + raw.index(text)
                assert (lines.begins[count], lines.ends[count]) == (begin, begin + len(text))
                inside = 16 <= row < len(raws) - 16
                long = len(text) > (320 if inside else 2400)
                words = folded[:40].split() if long else folded.split()
                number = folded.count(" ") + 1 if long else len(words)
                assert line.text == text
                assert line.words == lines.words[count] == number
                assert line.first == first_of(words)
                assert line.holds == (not long and not TRIGGERS.isdisjoint(words))
                assert line.opens == (line.first in FIRST)
                prose = number >= 25 or (len(text) >= 30 and 12 * (number + 1) <= len(text))
                assert line.prose == (prose or (number >= 12 and text.endswith(STOPS)))
                count, seen = count + 1, seen + long
            at += len(raw)
        assert count == len(lines)
    assert seen > 20


def test_equal_keys_are_equal_folded_lines() -> None:
    """Keys stand for folded lines, those with characters that fold to two like all others."""
    by_key: dict[int, set[str]] = {}
    for body in [*bodies(), "STRASSE\nstraße\nfinds it\nﬁnds it"]:
        lines = Lines(body)
        for at, key in enumerate(lines.keys.tolist()):
            by_key.setdefault(key, set()).add(lines[at].folded)
    assert all(len(folded) == 1 for folded in by_key.values())
    assert len({min(folded) for folded in by_key.values()}) == len(by_key)


def test_a_plain_line_has_no_form() -> None:
    """What the kernel lets pass has no form, and none of the strings that tell one."""
    plain = 0
    quiet = "Ferries leave from the fish market while men with hammers mend every pile of our pier."
    strange = [quiet.replace("men", word) for word in (*WORDS, *sorted(TRIGGERS)[::60])]
    for body in [*bodies(), "\n".join([quiet, *strange]), *(f"{w} {quiet}" for w in WORDS)]:
        lines = Lines(body)
        for at, what in enumerate(lines.whats):
            if what & kernel.PLAIN:
                plain += 1
                assert form_of(lines[at]) is None
                assert not any(string in lines[at].text for string in TELLING)
    assert plain > 5
