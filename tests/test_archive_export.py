"""An archive as Parquet: whole or not at all, in types that every reader knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from syndetect import Archive, scan
from syndetect.archive import exporting
from syndetect.archive.views import VIEWS
from syndetect.errors import UsageError

PLAIN = {pa.string(), pa.bool_(), pa.int32(), pa.int64(), pa.float64()}


@pytest.fixture
def archive(newswire_archive: Path) -> Iterator[Archive]:
    with Archive.open(newswire_archive, write=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(newswire_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the example newswire."""
    made = tmp_path_factory.mktemp("export") / "parquet"
    with Archive.open(newswire_archive, write=False) as opened:
        opened.export(made)
    return made


def leaves(kind: pa.DataType) -> Iterator[pa.DataType]:
    """The types of the values inside a type."""
    if kind.num_fields:
        for at in range(kind.num_fields):
            yield from leaves(kind.field(at).type)
    else:
        yield kind


def test_every_table_is_there(folder: Path) -> None:
    """There is a file for each table that people may ask, a summary, and nothing else."""
    names = {path.name for path in folder.iterdir()}
    assert names == {"summary.json"} | {f"{name}.parquet" for name in VIEWS}
    assert [path.name for path in folder.parent.iterdir()] == ["parquet"]


@pytest.mark.parametrize("name", VIEWS)
def test_pyarrow_reads_the_rows_of_the_archive(archive: Archive, folder: Path, name: str) -> None:
    """Names and values are those of the table; types are plain, and so is what Parquet calls
    them."""
    file = pq.ParquetFile(folder / f"{name}.parquet")
    found, asked = file.read(), archive.sql(f"FROM {name}")
    assert found.column_names == asked.column_names
    key = str
    assert sorted(map(key, found.to_pylist())) == sorted(map(key, asked.to_pylist()))
    assert {leaf for one in found.schema.types for leaf in leaves(one)} <= PLAIN
    assert not any(pa.types.is_large_list(one) for one in found.schema.types)
    for at in range(file.metadata.num_columns):
        assert str(file.schema.column(at).logical_type.type) in ("STRING", "NONE")
        if file.metadata.num_row_groups:
            assert file.metadata.row_group(0).column(at).compression == "ZSTD"


@pytest.mark.parametrize("name", VIEWS)
def test_duckdb_reads_them(archive: Archive, folder: Path, name: str) -> None:
    """DuckDB gives the types back that the archive itself has."""
    import duckdb

    with duckdb.connect() as con:
        told = f"DESCRIBE FROM '{folder / name}.parquet'"
        types = {row[0]: row[1] for row in con.execute(told).fetchall()}
        count = con.execute(f"SELECT count(*) FROM '{folder / name}.parquet'").fetchall()[0][0]
    own = archive.sql(f"DESCRIBE {name}").to_pylist()
    assert types == {one["column_name"]: one["column_type"] for one in own}
    assert count == archive.sql(f"SELECT count(*) AS n FROM {name}").column("n")[0].as_py()


@pytest.mark.parametrize("name", VIEWS)
def test_polars_reads_them(folder: Path, name: str) -> None:
    """Polars gives the same rows."""
    import polars as pl

    path = folder / f"{name}.parquet"
    assert pl.read_parquet(path).to_dicts() == pq.read_table(path).to_pylist()


def test_rows_stand_in_order(folder: Path) -> None:
    """Articles, texts and relations are ordered by id, derivations by child."""
    for name, columns in {
        "articles": ["id"],
        "texts": ["id"],
        "relations": ["left", "right"],
        "derivations": ["child", "order"],
        "events": ["event"],
    }.items():
        rows = pq.read_table(folder / f"{name}.parquet", columns=columns).to_pylist()
        keys = [tuple(row[one] for one in columns) for row in rows]
        assert keys == sorted(keys), name
        assert len(keys) > 1, name


def test_the_same_archive_gives_the_same_bytes(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    """An export is a function of what is in the archive; an older one is replaced."""
    for _ in range(2):
        archive.export(tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    assert [path.name for path in tmp_path.iterdir()] == ["again"]


def test_an_export_that_fails_leaves_the_older_one(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk refuses on the way, the folder is as it was, and nothing lies beside it."""
    target = tmp_path / "parquet"
    archive.export(target)
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    own = exporting._write

    def failing(con: Any, name: str, path: Path) -> None:
        if name == "relations":
            raise OSError(28, "No space left on device")
        own(con, name, path)

    monkeypatch.setattr(exporting, "_write", failing)
    for folder in (target, tmp_path / "new"):
        with pytest.raises(UsageError, match=r"cannot be written there \(No space left"):
            archive.export(folder)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["parquet"]


@pytest.mark.parametrize("what", ["notes.txt", "summary.json", "texts.parquet"])
def test_a_folder_of_something_else_stays(archive: Archive, tmp_path: Path, what: str) -> None:
    """Nothing that is no export of ours is written over."""
    (tmp_path / what).write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty and no export"):
        archive.export(tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        archive.export(tmp_path / what)
    assert [path.name for path in tmp_path.iterdir()] == [what]


def test_a_result_folder_is_no_export(archive: Archive, tmp_path: Path) -> None:
    """Neither is written over by the other, though both have a summary."""
    archive.findings().save(tmp_path / "result")
    archive.export(tmp_path / "parquet")
    with pytest.raises(UsageError, match="no export"):
        archive.export(tmp_path / "result")
    with pytest.raises(UsageError, match="no result"):
        archive.findings().save(tmp_path / "parquet")


def test_a_scan_passes_over_an_export(folder: Path) -> None:
    """Tables of an export that lies among articles are no articles."""
    found = scan(folder.parent)
    assert found.articles.num_rows == 0
    assert found.summary["counts"]["result folders passed over"] == 1


def test_an_empty_archive_has_empty_tables(tmp_path: Path) -> None:
    """Before the first add every table is there, with its columns and types."""
    with Archive.open(tmp_path / "empty.archive") as empty:
        empty.export(tmp_path / "parquet")
        for name in VIEWS:
            found = pq.read_table(tmp_path / "parquet" / f"{name}.parquet")
            assert found.num_rows == 0
            assert found.column_names == empty.sql(f"FROM {name}").column_names


@pytest.mark.parametrize("rows", [1, 3, 4, 100])
def test_batches_are_written_in_groups_of_one_size(rows: int) -> None:
    """However the database cuts its answer, row groups have *rows* rows, but for the last."""
    table = pa.table({"n": pa.array(range(11), pa.int64())})
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=4))
    parts = list(exporting._grouped(reader, table.schema, rows))
    assert [part.num_rows for part in parts[:-1]] == [rows] * (len(parts) - 1)
    assert pa.concat_tables(parts).equals(table)
    assert all(0 < part.num_rows <= rows for part in parts)


def test_plain_types_hold_the_same_values() -> None:
    """Lists of structs of large strings come back as they were."""
    inner = pa.struct([("a", pa.large_string()), ("b", pa.int32())])
    kind = pa.large_list(inner)
    values = pa.array([[{"a": "x", "b": 1}], [], None], kind)
    plain = exporting.plain(kind)
    assert plain == pa.list_(pa.struct([("a", pa.string()), ("b", pa.int32())]))
    assert pc.cast(values, plain).to_pylist() == values.to_pylist()
