"""Headers of sketches: they travel with what is stored, and tell what may not be compared."""

from __future__ import annotations

import dataclasses

import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.errors import SettingsError
from syndetect.fingerprint import fingerprint
from syndetect.settings import Fingerprints
from syndetect.sketch import SketchHeader, check_same

FEW = Fingerprints(minima=16)
LAW = settings(deadline=None, derandomize=True, max_examples=40)


def test_headers_travel_with_the_table() -> None:
    """A table says how its sketches were made; one that does not is refused."""
    result = fingerprint(oracles.readings([[1, 2]]), FEW)
    assert SketchHeader.read(result) == SketchHeader.of(FEW)
    for metadata in (None, {b"syndetect.sketch": b"[]"}, {b"syndetect.sketch": b"{"}):
        with pytest.raises(SettingsError, match="make them anew"):
            SketchHeader.read(result.replace_schema_metadata(metadata))


@LAW
@given(
    header=st.builds(
        SketchHeader,
        size=st.integers(1, 1024),
        seed=st.integers(0, 2**31 - 1),
        width=st.integers(2, 12),
        scheme=st.text(max_size=9),
        version=st.integers(1, 9),
    )
)
def test_headers_come_back_from_json(header: SketchHeader) -> None:
    """Any header is the same after it was JSON, as text or as bytes."""
    assert SketchHeader.from_json(header.to_json()) == header
    assert SketchHeader.from_json(header.to_json().encode()) == header


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "{}",
        '{"size": 16, "seed": 1}',
        '{"size": "16", "seed": 1, "width": 5}',
        '{"size": 16.0, "seed": 1, "width": 5}',
        '{"size": 16, "seed": 1, "width": true}',
        '{"size": 16, "seed": 1, "width": 5, "colour": "red"}',
        b"\xff",
    ],
)
def test_what_is_no_header_is_refused(text: str | bytes) -> None:
    """JSON of something else, or of a header with fields that lack, are new or are of another
    type, is no header."""
    with pytest.raises(SettingsError, match="make them anew"):
        SketchHeader.from_json(text)


@pytest.mark.parametrize(
    ("change", "named"),
    [({"seed": 2}, "seed 1 and 2"), ({"width": 4}, "width 5 and 4"), ({"minima": 32}, "size")],
)
def test_sketches_that_do_not_agree_are_refused(change: dict[str, int], named: str) -> None:
    """The error names what differs; headers that agree pass."""
    header = SketchHeader.of(FEW)
    check_same(header, SketchHeader.of(Fingerprints(minima=16)))
    with pytest.raises(SettingsError, match=named):
        check_same(header, SketchHeader.of(Fingerprints(**{"minima": 16, **change})))


@pytest.mark.parametrize("name", [one.name for one in dataclasses.fields(SketchHeader)])
def test_every_field_must_agree(name: str) -> None:
    """No field of a header is left out of the comparison, and the remedy ends the message."""
    header = SketchHeader.of(FEW)
    other = dataclasses.replace(header, **{name: type(getattr(header, name))(99)})
    with pytest.raises(SettingsError, match=rf"compared: {name} \S+ and '?99'?; ask the cat$"):
        check_same(header, other, "ask the cat")
