"""Voices of events, and when they appeared; by columns where an article is alone on its event."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from conftest import make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.engines import Local
from syndetect.model import Trust
from syndetect.provenance.voices import Ends, events_among, events_of, of_several
from syndetect.provenance.witness import Witness
from syndetect.provenance.witnesses import Witnesses

LAW = settings(deadline=None, derandomize=True, max_examples=100)
DATES = st.sampled_from([None, "2031-05-02T08:00+00:00", "2031-05-02", "2031-05-09T10:30"])


@st.composite
def articles(draw: st.DrawFn) -> list[Witness]:
    """Articles with dates of any trust, and with some that cannot be read."""
    found = []
    for at in range(draw(st.integers(0, 7))):
        known = {"agency": draw(st.sampled_from([None, "AP"])), "own_agency": None}
        one = make_witness(at, draw(DATES), trust=draw(st.sampled_from(list(Trust))), **known)
        if draw(st.booleans()):
            one = replace(one, published=draw(st.sampled_from(["", None, "soon"])))
        found.append(one)
    return found


@LAW
@given(some=articles(), data=st.data())
def test_events_by_columns_are_those_made_one_by_one(
    some: list[Witness], data: st.DataObject
) -> None:
    """Of one article and of several, digests among them, the events are the same, by name."""
    count = len(some)
    on = [data.draw(st.integers(0, count)) for _ in some]
    labels = np.array([on.index(one) for one in on], dtype=np.int32)
    flags = st.lists(st.booleans(), min_size=count, max_size=count)
    ends = Ends(
        labels,
        np.arange(count),
        np.array(data.draw(flags), dtype=np.bool_),
        np.array(data.draw(flags), dtype=np.bool_),
    )
    known, agencies, engine = Witnesses.of(some), pa.array([], pa.string()), Local(1)
    everybody = np.ones(count, dtype=np.bool_)
    slow = events_among(everybody, known, labels, ends, agencies, engine)
    found = events_of(known, labels, ends, agencies, engine)
    found.validate(full=True)
    assert found.schema == schema.RESULT_EVENTS
    assert found.equals(slow)
    assert of_several(labels).tolist() == [on.count(one) > 1 for one in on]
