"""Stock wording: what an outlet prints on three occasions, and what pairs make of it."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import oracles
import pytest
from conftest import CHESS, FIRE, FIRE_OWN, HERRING, PILOTS, PILOTS_OWN, paragraphs, told
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import scan, schema
from syndetect.engines import Local
from syndetect.evidence import chunks, stock
from syndetect.evidence.ledger import FACTS
from syndetect.evidence.pools import Around
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.ingest.times import article_times
from syndetect.settings import Evidence

LAW = settings(deadline=None, derandomize=True, max_examples=60)
FLAGS = st.sampled_from([0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON])
TOKENS = st.lists(st.tuples(st.integers(1, 3), FLAGS), max_size=12)
Tokens = list[tuple[int, int]]
Row = dict[str, Any]
LINE = list(range(50, 60))


def plain(*words: int) -> Tokens:
    return [(word, 0) for word in words]


def saying(words: list[int], count: int) -> list[Tokens]:
    """Articles each of which has some words, and others of its own."""
    return [plain(*words, *range(100 * k, 100 * k + 20)) for k in range(10, 10 + count)]


def weeks(count: int) -> list[int]:
    """Days that lie a week from each other."""
    return [7 * week for week in range(count)]


def table(
    texts: list[Tokens], of_event: list[int] | None = None, threads: int = 1, **known: Any
) -> Any:
    """The stock of the outlets of some texts, each alone on its event or on those told."""
    events = list(range(len(texts))) if of_event is None else of_event
    held = oracles.collected(oracles.spoken(texts), events, **known)
    return chunks.houses(held, Vocabulary.of(held.lexicon), Evidence(width=3), Local(threads).each)


def stocks(
    texts: list[Tokens], of_event: list[int] | None = None, **known: Any
) -> dict[int, list[int]]:
    """Stock shingles by outlet."""
    found = table(texts, of_event, **known)
    rows = oracles.rows_of(*schema.flat(found, "stock_keys"))
    return dict(zip(found.column("label").to_pylist(), rows, strict=True))


def shingles(tokens: Tokens) -> list[int]:
    """The shingles of a text, ascending."""
    words = oracles.words(oracles.spoken([tokens]), 3, Around.nothing(1))
    found: list[int] = words.shingles.keys.tolist()
    return found


def occasions(printings: list[tuple[int, int]]) -> int:
    """How many of (day, event) are occasions: the most days of which no two are less than a week
    apart, by trying all, and events of undated ones on which no dated one is."""
    dated = sorted({day for day, _ in printings if day != stock.UNDATED})
    most = max(
        len(some)
        for size in range(len(dated) + 1)
        for some in itertools.combinations(dated, size)
        if all(later - day >= 7 for day, later in itertools.pairwise(some))
    )
    told = {event for day, event in printings if day != stock.UNDATED}
    return most + len({event for day, event in printings if day == stock.UNDATED} - told)


@LAW
@given(texts=st.lists(TOKENS, max_size=9), data=st.data())
def test_stock_is_what_a_dictionary_counts(texts: list[Tokens], data: st.DataObject) -> None:
    """A shingle is stock of an outlet that has it on three occasions, in articles that each have a
    place for it outside quotations and furniture, the outlet's first of each class; in repeated
    lines too. Every outlet of three printings is listed."""

    def drawn(values: Any) -> list[int]:
        return data.draw(st.lists(values, min_size=len(texts), max_size=len(texts)))

    outlets = drawn(st.sampled_from([-1, 0, 0, 3]))
    days = drawn(st.sampled_from([-7, 0, 6, 7, 8, 13, 14, 20000, stock.UNDATED, stock.UNDATED]))
    labels = drawn(st.integers(0, 3))
    first = [data.draw(st.sampled_from([at, at, 0])) if at else 0 for at in range(len(texts))]
    of_event = [labels[at] for at in first]
    seen: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    order = sorted(range(len(texts)), key=lambda at: (days[at], at))
    classes = {(outlets[at], first[at]): at for at in reversed(order)}
    for at in classes.values():
        tokens = texts[at]
        keys = set()
        for begin in range(len(tokens) - 2):
            window = tokens[begin : begin + 3]
            if outlets[at] >= 0 and not any(flag & schema.ASIDE for _, flag in window):
                keys |= set(shingles(window))
        for key in keys:
            seen[outlets[at]][key].append((days[at], of_event[at]))
    printings = Counter(outlet for outlet, _ in classes if outlet >= 0)
    expected = {
        outlet: sorted(key for key, on in seen[outlet].items() if occasions(on) >= 3)
        for outlet in sorted(printings)
        if printings[outlet] >= 3
    }
    found = stocks(texts, of_event, first=first, outlets=outlets, days=days)
    assert found == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([0, 7, 14], True),
        ([0, 7, 13], False),
        ([6, 7, 14], False),  # across two borders of calendar weeks, within eight days
        ([5, 5, 5], False),
        ([0, 3, 7, 10, 14], True),
        ([0, 6, 12, 18], False),
        ([14, 0, 7], True),
        ([], False),
    ],
)
def test_days_a_week_apart_make_stock(days: list[int], expected: bool) -> None:
    """What an outlet prints on three days of which each is a week from the next is its stock;
    however often it stands on days between, these make nothing stock by themselves."""
    texts = saying(LINE, len(days))
    found = stocks(texts, outlets=[4] * len(texts), days=days)
    assert found.get(4, []) == (shingles(plain(*LINE)) if expected else [])


@pytest.mark.parametrize(
    ("days", "events", "expected"),
    [
        ([None, None, None], [0, 1, 2], True),
        ([None, None, None, None], [0, 1, 1, 0], False),
        ([0, 7, None], [0, 1, 2], True),
        ([0, 7, None], [0, 1, 1], False),  # it may be a version of the one that has a day
        ([0, 4, 8, None, None], [0, 0, 3, 0, 3], False),
        ([0, None, None], [0, 1, 2], True),
    ],
)
def test_what_has_no_day_counts_by_event(
    days: list[int | None], events: list[int], expected: bool
) -> None:
    """Articles whose day nobody knows are one occasion an event, and none where an article of
    known day is on it; so that versions of one story are never three."""
    texts = saying(LINE, len(days))
    told = [stock.UNDATED if day is None else day for day in days]
    found = stocks(texts, events, outlets=[4] * len(texts), days=told)
    assert found == {4: shingles(plain(*LINE)) if expected else []}


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2031-02-03", 22313),
        ("2031-02-03T23:59Z", 22313),
        ("2031-02-04T00:30+01:00", 22313),
        ("2031-02", stock.UNDATED),
        (None, stock.UNDATED),
    ],
)
def test_a_day_is_one_of_greenwich(published: str | None, day: int) -> None:
    """Days are counted at Greenwich, also where the zone is not known; a month is no day."""
    times = article_times([published])
    assert stock.days(times).tolist() == [day]


@pytest.mark.parametrize(
    ("flag", "expected"),
    [(schema.QUOTED, False), (schema.FURNITURE, False), (schema.REPEATED, True)],
)
def test_quotations_and_furniture_are_no_stock(flag: int, expected: bool) -> None:
    """What an outlet prints each week between quotation marks or as page furniture is not its
    wording; a line that it repeats is. Told freely in three weeks it is stock all the same."""
    marked = [[(word, flag) for word in LINE] + text[len(LINE) :] for text in saying(LINE, 3)]
    for texts, stands in ((marked, expected), (marked + saying(LINE, 2), expected)):
        known: Any = {"outlets": [0] * len(texts), "days": weeks(len(texts))}
        assert stocks(texts, **known) == {0: shingles(plain(*LINE)) if stands else []}
    free = [*marked, *saying(LINE, 3)]
    assert stocks(free, outlets=[0] * 6, days=weeks(6)) == {0: shingles(plain(*LINE))}


def test_another_outlet_says_nothing() -> None:
    """That others print it, however many and however often, makes nothing an outlet's stock."""
    texts = saying(LINE, 9)
    assert stocks(texts, outlets=list(range(9)), days=weeks(9)) == {}
    outlets = [0, 0, 1, 1, 1, 2, 2, 2, 2]
    found = stocks(texts, outlets=outlets, days=[7 * week for week in (1, 2, 3, 4, 5, 6, 6, 7, 7)])
    assert found == {1: shingles(plain(*LINE)), 2: []}


