"""Witnesses in columns: nothing of one is lost, whichever are asked for."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from conftest import make_credit, make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import marked
from syndetect.engines import Local
from syndetect.ingest.articles import Articles
from syndetect.model import Article, CreditRole, Trust
from syndetect.provenance import styles
from syndetect.provenance.hands import Hands
from syndetect.provenance.styles import Written
from syndetect.provenance.witness import witness
from syndetect.provenance.witnesses import TABLE, Witnesses, table_of

LAW = settings(deadline=None, derandomize=True, max_examples=60)
PART = make_credit("a1", "AFP", CreditRole.CONTRIBUTION, begin=None, end=None, url="https://a.afp")
KNOWN = [
    make_witness(0),
    make_witness(1, "2031-05-02", agency="AP", part=PART, trust=Trust.URL),
    make_witness(
        2,
        own_agency="Reuters",
        outlet=None,
        url="https://b.example/2?x",
        declared_sources=("https://c.example/1",),
        forms=(Written("wars: two", "World War Two"),),
    ),
]


def test_what_goes_in_comes_out() -> None:
    """All fields of each, by ordinal, in any order and twice."""
    all_of_them = Witnesses.of(KNOWN)
    assert len(all_of_them) == 3
    assert all_of_them.ids.to_pylist() == ["a0", "a1", "a2"]
    assert all_of_them.some(np.array([2, 0, 1, 0])) == [KNOWN[2], KNOWN[0], KNOWN[1], KNOWN[0]]
    assert all_of_them.some(np.array([], dtype=np.int64)) == []
    assert Witnesses.of([]).some(np.array([], dtype=np.int64)) == []
    assert Witnesses.of([]).ids.to_pylist() == []


def test_they_are_what_articles_credits_and_forms_make() -> None:
    """Out of the tables of a scan, in slices, come the witnesses that are made one by one."""
    articles = Articles.of(
        Article(id=f"n{at}", body="Tides.", outlet=outlet, url=f"https://n.example/{at}?ref=1",
                published="2031-05-02T08:00", published_trust=Trust.DECLARED,
                declared_sources=("https://m.example",) * at)
        for at, outlet in enumerate(["Skarn Mail", None, "Echo"])
    )  # fmt: skip
    credits = [[make_credit("n0", "AP"), make_credit("n0", "AFP", CreditRole.CONTRIBUTION)], [], []]
    forms = [(), (Written("wars: two", "World War Two"),), ()]
    marks = marked.table(credits, [()] * 3)
    written = pa.array([styles.stored(some) for some in forms], type=pa.list_(pa.string()))
    told = pa.table({"forms": written})
    parts = list(table_of(articles, marks, told, Local(threads=1, batch=2)))
    assert len(parts) == 2
    assert all(part.schema == TABLE for part in parts)
    found = Witnesses(parts[0]).some(np.arange(2)) + Witnesses(parts[1]).some(np.arange(1))
    assert found == list(map(witness, [0, 1, 0], articles, credits, forms))


OUTLETS = (None, "", "Skarn Mail", "skarn-mail.example", "Echo")
URLS = (None, "https://a.example/1?x=2", "http://www.a.example/1/", "https://b.example/1")


@LAW
@given(
    known=st.lists(
        st.tuples(st.sampled_from(OUTLETS), st.sampled_from(URLS), st.sampled_from((None, "AP"))),
        max_size=6,
    ),
)
def test_hands_of_all_are_those_of_each(
    known: list[tuple[str | None, str | None, str | None]],
) -> None:
    """From columns as from records: one outlet, one address, one agency, its own or credited."""
    some = [
        make_witness(at, outlet=outlet, url=url, **{"own_agency" if at % 2 else "agency": agency})
        for at, (outlet, url, agency) in enumerate(known)
    ]
    ends = np.array([(a, b) for a in range(len(some)) for b in range(len(some))], dtype=np.int64)
    left, right = ends.reshape(-1, 2).T
    one, other = Hands(some), Hands.of_all(Witnesses.of(some))
    assert one.same(left, right).tolist() == other.same(left, right).tolist()
    assert one.credited(left, right).tolist() == other.credited(left, right).tolist()
