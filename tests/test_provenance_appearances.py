"""When an event first appeared, and over how long it spread."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.findings import Findings
from syndetect.model import Trust
from syndetect.provenance.appearances import Appearance, appearance
from syndetect.provenance.witness import Witness

LAW = settings(deadline=None, derandomize=True, max_examples=150)


def of(*dates: str | None, **known: Any) -> Appearance:
    return appearance([make_witness(at, date, **known) for at, date in enumerate(dates)])


def test_times_to_the_minute_tell_all() -> None:
    """First and last as given, the article, and the hours between, over zones."""
    found = of("2031-05-07T15:30+00:00", "2031-05-07T10:00+02:00", None, "2031-05-08T08:00+00:00")
    assert found == Appearance("2031-05-07T10:00+02:00", "a1", "2031-05-08T08:00+00:00", 24.0, 3)


def test_the_same_minute_has_no_first() -> None:
    """Of two at one minute nobody was first; the spread is nothing, and known."""
    found = of("2031-05-07T08:00+00:00", "2031-05-07T10:00+02:00")
    assert (found.first_article, found.spread_hours, found.dated) == (None, 0.0, 2)


def test_a_day_is_a_window() -> None:
    """A day without a clock is not before an hour of it, nor before the next day elsewhere: the
    order cannot be told. Before a day well after, it is."""
    assert of("2031-05-07", "2031-05-07T20:00+00:00").first_article is None
    assert of("2031-05-07", "2031-05-08").first_article is None
    assert of("2031-05-07", "2031-05-10").first_article == "a0"


def test_one_hand_has_one_zone() -> None:
    """Two days of one outlet are in order, for its clock is one."""
    assert of("2031-05-07", "2031-05-08", outlet="Mail").first_article == "a0"


@pytest.mark.parametrize(
    ("dates", "hours"),
    [
        (("2031-05-07", "2031-05-07"), 0.0),
        (("2031-05-07", "2031-05-09"), 24.0),  # from midnight to midnight, a day lies between
        (("2031-05-07T09:00", "2031-05-07T21:30"), 12.5),
        (("2031-05-07", "2031-05-10T12:00+00:00"), 46.0),  # the day may be one 14 hours behind
        (("2031-05", "2031-05-20"), 0.0),
    ],
)
def test_the_spread_is_what_surely_lies_between(dates: tuple[str, str], hours: float) -> None:
    """Windows are not points: what they may overlap by is not counted."""
    assert of(*dates).spread_hours == hours


def test_a_wide_date_hides_no_narrow_ones() -> None:
    """Two hours that are known lie between, though a day that holds both is the first."""
    found = of("2031-05-07", "2031-05-07T13:00+00:00", "2031-05-07T15:00+00:00")
    assert (found.first, found.spread_hours) == ("2031-05-07", 2.0)


@pytest.mark.parametrize("trust", [Trust.PAGE, Trust.FILE])
def test_clocks_of_pages_and_files_do_not_count(trust: Trust) -> None:
    """However early, a page's or file's clock is no appearance."""
    early = make_witness(0, "2031-05-01T08:00+00:00", trust=trust)
    found = appearance([early, make_witness(1, "2031-05-07T08:00+00:00")])
    assert (found.first_article, found.spread_hours, found.dated) == ("a1", None, 1)


def test_no_date_is_no_trouble() -> None:
    """Without a usable date nothing is said."""
    assert of(None, "not a date") == of() == Appearance(None, None, None, None, 0)


DATES = st.builds(
    lambda day, rest: f"2031-05-{day:02}{rest}",
    st.integers(1, 9),
    st.sampled_from(["", "T08:00", "T08:00+00:00", "T23:30+00:00", "T04:00-05:00"]),
)


@LAW
@given(dates=st.lists(st.one_of(st.none(), DATES), max_size=6), data=st.data())
def test_order_and_ids_choose_nothing(dates: list[str | None], data: st.DataObject) -> None:
    """In whatever order articles come, the same is told, and the spread is at most what a reader
    counts from one end of the first window to the other end of the last."""
    found: list[Witness] = [make_witness(at, date) for at, date in enumerate(dates)]
    one, other = appearance(found), appearance(data.draw(st.permutations(found)))
    assert one == other
    ends = [w.window for w in found if w.window]
    if one.spread_hours is not None:
        longest = max(w.end for w in ends) - min(w.begin for w in ends)
        assert 0.0 <= one.spread_hours <= longest / 3600


def test_a_scan_dates_its_events(scanned: Findings) -> None:
    """The pilots' story has its first by the clock, and the evening's and morning's hours to the
    last that has one; the day that two others give comes after."""
    event = scanned.graph.event_of("p1")
    assert scanned.graph.first_appearance(event.id) == ("2031-05-07T09:00+00:00", "p1")
    assert event.last == "2031-05-08"
    assert scanned.graph.spread(event.id) == 22.0
    assert (event.dated, len(event.articles)) == (6, 7)
