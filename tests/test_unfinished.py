"""The folder of a run that is not done: what is whole is taken up, by one run at a time."""

from __future__ import annotations

import gc
import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest

from syndetect import unfinished
from syndetect.errors import UsageError
from syndetect.shelf import Shelf
from syndetect.unfinished import Unfinished

WHOLE = pa.table({"name": [f"name {row}" for row in range(150)]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a run with a key left when it was stopped: one table."""
    shelf = Shelf(0, tmp_path / "work", {"settings": "a"})
    shelf.keep("whole", WHOLE.schema, [WHOLE])
    shelf.close()
    return tmp_path / "work"


def taken_up(folder: Path) -> tuple[str, ...]:
    """What a run with that key finds; when it is over, it leaves the folder."""
    shelf = Shelf(0, folder, {"settings": "a"})
    assert shelf.keep("whole", WHOLE.schema, [WHOLE]).equals(WHOLE)
    shelf.close()
    return shelf.found


def test_what_is_whole_is_taken_up(folder: Path) -> None:
    """Once, and once more."""
    assert taken_up(folder) == taken_up(folder) == ("whole",)


@pytest.mark.parametrize("length", [0, 4, 8, 700, -1])
def test_a_file_that_is_not_whole_is_not_taken_up(length: int, folder: Path) -> None:
    """Whatever of it a disk has kept: then nothing of that run is, and all is made anew."""
    file = folder / "whole.arrow"
    file.write_bytes(file.read_bytes()[:length])
    assert taken_up(folder) == ()
    assert taken_up(folder) == ("whole",)


@pytest.mark.parametrize("place", [-9, -1])
def test_a_file_without_its_marks_is_not_taken_up(place: int, folder: Path) -> None:
    """One byte that is another, where Arrow ends a table, and says how much it is."""
    file = folder / "whole.arrow"
    held = bytearray(file.read_bytes())
    held[place] ^= 64
    file.write_bytes(held)
    assert taken_up(folder) == ()
    assert taken_up(folder) == ("whole",)


@pytest.mark.parametrize("key", [None, b"", b"\xff\xfe{", b"[]"])
def test_a_folder_without_its_key_is_not_taken_up(key: bytes | None, folder: Path) -> None:
    """Nobody knows of what run its tables are."""
    (folder / "run.json").unlink()
    if key is not None:
        (folder / "run.json").write_bytes(key)
    assert taken_up(folder) == ()
    assert taken_up(folder) == ("whole",)


def test_tables_of_another_key_are_not_taken_up(folder: Path) -> None:
    """Other settings, other articles: nothing of the earlier run stays."""
    assert Shelf(0, folder, {"settings": "b"}).found == ()
    assert not folder.exists()


def test_tables_of_other_code_are_not_taken_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same version in another state, as in a checkout: one module that is another is enough."""
    package = tmp_path / "package"
    package.mkdir()
    monkeypatch.setattr(unfinished, "__file__", str(package / "unfinished.py"))
    (package / "unfinished.py").write_text("A = 1")
    (package / "__pycache__").mkdir()
    assert taken_up(folder) == ()
    (package / "__pycache__" / "unfinished.pyc").write_bytes(b"compiled")
    assert taken_up(folder) == ("whole",)
    (package / "unfinished.py").write_text("A = 2")
    assert taken_up(folder) == ()
    (package / "unfinished.py").rename(package / "other.py")
    assert taken_up(folder) == ()


def test_tables_of_other_letters_or_packages_are_not_taken_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the letters of another Unicode, or another version of what reads pages or knows words,
    texts may be read otherwise."""
    known = unfinished.version
    digests = {unfinished.code()}
    for package in ("trafilatura", "wordfreq"):
        with monkeypatch.context() as other:
            other.setattr(
                unfinished, "version", lambda name, of=package: known(name) + "9" * (name == of)
            )
            digests.add(unfinished.code())
    monkeypatch.setattr(unicodedata, "unidata_version", "3.2.0")
    digests.add(unfinished.code())
    assert len(digests) == 4
    assert taken_up(folder) == ()


def test_a_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it; and its name is before the next stage begins."""
    settled: list[tuple[str, int]] = []

    def on_disk(path: Path) -> None:
        settled.append((path.name, path.stat().st_size if path.is_file() else -1))

    monkeypatch.setattr(unfinished, "on_disk", on_disk)
    Shelf(0, tmp_path / "work").keep("whole", WHOLE.schema, [WHOLE])
    size = (tmp_path / "work" / "whole.arrow").stat().st_size
    assert settled[1:] == [("whole.arrow.part", size), ("work", -1)]
    assert settled[0][0] == "run.json"


def test_a_run_is_alone_in_its_folder_also_within_a_process(folder: Path) -> None:
    """Two threads with one result: the second is told, and takes nothing; when the first is over,
    or forgotten, its turn comes."""
    first = Shelf(0, folder, {"settings": "a"})
    for key in ("a", "b"):
        with pytest.raises(UsageError, match=r"in use.*--out"):
            Shelf(0, folder, {"settings": key})
    first.close()
    second = Shelf(0, folder, {"settings": "a"})
    assert second.found == ("whole",)
    first.clear()
    assert (folder / "whole.arrow").exists()
    del second
    gc.collect()
    assert taken_up(folder) == ("whole",)


def test_two_runs_that_begin_at_a_time_do_not_share(tmp_path: Path) -> None:
    """Both were there before the folder was: the first takes it."""
    one, other = (Unfinished(tmp_path / "work", {"n": n}) for n in (1, 2))
    assert one.found() == other.found() == ()
    one.begin()
    with pytest.raises(UsageError, match=r"in use.*--out"):
        other.begin()
    other.clear()
    assert (tmp_path / "work").exists()


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    """What is not of a run is neither removed nor written beside."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "novel.txt").write_text("Chapter one.")
    with pytest.raises(UsageError, match="in the way"):
        Shelf(0, tmp_path / "work")
    assert {path.name for path in (tmp_path / "work").iterdir()} == {"novel.txt"}
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="in the way"):
        Shelf(0, tmp_path / "file")


def test_a_folder_that_cannot_be_written_to_is_named(folder: Path) -> None:
    """With what to do: its lock cannot be had."""
    (folder / "lock").unlink()
    (folder / "lock").mkdir()
    with pytest.raises(UsageError, match=r"work cannot be written to.*--out"):
        Shelf(0, folder)
