"""House style: forms, whose they are, and how little they prove."""

from __future__ import annotations

import itertools

import pytest

from syndetect.credits.agencies import lexicon
from syndetect.model import Credit, CreditRole, Furniture
from syndetect.provenance import styles
from syndetect.provenance.styles import Form, Written

FORMS = list(styles.styles().forms.values())
TWO = "The depot dates from World War Two, Hamid Varzi, a Shi'ite cleric, said on Monday."


TELLING = "They met at 1400 GMT."


def keys(text: str) -> set[str]:
    return {one.key for one in styles.written(text, "en")}


def usage(text: str) -> styles.Usage | None:
    return styles.likely(keys(text))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_every_form_finds_its_example_and_not_its_counter(form: Form) -> None:
    """Each form stands in its own example, and not in what only looks like it."""
    # A text is looked at for the sake of a form that tells houses apart: one of another family.
    telling = TELLING if "GMT" not in form.family else "He served in World War Two."
    assert form.key in keys(f"{form.example} {telling}")
    assert form.key not in keys(f"{form.counter} {telling}")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_a_text_that_tells_no_house_apart_has_no_forms(form: Form) -> None:
    """What most houses share says nothing by itself; a form of few houses, or of none, does."""
    assert (form.key in keys(form.example)) == (form in styles.styles().telling)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_every_form_is_of_known_houses_and_has_likelihoods(form: Form) -> None:
    """Houses are those of the list, agencies those that credits know; what a house may write of
    one thing is never more than certain, and its own form is the likeliest."""
    known = styles.styles()
    assert form.houses <= known.priors.keys()
    assert known.agencies <= {agency.name for agency in lexicon().agencies}
    family = known.families[form.family]
    for house in known.priors:
        likelihoods = [family.likelihood(one, house) for one in family.forms]
        assert min(likelihoods) > 0
        assert sum(likelihoods) < 1
        if house in form.houses:
            assert family.likelihood(form, house) == max(likelihoods)


def test_forms_of_one_family_exclude_each_other_in_examples() -> None:
    """No example of a form has another form of its family."""
    for family in styles.styles().families.values():
        for one, other in itertools.permutations(family.forms, 2):
            assert other.key not in keys(one.example)


@pytest.mark.parametrize("form", [f for f in FORMS if f.hints], ids=lambda form: form.key)
def test_a_hint_never_hides_a_form(form: Form) -> None:
    """What the slow pattern finds in any example, it finds with the hints as well."""
    for text in (one.example for one in FORMS):
        if form.expression.search(text) and form.key in keys(text):
            assert any(hint in text for hint in form.hints)


def test_two_habits_of_one_agency_name_it() -> None:
    """Two forms that hardly anyone else has are enough to name an agency, and never make it
    surer than the cap."""
    found = usage(TWO)
    assert found is not None
    assert found.agency == "Reuters"
    assert styles.NAMED <= found.probability <= styles.CAP
    assert found.forms == ("Shiites: Shi'ite", "the world wars: One, Two")


def test_all_forms_of_an_agency_reach_no_more_than_the_cap() -> None:
    """However much of its usage a text has, style alone stays near even."""
    for agency in sorted(styles.styles().agencies):
        found = styles.likely(form.key for form in FORMS if agency in form.houses)
        if found is not None:
            assert found.probability <= styles.CAP


def test_one_habit_names_nobody() -> None:
    """A single form, however telling, is a hint and no name."""
    found = usage("The order came from Lugansk and from Sergiy Dovgan.")
    assert found is not None
    assert found.agency == "AFP"
    assert styles.HINTED <= found.probability < styles.NAMED


def test_common_usage_tells_nothing() -> None:
    """What most papers write points to no agency."""
    assert (
        usage("Sen. Ada Holm said Monday that 3 percent of U.S. health care is organized.") is None
    )
    assert usage("Nothing here is spelled in any special way.") is None


def test_the_other_usage_speaks_against() -> None:
    """Forms of other houses beside the telling ones make the agency less likely."""
    alone = usage("The order came from Lugansk.")
    beside = usage("The order came from Lugansk, she said on Monday.")
    assert alone is not None
    assert beside is not None
    assert beside.probability < alone.probability


def test_a_text_that_writes_both_ways_tells_nothing() -> None:
    """Of a family that one text writes in two ways no form counts; a lone slip is passed over."""
    assert keys("World War Two, or World War II.") == set()
    assert keys("World War Two, World War Two, or World War II.") == {"the world wars: One, Two"}


def test_only_english_has_forms() -> None:
    """Another language, or none that is known, has no house style here."""
    assert styles.written(TWO, "de") == styles.written(TWO, None) == ()


def test_forms_are_whole_words() -> None:
    """A form inside a longer word is none."""
    assert keys("Zelenskys and Gaddafism, euroarea and 31400 GMT") == set()


def test_what_most_copies_agree_in_counts_once() -> None:
    """Ten copies are no surer than one, and a form that half of them write otherwise is out."""
    one = styles.written(TWO, "en")
    other = styles.written(TWO.replace("World War Two", "World War II"), "en")
    assert styles.common([one] * 10) == styles.common([one])
    agreed = {form.key for form in styles.common([one, other])}
    assert agreed == {form.key for form in one} - {"the world wars: One, Two"}
    assert styles.common([one, other, one]) == styles.common([other, one, one])
    assert styles.common([]) == ()


def test_a_silent_copy_does_not_disagree() -> None:
    """A copy that was cut before a form says nothing of it."""
    one = styles.written(TWO, "en")
    assert styles.common([one, (), ()]) == styles.common([one])


def test_keys_of_another_version_are_passed_over() -> None:
    """A form that the package does not have changes nothing."""
    assert styles.likely([*keys(TWO), "hats: bowler"]) == usage(TWO)
    assert styles.likely(["hats: bowler"]) is None


def test_forms_come_back_from_a_result() -> None:
    """Forms are stored as text and restored as they were, with whatever was written."""
    found = (*styles.written(TWO, "en"), Written("hats: bowler", "a: b: c"))
    assert styles.restored(styles.stored(found)) == found
    assert styles.restored(None) == styles.restored(["no form"]) == ()


def test_credits_and_furniture_have_no_style() -> None:
    """What others wrote around a story is left out; words that are only cited to someone stay."""
    body = "0123456789"
    image = Credit("a", "AP", CreditRole.IMAGE, 2, 4, "", "tail", 0.9)
    citation = Credit("a", "AP", CreditRole.CITATION, 5, 6, "", "body", 0.9)
    beside = Credit("a", "AP", CreditRole.TEXT, None, None, "", "byline", 0.9)
    told = styles.plain(body, [image, citation, beside], [Furniture(3, 5, "form")])
    assert told.replace("\n", "") == "0156789"
    assert styles.plain(body, [], []) == body


def test_words_are_listed_as_in_a_sentence() -> None:
    """At most three are quoted, in the order of the keys."""
    found = [Written(f"f: {name}", name) for name in "abcd"]
    assert styles.quoted(found, ["f: b"]) == "“b”"
    assert styles.quoted(found, ["f: b", "f: a"]) == "“b” and “a”"
    assert styles.quoted(found, [f"f: {name}" for name in "abcd"]) == "“a”, “b” and “c”"
