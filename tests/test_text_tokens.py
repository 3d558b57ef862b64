"""Tokens: what is a word, where it stands, and which spellings are one word."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.text.alphabets import INVISIBLE_CHARACTERS, MARKS
from syndetect.text.tokens import count_invisible, fold, tokenise

SCRIPTS = st.sampled_from(
    "aZéßİıñőж ЙΣςאَعربहिक्षไทยที่ြက漢字かながー한국각中。.,'’‘_-–1234٣٢१½²ﬁ ́̈\u3099\n\t“”"
)
TEXTS = st.text(SCRIPTS, max_size=60)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
NEWS = (
    "The mayor of Orléans doesn't fear “storms”.",
    "Bürgermeister Weiß wählt Nr. 12, für 3.500,75 Euro.",
    "L’équipe d’Île-de-France a gagné 2 « points ».",
    "El año pasado, la señora Núñez habló.",
    "Żółw i łoś, 1,5 mln złotych.",
    "Совет отклонил йогурт и ёлку.",
    "Η κυβέρνηση ανακοίνωσε μέτρα, είπε ο Γιώργος.",
    "הממשלה הודיעה על צעדים",
    "أعلنت الحكومة إجراءات جديدة",
    "सरकार ने हिन्दी में घोषणा की।",
    "政府は七月に発表した。ガラス",
    "政府宣布新措施。",
    "รัฐบาลประกาศมาตรการใหม่ที่เมือง",
    "정부는 새 조치를 발표했다.",
    "ရန်ကုန်မြို့",
)


def words(body: str) -> list[str]:
    return [fold(raw) for raw in tokenise(body).raw if fold(raw)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ferries stopped.", ["ferries", "stopped"]),
        ("It doesn't, it DOESN’T.", ["it", "doesn't", "it", "doesn't"]),
        ("‘Hello’ and 'bye'", ["hello", "and", "bye"]),
        ("4,200 and 1,234,567.50", ["4200", "and", "1234567.50"]),
        ("1.234.567 Euro, 3,5 Prozent", ["1234567", "euro", "3,5", "prozent"]),
        ("Weiß WEISS", ["weiss", "weiss"]),
        ("L’équipe d'Île", ["l'équipe", "d'île"]),
        ("el niño", ["el", "niño"]),
        ("Łódź źle", ["łódź", "źle"]),
        ("ΟΔΟΣ οδός", ["οδοσ", "οδόσ"]),
        ("Совет", ["совет"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("२०२४ ٢٠٢٤ 2024", ["2024", "2024", "2024"]),
        ("한국은 좋다", ["한국은", "좋다"]),
        ("ﬁnance Ａｂｃ", ["finance", "abc"]),
        ("_emphasis_ ___", ["emphasis"]),
        ("", []),
        ("—!?…", []),
    ],
)
def test_words_of_many_scripts(body: str, expected: list[str]) -> None:
    """Words are folded runs of letters, marks and digits, joined over apostrophes."""
    assert words(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("新措施", ["新措", "措施"]),
        ("火", ["火"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("2018年7月", ["2018", "年", "7", "月"]),
        ("iPhone発表", ["iphone", "発表"]),
        ("ที่นี่", ["ที่นี่"]),
        ("ที่บ้าน", ["ที่บ้", "บ้า", "าน"]),
        ("မြို့သစ်", ["မြို့သ", "သစ်"]),
    ],
)
def test_unspaced_scripts_are_read_by_pairs(body: str, expected: list[str]) -> None:
    """Pairs overlap; a character carries its marks; digits and Latin stay whole."""
    assert words(body) == expected


@pytest.mark.parametrize("body", NEWS)
def test_normal_forms_are_one(body: str) -> None:
    """Composed and decomposed spelling of a body give the same words."""
    assert words(unicodedata.normalize("NFC", body)) == words(unicodedata.normalize("NFD", body))


@given(TEXTS)
def test_normal_forms_are_one_for_any_text(body: str) -> None:
    """The same holds for any text of many scripts that starts from composed spelling."""
    composed = unicodedata.normalize("NFC", body)
    assert words(composed) == words(unicodedata.normalize("NFD", body))


@given(
    TEXTS,
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from("\u200b\ufe0f\u2060\u00ad\ufeff"))),
)
def test_invisible_characters_change_no_word(body: str, put: list[tuple[int, str]]) -> None:
    """Whatever is invisible may stand anywhere: the words are the same, and it is counted."""
    before = words(body)
    for place, character in put:
        body = body[: place % (len(body) + 1)] + character + body[place % (len(body) + 1) :]
    assert words(body) == before
    assert count_invisible(body) == len(put)


@given(TEXTS | ANYTHING)
def test_spans_lie_in_the_body(body: str) -> None:
    """Spans are not empty, ascend, and read back the raw token; only pairs overlap."""
    tokens = tokenise(body)
    assert [body[begin:end] for begin, end in tokens.spans] == tokens.raw
    assert all(0 <= begin < end <= len(body) for begin, end in tokens.spans)
    begins = [begin for begin, _ in tokens.spans]
    assert begins == sorted(set(begins))
    for (_, end), (begin, later) in zip(tokens.spans, tokens.spans[1:], strict=False):
        assert later >= end
        assert begin >= end or not body[begin].isascii()


@given(TEXTS | ANYTHING)
def test_folding_is_done_once(raw: str) -> None:
    """A folded form is its own folded form."""
    assert fold(fold(raw)) == fold(raw)


@pytest.mark.parametrize(
    ("left", "right"),
    [("İSTANBUL", "i̇stanbul"), ("don`t", "don`t"), ("ŉ", "n"), ("Ω", "ω"), ("DŽ", "dž")],
)
def test_folding_knows_odd_letters(left: str, right: str) -> None:
    """Letters whose folding takes several rounds meet their plain spelling."""
    assert fold(left) == fold(right)


def test_every_single_character_folds_once() -> None:
    """No single code point is folded further by a second folding."""
    wrong = [c for c in map(chr, range(0x20000)) if fold(fold(c)) != fold(c)]
    assert wrong == []


def test_all_marks_are_known() -> None:
    """Combining marks of Unicode 14 belong to their words, whatever this Python knows."""
    mark = re.compile(f"[{MARKS}]")
    all_marks = [c for c in map(chr, range(0x110000)) if unicodedata.category(c)[0] == "M"]
    late = [c for c in all_marks if c not in INVISIBLE_CHARACTERS and not mark.match(c)]
    newer = not unicodedata.unidata_version.startswith("14.")
    assert len(late) <= (80 if newer else 0)


def test_a_long_run_is_one_token() -> None:
    """A body of one character a hundred thousand times over is read without trouble."""
    assert tokenise("a" * 100_000).spans == [(0, 100_000)]
    assert len(tokenise("a'" * 50_000).spans) == 1
    assert tokenise("." * 100_000).spans == []
    assert len(tokenise("中" * 10_000).spans) == 9_999


def test_lone_surrogates_and_nul_are_no_words() -> None:
    """Broken text is read around."""
    assert words("a\ud800b \x00c") == ["a", "b", "c"]
