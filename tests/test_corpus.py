"""The five sample pages: one event, no derivation among them, one source that is named.

They are other people's texts and stay outside the project; the tests look for them at
``$SYNDETECT_DATA`` or beside the checkout.
"""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest

from syndetect import Findings, compare, scan
from syndetect.model import DERIVED_KINDS, RelationKind, Role, Trust
from syndetect.provenance import styles

ROOT = Path(__file__).resolve().parent.parent
SEEDS = Path(os.environ.get("SYNDETECT_DATA") or ROOT.parent / "shared" / "data") / "seeds"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SEEDS.is_dir(), reason=f"no sample pages at {SEEDS}"),
]


@pytest.fixture(scope="module")
def seeds() -> Findings:
    """What a scan of the five pages finds."""
    return scan(SEEDS)


def seed(found: Findings, number: str) -> str:
    """The id of the page whose name begins with *number*."""
    [name] = [one for one in found.articles.column("id").to_pylist() if one.startswith(number)]
    return str(name)


def test_no_page_derives_from_another(seeds: Findings) -> None:
    """All ten pairs were compared, none is derived or undecided, and no page is the parent of a
    page."""
    names = seeds.articles.column("id").to_pylist()
    assert len(names) == 5
    for left, right in combinations(names, 2):
        relation = seeds.relation(left, right)
        assert relation is not None
        assert relation.kind not in DERIVED_KINDS
        assert relation.kind is not RelationKind.UNDECIDED
        assert relation.probability < 0.3
    assert set(seeds.derivations.column("parent_kind").to_pylist()) <= {"source"}
    assert seeds.near_duplicates() == []


def test_two_pages_by_themselves_are_not_derived_either(seeds: Findings) -> None:
    """Without the others as context, no pair is derived."""
    paths = sorted(SEEDS.glob("*.txt"))
    assert not any(compare(*pair).kind in DERIVED_KINDS for pair in combinations(paths, 2))


def test_the_five_are_one_event(seeds: Findings) -> None:
    """One event of five, with at least one and at most five voices."""
    [event] = seeds.events.to_pylist()
    assert len(event["articles"]) == 5
    assert event["event"] == seeds.articles.column("event")[0].as_py()
    assert 1 <= event["voices_least"] <= event["voices_most"] <= 5


def test_one_page_has_its_text_from_reuters(seeds: Findings) -> None:
    """003 credits Reuters with URL and day: an unseen source, surely."""
    [derivation] = seeds.graph.parents_of(seed(seeds, "003"))
    assert (derivation.parent_kind, derivation.decided) == ("source", True)
    assert derivation.probability > 0.9
    source = seeds.graph.sources[derivation.parent]
    assert source.agency == "Reuters"
    assert source.published == "2025-03-18"
    assert source.url is not None
    assert source.url.startswith("https://www.reuters.com/world/europe/")
    assert source.url.rstrip("/").endswith("2025-03-18")


@pytest.mark.parametrize("number", ["000", "001", "002", "004"])
def test_the_others_have_no_source_found(seeds: Findings, number: str) -> None:
    """Of the other four nobody knows, with five files, where their text is from."""
    name = seed(seeds, number)
    assert seeds.graph.role_of(name) is Role.NO_SOURCE_FOUND
    assert seeds.graph.parents_of(name) == ()


def test_agencies_are_credited_for_what_they_gave(seeds: Findings) -> None:
    """AP in 001 signs a picture, and Reuters is the source of no text but 003's."""
    rows = seeds.credits.to_pylist()
    of_001 = [(row["agency"], row["role"]) for row in rows if row["article"].startswith("001")]
    assert of_001 == [("AP", "image")]
    texts = {(row["article"][:3], row["agency"]) for row in rows if row["role"] == "text"}
    assert texts == {("003", "Reuters")}


def test_a_clock_on_the_page_is_not_trusted(seeds: Findings) -> None:
    """The date on 000 is at most a clock of the page, and moves it to no other event."""
    article = seeds.article(seed(seeds, "000"))
    assert article.published is None or article.published_trust is Trust.PAGE


def test_articles_carry_signs_of_sources_that_are_not_there(seeds: Findings) -> None:
    """000 shows that it went through another language; 001 and 004 spell as AFP does, 003 as
    Reuters, which it credits; nobody is called sure, and no other agency is named."""
    signs = {row["id"][:3]: row["signs"] for row in seeds.articles.to_pylist()}
    assert any("quotations" in sign and "translated" in sign for sign in signs["000"])
    assert any("as no agency does" in sign for sign in signs["000"])
    for number, agency in (("001", "AFP"), ("003", "Reuters"), ("004", "AFP")):
        assert any(f"as {agency} does" in sign for sign in signs[number])
    for number in ("000", "001", "002", "004"):
        told = " ".join(signs[number])
        assert not any(name in told for name in ("Reuters", "AP ", "Bloomberg"))
        assert all("perhaps" in sign for sign in signs[number])


def test_style_names_no_source_and_joins_no_pages(seeds: Findings) -> None:
    """Alike spelling of 001 and 004 makes no source, no arrow and no certainty above even."""
    assert [row["agency"] for row in seeds.sources.to_pylist()] == ["Reuters"]
    for row in seeds.articles.to_pylist():
        found = styles.likely(form.key for form in styles.restored(row["forms"]))
        assert found is None or found.probability <= styles.CAP
