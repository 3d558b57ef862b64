"""What is known of all articles while others are asked about."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from archived import made, newsroom, newswire

from syndetect.archive.file import File
from syndetect.archive.made import own_settings
from syndetect.archive.world import World, called


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Some hundred articles, with ids that sort otherwise in other alphabets."""
    rows = [*newsroom(), *newswire()]
    heads = ("ä", "z", "A", "\N{GRINNING FACE}", "a\0", "\ufb01", "_")
    renamed = [{**row, "id": f"{heads[at % len(heads)]}{row['id']}"} for at, row in enumerate(rows)]
    path = made(tmp_path_factory.mktemp("world") / "news.archive", renamed)
    file = File(path, write=False)
    try:
        return World.of(file.con, own_settings(file, None))
    finally:
        file.close()


@pytest.mark.parametrize("name", ["derivations", "sources"])
def test_rows_are_found_by_their_name(world: World, name: str) -> None:
    """Every name has the rows that a look at all finds, in their order; another has none."""
    table: pa.Table = getattr(world, name)
    names = set(table.column(0).to_pylist())
    assert len(names) > 20
    for one in (*names, *world.ids.to_pylist(), "", "no", "\U0010ffff"):
        assert called(table, one) == table.filter(pc.equal(table.column(0), one)).to_pylist()
