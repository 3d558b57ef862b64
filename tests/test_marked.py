"""Credits and furniture as a table, and back."""

from __future__ import annotations

import pyarrow as pa

from syndetect import marked
from syndetect.model import Credit, CreditRole, Furniture

IDS = ["a", "b", "c", "d"]
CREDITS = [
    [Credit("a", "Reuters", CreditRole.TEXT, 3, 12, "(Reuters)", "dateline", 0.9)],
    [],
    [
        Credit("c", "AP", CreditRole.IMAGE, 40, 48, "AP Photo", "tail", 0.5),
        Credit(
            "c", "AFP", CreditRole.TEXT, None, None, "AFP", "byline", 0.8, "https://a.b/c", "2031"
        ),
    ],
    [],
]
FURNITURE: list[tuple[Furniture, ...]] = [
    (),
    (Furniture(0, 4, "share buttons"), Furniture(9, 12, "stands in 5 articles", repeated=True)),
    (),
    (Furniture(7, 8, "form"),),
]


def in_chunks() -> pa.Table:
    """The same in three chunks, of which one is empty."""
    cuts = ((0, 1), (1, 1), (1, 4))
    return pa.concat_tables([marked.table(CREDITS[a:b], FURNITURE[a:b]) for a, b in cuts])


def test_what_is_marked_comes_back_as_it_was() -> None:
    """Every field of every credit and furniture, in the order of the articles."""
    found = in_chunks()
    assert found.schema == marked.TABLE
    assert marked.credits_in(found, IDS) == CREDITS
    assert marked.furniture_in(found) == FURNITURE
    assert marked.furniture_in(found.slice(1, 2)) == FURNITURE[1:3]


def test_a_row_an_item_has_the_id_of_its_article() -> None:
    """The files of the result folder are these rows."""
    ids = pa.chunked_array([IDS[:2], IDS[2:]])
    credits = marked.credit_rows(in_chunks(), ids).to_pylist()
    assert [(row["article"], row["agency"]) for row in credits] == [
        ("a", "Reuters"), ("c", "AP"), ("c", "AFP"),
    ]  # fmt: skip
    assert credits[2]["begin"] is None
    assert credits[2]["url"] == "https://a.b/c"
    furniture = marked.furniture_rows(in_chunks(), ids).to_pylist()
    assert [(row["article"], row["begin"], row["end"]) for row in furniture] == [
        ("b", 0, 4), ("b", 9, 12), ("d", 7, 8),
    ]  # fmt: skip
    assert "repeated" not in furniture[0]


def test_who_carries_a_role_is_told() -> None:
    """A row with a credit of that role, in whatever chunk, once."""
    found = in_chunks()
    assert marked.carrying(found, CreditRole.TEXT).tolist() == [True, False, True, False]
    assert marked.carrying(found, CreditRole.IMAGE).tolist() == [False, False, True, False]
    assert marked.carrying(found.slice(2, 2), CreditRole.TEXT).tolist() == [True, False]
    assert marked.carrying(found, CreditRole.OWN).tolist() == [False] * 4


def test_nothing_marked_gives_no_rows() -> None:
    """An empty collection, and one of plain articles."""
    ids = pa.chunked_array([["a"]])
    assert marked.credit_rows(marked.table([[]], [()]), ids).num_rows == 0
    none = pa.chunked_array([pa.array([], type=pa.string())])
    assert marked.furniture_rows(marked.table([], []), none).num_rows == 0


def test_spans_are_those_of_marks_that_have_a_place() -> None:
    """Row, begin, end and a field of each, of the whole and of any slice of it."""
    for first, last in ((0, 4), (1, 4), (2, 3), (1, 2), (0, 0)):
        some = in_chunks().slice(first, last - first)
        credits = [
            (row, one.begin, one.end, one.role.value)
            for row, listed in enumerate(CREDITS[first:last])
            for one in listed
            if one.begin is not None
        ]
        columns = (column.tolist() for column in marked.spans(some, "credits", "role"))
        assert list(zip(*columns, strict=True)) == credits
        spans = [
            (row, one.begin, one.end, one.repeated)
            for row, listed in enumerate(FURNITURE[first:last])
            for one in listed
        ]
        columns = (column.tolist() for column in marked.spans(some, "furniture", "repeated"))
        assert list(zip(*columns, strict=True)) == spans
