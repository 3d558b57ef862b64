"""A compacted archive has what it had, in less room."""

from __future__ import annotations

from pathlib import Path

from archived import assert_same, assert_scanned, newsroom, newswire

from syndetect.archive import Archive
from syndetect.archive.file import COMPACTING


def test_a_compacted_archive_finds_the_same(tmp_path: Path) -> None:
    """What it finds, answers and takes is as before, also when it is opened again; the file is no
    larger, and smaller where much has gone; nothing else is left in the folder."""
    path, rows = tmp_path / "news.archive", [*newsroom(), *newswire()]
    with Archive.open(path) as archive:
        for at in range(0, len(rows), 100):
            archive.add(rows[at : at + 100])
        archive.remove([row["id"] for row in rows[:260]])
        known, asked = archive.findings(), archive.query(newswire("p4")[0]["text"])
        before, after = archive.compact()
        assert after < before
        assert path.stat().st_size == after
        assert_same(archive.findings(), known)
        assert archive.query(newswire("p4")[0]["text"]) == asked
        assert archive.verify(again=True) == []
        again = archive.compact()
        assert again[1] <= again[0]
    assert [one.name for one in tmp_path.iterdir()] == ["news.archive"]
    with Archive.open(path) as archive:
        assert_same(archive.findings(), known)
        archive.add(rows[:60])
        assert archive.verify(again=True) == []


def test_what_a_killed_compact_has_left_is_removed(tmp_path: Path) -> None:
    """The half-written file of a process that was killed goes when the archive is next opened for
    writing, and not when it is read."""
    path = tmp_path / "news.archive"
    with Archive.open(path) as archive:
        archive.add(newswire("p1 p4"))
    left = [Path(f"{path}{COMPACTING}{end}") for end in ("", ".wal")]
    for one in left:
        one.write_bytes(b"half")
    with Archive.open(path, write=False) as archive:
        assert all(one.exists() for one in left)
    with Archive.open(path) as archive:
        assert not any(one.exists() for one in left)
        archive.compact()
        assert_scanned(archive, newswire("p1 p4"))


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Who opens an archive by a symbolic link compacts the file that it leads to."""
    path, link = tmp_path / "deep" / "news.archive", tmp_path / "link"
    path.parent.mkdir()
    link.symlink_to(path)
    with Archive.open(link) as archive:
        archive.add(newswire("p1 p4"))
        archive.compact()
    assert link.is_symlink()
    with Archive.open(path, write=False) as archive:
        assert_scanned(archive, newswire("p1 p4"))
