"""Operators on drafts: each does what it says, and logs what it did."""

from __future__ import annotations

import pytest

from syndetect.newsroom.beat import Beat
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import QUOTED, TEXT, Desk, Draft, copied, laid_out
from syndetect.newsroom.event import make_event
from syndetect.newsroom.house import agencies, outlets
from syndetect.newsroom.operators import OPERATORS, RECIPES
from syndetect.newsroom.operators.figures import rounded
from syndetect.newsroom.operators.structure import splice
from syndetect.newsroom.operators.wording import moved, turned
from syndetect.newsroom.reporting import report

HOUSES = outlets(3, 12)
NUMBERS = range(60)
PAGE = ("furniture", "comments", "clock")


def parent(number: int) -> Draft:
    house = agencies()[number % len(agencies())]
    return report(Beat(make_event(3, number), (house,)), house, 18)


def child(number: int) -> Draft:
    return copied(parent(number), "parent")


def desk(number: int) -> Desk:
    event = make_event(3, number)
    return Desk(event, HOUSES[number % 12], event.start // 1440, "key", "Reuters")


def worked(name: str, number: int, strength: float = 1.0) -> tuple[Draft, Draft]:
    """The draft before and after an operator."""
    draft = child(number)
    OPERATORS[name](draft, Chance("test", name, number), strength, desk(number))
    return child(number), draft


def body(draft: Draft) -> str:
    return laid_out(draft, "\n\n")[0]


def quotes(draft: Draft) -> list[str]:
    return [q.group().strip('“”"') for p in draft.told() for q in QUOTED.finditer(p.text)]


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_logs_what_it_changes(name: str) -> None:
    """Text changes if and only if the log has spans or omissions, and spans lie in the body."""
    effects = 0
    for number in NUMBERS:
        before, after = worked(name, number)
        text, spans = laid_out(after, "\n\n")
        marks = [
            (begin + left, begin + right)
            for piece, (begin, _) in zip(after.pieces(), spans, strict=True)
            for _, left, right in piece.marks
        ]
        gone = [ref for change in after.changes for ref in change.gone]
        title = after.headline != before.headline
        assert all(0 <= left <= right <= len(text) for left, right in marks)
        changed = text != body(before)
        assert changed <= bool(marks or gone)
        assert title <= (name == "headline" or bool(marks))
        effects += changed or title
    assert effects >= (4 if name == "passive" else 20)


@pytest.mark.parametrize("name", [n for n in OPERATORS if n not in PAGE])
def test_children_know_where_they_are_from(name: str) -> None:
    """Each piece of the event keeps its way back to a piece of the parent."""
    _, after = worked(name, 5)
    own = {"local", "filler"}
    assert all(piece.came for piece in after.told() if piece.kind not in own)
    assert all(key == "parent" for piece in after.told() for key, _ in piece.came)


def test_trim_takes_the_end_only() -> None:
    """What is left after a trim is the beginning, word for word."""
    before, after = worked("trim", 1)
    texts = [piece.text for piece in before.told()]
    left = [piece.text for piece in after.told()]
    assert texts[: len(left)] == left
    assert len(left) < len(texts)
    assert len(after.changes[0].gone) == len(texts) - len(left)


def test_cut_takes_one_run_below_the_top() -> None:
    """A cut leaves the first two pieces, and what goes stood together."""
    before, after = worked("cut", 1)
    places = [number for _, number in after.changes[0].gone]
    assert places == list(range(places[0], places[0] + len(places)))
    assert [p.text for p in before.told()][:2] == [p.text for p in after.told()][:2]


@pytest.mark.parametrize("name", ["reorder", "join"])
def test_moving_paragraphs_changes_no_word(name: str) -> None:
    """Reordering and joining keep every piece."""
    before, after = worked(name, 2)
    assert sorted(p.text for p in before.told()) == sorted(p.text for p in after.told())


@pytest.mark.parametrize("name", ["synonyms", "phrases", "numbers", "dates", "split", "openers"])
def test_words_inside_quotations_stay(name: str) -> None:
    """Operators on words leave quotations as they are."""
    for number in NUMBERS:
        before, after = worked(name, number)
        assert quotes(before) == quotes(after)


def test_misquoting_changes_quotations_only() -> None:
    """Outside quotation marks a misquoted text is equal."""
    for number in NUMBERS:
        before, after = worked("misquote", number)
        plain = [QUOTED.sub("", p.text) for p in before.told()]
        assert plain == [QUOTED.sub("", p.text) for p in after.told()]


def test_translation_changes_every_quotation() -> None:
    """No quoted piece comes back from another language as it went."""
    for number in NUMBERS:
        before, after = worked("translate", number, 0.3)
        for one, other in zip(before.told(), after.told(), strict=True):
            if one.kind == "quote" and one.quote:
                assert one.text != other.text


def test_indirect_speech_has_no_marks() -> None:
    """A quotation that became indirect speech has no quotation marks."""
    before, after = worked("indirect", 4)
    assert len(quotes(after)) < len(quotes(before))
    assert all(not QUOTED.search(p.text) for p in after.told() if p.kind == "fact")


def test_a_slip_is_taken_over() -> None:
    """A child of an article with a slip has the slip, as one that is not its own."""
    for number in NUMBERS:
        _, after = worked("typo", number)
        heir = copied(after, "next")
        assert all(not slip.own for slip in heir.slips)
        for slip in after.slips:
            assert slip.wrong in heir.text()


def test_a_retelling_keeps_slips_and_rounded_numbers() -> None:
    """Facts told anew after a rounding have the rounded number, not the first one."""
    kept = 0
    for number in NUMBERS:
        _, after = worked("numbers", number)
        slips = [(s.right, s.wrong) for s in after.slips]
        OPERATORS["retell"](after, Chance("again", number), 1.0, desk(number))
        for right, wrong in slips:
            kept += wrong.lower() in after.text().lower()
            if right not in wrong:
                assert f" {right} people" not in QUOTED.sub("", after.text())
    assert kept > 50


def test_held_pieces_are_left_alone() -> None:
    """The run that a rewriter holds on to goes through every operator on words unchanged."""
    for name in ("retell", "synonyms", "translate", "house", "misquote", "numbers", "fuse"):
        draft = child(7)
        held = draft.told()[2:6]
        texts = [piece.text for piece in held]
        for piece in held:
            piece.held = True
        OPERATORS[name](draft, Chance(name), 1.0, desk(7))
        assert name == "translate" or [piece.text for piece in held] == texts


def test_a_merge_has_both_parents() -> None:
    """A spliced draft holds pieces of both sources, facts of the second mostly once."""
    event = make_event(3, 8)
    beat = Beat(event, agencies()[:2])
    one = copied(report(beat, agencies()[0], 12), "one")
    two = copied(report(beat, agencies()[1], 12), "two")
    splice(one, two, Chance("splice"), 1.0)
    assert {key for piece in one.told() for key, _ in piece.came} == {"one", "two"}


@pytest.mark.parametrize(
    ("value", "vague"),
    [("4,218", "more than 4,000"), ("47", "nearly 50"), ("50", "about 50"), ("3.4", "about 3")],
)
def test_numbers_become_vague(value: str, vague: str) -> None:
    """A number is rounded to its first digit, with a word that says on which side it is."""
    assert rounded(value) == vague


def test_voice_and_attribution_turn_back() -> None:
    """Active and passive, and both places of an attribution, turn into each other."""
    active = "The board closed the bridge on Friday."
    assert turned(active) == "The bridge was closed by the board on Friday."
    assert turned("The bridge was closed by the board on Friday.") == active
    assert turned("It rained.") is None
    assert moved("The road is shut, police said.") == "Police said the road is shut."
    assert moved("“We wait,” Ada Hollar said.") == "Ada Hollar said: “We wait.”"
    assert moved("Ada Hollar said: “We wait.”") == "“We wait,” Ada Hollar said."


def test_edits_move_marks_along() -> None:
    """Marks of earlier operators still hold their words after an edit before or inside them."""
    piece = child(1).told()[0]
    piece.text = "one two three"
    piece.edit(4, 7, "2", 0)
    piece.edit(0, 3, "first", 1)
    assert [piece.text[b:e] for _, b, e in piece.marks] == ["2", "first"]
    piece.edit(6, 7, "second", 2)
    assert {who: piece.text[b:e] for who, b, e in piece.marks} == {
        0: "second",
        1: "first",
        2: "second",
    }


def test_recipes_name_operators() -> None:
    """Each step of a recipe is an operator with a probability."""
    for steps in RECIPES.values():
        assert all(name in OPERATORS and 0 < often <= 1 for name, often in steps)


def test_pieces_of_the_article_are_of_known_kinds() -> None:
    """An independent report is made of facts and quotations."""
    assert {piece.kind for piece in child(9).told()} <= set(TEXT)