def test_copies_count_once() -> None:
    """A class of copies is one printing, in whatever weeks an outlet has brought its members."""
    texts = [saying(LINE, 1)[0]] * 3 + saying(LINE, 3)[1:]
    known: dict[str, Any] = {"outlets": [0] * 5, "days": weeks(5)}
    assert stocks(texts[:4], first=[0, 0, 0, 3], outlets=[0] * 4, days=weeks(4)) == {}
    assert stocks(texts, first=[0, 0, 0, 3, 4], **known) == {0: shingles(plain(*LINE))}


def test_articles_without_outlet_have_no_stock() -> None:
    """Where no outlet is known nothing is counted, though all print the same every week."""
    texts = saying(LINE, 5)
    found = table(texts, outlets=[-1] * 5, days=weeks(5))
    assert found.num_rows == 0
    assert found.schema.equals(stock.TABLE)
    assert table([], outlets=[], days=[]).equals(found)


@LAW
@given(texts=st.lists(TOKENS, max_size=12), data=st.data())
def test_no_batch_changes_the_table(texts: list[Tokens], data: st.DataObject) -> None:
    """However few articles, pairs and rows go together on however many threads, the stock is the
    same, cell by cell; in any order of the articles, too."""
    draw = st.lists(st.integers(0, 5), min_size=len(texts), max_size=len(texts))
    outlets = [one // 3 for one in data.draw(draw)]
    days = [7 * one if one < 4 else stock.UNDATED for one in data.draw(draw)]
    expected = table(texts, outlets=outlets, days=days)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PAIRS", "ROWS", "MEETINGS"):
            patch.setattr(chunks, name, data.draw(st.integers(1, 5)))
        assert table(texts, None, 2, outlets=outlets, days=days).equals(expected)
    order = data.draw(st.permutations(range(len(texts))))
    known: Any = {
        "outlets": [outlets[k] for k in order],
        "days": [days[k] for k in order],
    }
    assert table([texts[k] for k in order], **known).equals(expected)


def test_many_occasions_are_told_apart() -> None:
    """Of thousands of articles of one outlet only the wording that comes back is stock."""
    texts = [
        plain(*range(10 * k, 10 * k + 4), *LINE[: 5 if k % 500 == 0 else 0]) for k in range(2000)
    ]
    found = stocks(texts, outlets=[0] * 2000, days=list(range(2000)))
    assert found == {0: shingles(plain(*LINE[:5]))}


def ledger(texts: list[Tokens], pairs: list[tuple[int, int]], **known: Any) -> list[Row]:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    columns = {"left": ends[:, 0], "right": ends[:, 1], "channel": np.zeros(len(ends), np.uint8)}
    held = oracles.collected(oracles.spoken(texts), list(range(len(texts))), **known)
    found = oracles.compared(
        schema.build(schema.PAIRS, columns), held, Evidence(), Local(1).each, lambda _: None
    )
    rows: list[Row] = found.to_pylist()
    return rows


def test_stock_in_common_is_repeated() -> None:
    """What of the wording two articles share is stock of the outlet of either is ``repeated``;
    no fact of theirs changes, and nothing of two articles of other outlets."""
    texts = [plain(*LINE, 1, 2, 3, 4, 5, *range(9, 30)), *saying(LINE, 3)]
    texts += [plain(*LINE, 1, 2, 3, 4, 5, *range(70, 90)), plain(*LINE, *range(200, 220))]
    pairs = [(0, 4), (4, 5), (0, 5), (1, 2), (0, 0)]
    outlets = [0, 0, 0, 0, 1, 2]
    known = ledger(texts, pairs, outlets=outlets, days=weeks(6))
    without = ledger(texts, pairs, outlets=outlets, days=[1] * 6)
    for one, other in zip(known, without, strict=True):
        assert {name: one[name] for name in FACTS} == {name: other[name] for name in FACTS}
        assert one["own_left"] > 0.0
        assert other["repeated"] == 0.0
    assert 0.4 < known[0]["repeated"] < 1.0  # some of what they share is no stock
    assert known[1]["repeated"] == 0.0  # neither is of the outlet
    assert known[2]["repeated"] == known[3]["repeated"] == 1.0
    assert 0.0 < known[4]["repeated"] < 0.5


# What "Fish Report" prints in each of its reports, in the middle of a paragraph. Invented.
REPORT = paragraphs("""
Prices on the morning auction are given per crate of forty pounds, gutted and on ice, and hold for
the quay; haulage to the inland mills and the cannery is charged to the buyer.

The report is drawn up from the slips of the harbour weigher, who counts every landing twice, and
is corrected the day after should a skipper of the Skarn fleet dispute his figures.
""")
DAYS = ("2031-02-03", "2031-02-11", "2031-02-19", "2031-02-27")
OWN = (PILOTS, FIRE, CHESS, (*HERRING, *PILOTS_OWN))


def reports(outlets: list[str | None], days: list[str | None]) -> list[Row]:
    """Articles on four things, each with the same stock in it, at a different place."""
    rows = []
    for at, (outlet, day) in enumerate(zip(outlets, days, strict=True)):
        first, second, third = OWN[at][:3]
        parts = [first, *(f"{second} {line} {third}" for line in REPORT[:: 1 - 2 * (at % 2)])]
        rows.append({"id": f"a{at}", "outlet": outlet, "published": day, "text": told(*parts)})
    return rows


def scanned(outlets: list[str | None], days: list[str | None]) -> Row:
    """What a scan says of the first two of four reports."""
    texts = reports(outlets, days)
    rows: list[Row] = scan(texts).relations.to_pylist()
    [found] = [row for row in rows if (row["left"], row["right"]) == ("a0", "a1")]
    return found


def test_weeks_make_stock_of_a_scan() -> None:
    """Of reports on four things, what an outlet prints in four weeks is stock and all that two of
    them share; in one week only, or in four outlets, it is not, with the same facts."""
    one: list[str | None] = ["Fish Report"] * 4
    known = scanned(one, list(DAYS))
    assert known["repeated"] == pytest.approx(1.0)
    week = scanned(one, ["2031-02-03", "2031-02-04", "2031-02-05", "2031-02-06"])
    others = scanned(["Fish Report", "Skarn Mail", "Quay Weekly", "Lake Courier"], list(DAYS))
    for row in (week, others):
        assert row["repeated"] == 0.0
        assert {name: row[name] for name in FACTS} == {name: known[name] for name in FACTS}
        assert row["probability"] > known["probability"]


def test_an_undated_outlet_counts_events() -> None:
    """Where no date is known, four events are four occasions, and articles on one event are one."""
    assert scanned(["Fish Report"] * 4, [None] * 4)["repeated"] == pytest.approx(1.0)
    rows = [
        {"id": f"a{at}", "outlet": "Fish Report", "text": told(*parts)}
        for at, parts in enumerate((FIRE, (*FIRE[:4], FIRE_OWN[0]), (*FIRE[1:], PILOTS_OWN[0])))
    ]
    found = scan(rows)
    assert len(set(found.articles.column("event").to_pylist())) == 1
    assert {row["repeated"] for row in found.relations.to_pylist()} == {0.0}
