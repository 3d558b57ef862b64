"""Sentences and paragraphs: where they begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.text.sentences import paragraphs, sentences
from syndetect.text.tokens import tokenise

PIECES = st.lists(
    st.sampled_from(
        ["Mr. ", "U.S. ", "The end. ", "no stop", "\n", "\n\n", "\r\n", "a", "A", ". ", "? ", "…",
         "। ", "。", "ลูกเรือเฟอร์รี่หยุดงานเมื่อวันอังคาร ", "”", "“", " ", "\u200b", "\u2028",
         "3.5 ", "é", "مرحبا۔ ", "\ud800", "\x00"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


def cut(body: str) -> list[str]:
    return [body[begin:end] for begin, end in sentences(body)]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("The ferry sank. Nobody drowned.", 2),
        ("Mr. Hale met Dr. Ko at St. Anne's. They talked.", 2),
        ("J. K. Hale of the U.S. Navy spoke.", 1),
        ("He flew to the U.S. The trip took 3.5 hours.", 2),
        ("It costs $4.2 million. So what?", 2),
        ("“We won.” The crowd roared.", 2),
        ("“Why?” he asked. “Because!” she said.", 2),
        ("She waited... then left.", 1),
        ("She waited... Then she left.", 2),
        ("Hale Corp. bought Ko Inc. on Jan. 5 for cash.", 1),
        ("Er kam am 3. Mai, z.B. mit Dr. Weiß. Dann ging er.", 2),
        ("Il est parti. « Adieu ! » dit-il.", 2),
        ("¿Quién habla? ¡Nadie! El Sr. Gil calla.", 3),
        ("Он ушёл. И т.д. не сказал.", 2),
        ("सरकार ने कहा। लोग चुप रहे।", 2),
        ("政府说不。市民说好！真的？", 3),
        ("「行く。」と言った。", 2),
        ("قالت الحكومة لا؟ نعم قالت.", 2),
        ("Έφυγε. Δεν γύρισε.", 2),
        ("Τι έγινε\u037e Τίποτα δεν έγινε.", 2),
        ("Die sog. Reform kommt u. a. mit Ing. Weiß. Es fehlen ca. 3,5 Mio. Euro.", 2),
        ("Il dott. Rossi tace. Poi va via.", 2),
        ("La pág. 3 cambia. Bien.", 2),
        ("Dhr. Jansen en dr. Bakker spreken. Zij gaan.", 2),
        ("Dne 18. listopadu přišel Ing. Novák. Mlčel.", 2),
        ("Den 18. november stemte rådet. De brugte ca. 3 mio. kr.", 2),
        ("Se maksaa esim. 3 milj. euroa. Se on paljon.", 2),
        ("Dl. Pop și dna. Ion vorbesc. Apoi pleacă.", 2),
        ("Kb. 3 millió forint. Az sok.", 2),
        ("Örn. Ali ve Prof. Dr. Can geldi. Gitti.", 2),
        ("На вул. Шевченка пожежа. Усіх врятували.", 2),
        ("През 2024 г. Ул. Раковски е затворена. Жалко.", 2),
        ("डॉ. शर्मा ने कहा। फिर वे गए।", 2),
        ("حکومت نے کہا۔ لوگ خاموش رہے۔", 2),
        ("គាត់បានមក។ នាងបានទៅ។", 2),
        ("정부는 말했다. 시민은 침묵했다.", 2),
    ],
)
def test_sentences_of_many_languages(body: str, count: int) -> None:
    """End marks end sentences; abbreviations, initials, ordinals and decimals do not."""
    assert len(cut(body)) == count, cut(body)


def test_a_space_ends_a_long_stretch_of_thai() -> None:
    """Scripts without stops are cut at spaces, not into scraps, and not beside other scripts."""
    clauses = [
        "ลูกเรือเฟอร์รี่หยุดงานเมื่อวันอังคาร",
        "คณะกรรมการท่าเรือไม่ต้องการเจรจา",
        "บนเกาะมีอาหารพอสำหรับสองสัปดาห์",
    ]
    assert cut(" ".join(clauses)) == clauses
    assert cut("เขามา เธอไป") == ["เขามา เธอไป"]
    assert cut(f"{clauses[0]} 24 {clauses[1]}") == [f"{clauses[0]} 24 {clauses[1]}"]
    assert len(cut(f"{clauses[0]}\nThe crews went home with all of their pay")) == 2


def test_headlines_are_sentences_of_their_own() -> None:
    """A line without a stop does not run into the next one."""
    assert cut("Ferries stop\nCrews walk out over pay\n\nThe strike began.") == [
        "Ferries stop",
        "Crews walk out over pay",
        "The strike began.",
    ]


def test_wrapped_text_is_joined() -> None:
    """Lines broken at a fixed width are one paragraph up to the blank line."""
    body = (
        "The ferries were\nstopped on Tuesday by\nthe crews.\n\n"
        "Talks begin\non Friday, said\nthe board."
    )
    assert cut(body) == [
        "The ferries were\nstopped on Tuesday by\nthe crews.",
        "Talks begin\non Friday, said\nthe board.",
    ]
    windows = body.replace("\n", "\r\n")
    assert [text.replace("\r", "") for text in cut(windows)] == cut(body)


def test_paragraphs_are_trimmed() -> None:
    """Space and empty lines belong to no paragraph."""
    body = "  One. \n\n \t \n\u200b\nTwo.\u2029Three."
    assert [body[begin:end] for begin, end in paragraphs(body)] == ["One.", "Two.", "Three."]


@settings(deadline=None)
@given(PIECES | st.text(st.characters(exclude_categories=()), max_size=80))
def test_sentences_cover_every_token(body: str) -> None:
    """Sentences do not overlap, lie inside one paragraph, and hold every token."""
    found = sentences(body)
    for (_, end), (begin, _) in pairwise(found):
        assert end <= begin
    blocks = paragraphs(body)
    for begin, end in found:
        assert 0 <= begin < end <= len(body)
        assert sum(first <= begin and end <= last for first, last in blocks) == 1
    for begin, end in tokenise(body).spans:
        inside = [first for first, last in found if first < end and begin < last]
        assert inside, body[begin:end]


@pytest.mark.parametrize("unit", [".", ". ", "A. ", "a\n", "?)", "। ", "。", ".”", " ", "\n"])
def test_long_runs_are_read(unit: str) -> None:
    """Degenerate bodies give spans and do not stall."""
    body = unit * (60_000 // len(unit))
    assert all(begin < end for begin, end in sentences(body))
