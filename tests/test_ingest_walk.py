"""Which files are read, under which names."""

from __future__ import annotations

import os
from itertools import permutations
from pathlib import Path

import pytest

from syndetect.errors import InputError, UsageError
from syndetect.ingest.collection import Ledger
from syndetect.ingest.walk import find, state_of


def fill(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def names(*paths: Path, ledger: Ledger | None = None) -> list[str]:
    return [found.name for found in find(list(paths), ledger or Ledger())]


def test_folders_are_walked_in_a_stable_order(tmp_path: Path) -> None:
    """Names are relative to the folder, with slashes, sorted part by part."""
    fill(tmp_path, "b/2.txt", "b/1.md", "a-z.txt", "a/c/3.HTML", "a/4.jsonl.gz")
    assert names(tmp_path) == ["a/4.jsonl.gz", "a/c/3.HTML", "a-z.txt", "b/1.md", "b/2.txt"]


def test_result_folders_are_passed_over(tmp_path: Path) -> None:
    """What a scan wrote is no article, wherever it lies; other summaries change nothing."""
    fill(tmp_path, "a.txt", "r/articles.jsonl", "r/deep/b.txt", "s/c.txt", "t/d.txt", "u/e.txt")
    (tmp_path / "r/summary.json").write_text('{"tool": "syndetect"}')
    (tmp_path / "s/summary.json").write_text('{"tool": "another"}')
    (tmp_path / "t/summary.json").write_text("[" * 100_000)
    (tmp_path / "u/summary.json").mkdir()
    ledger = Ledger(strict=True)
    kept = ["a.txt", "s/c.txt", "s/summary.json", "t/d.txt", "t/summary.json", "u/e.txt"]
    assert names(tmp_path, ledger=ledger) == kept
    assert ledger.counts["result folders passed over"] == 1
    assert names(tmp_path / "r") == []
    assert names(tmp_path / "r/articles.jsonl") == ["articles.jsonl"]


def test_hidden_entries_are_counted(tmp_path: Path) -> None:
    """Hidden files and folders are passed over, unless they are named themselves."""
    fill(tmp_path, "a.txt", ".b.txt", ".git/c.txt")
    ledger = Ledger()
    assert names(tmp_path, ledger=ledger) == ["a.txt"]
    assert ledger.counts == {"hidden files": 1, "hidden folders": 1}
    assert names(tmp_path / ".git") == ["c.txt"]


def test_several_inputs_are_named_from_their_common_folder(tmp_path: Path) -> None:
    """The order of inputs and their overlap change nothing; each file is read once."""
    fill(tmp_path, "x/a/1.txt", "x/b/2.txt", "x/3.txt")
    inputs = [tmp_path / "x/a", tmp_path / "x/b/2.txt", tmp_path / "x/b", tmp_path / "x/b/2.txt"]
    for order in permutations(inputs):
        assert names(*order) == ["a/1.txt", "b/2.txt"]
    assert names(tmp_path / "x/a/1.txt") == ["1.txt"]


def test_links_are_followed_once(tmp_path: Path) -> None:
    """Loops end, a linked folder from elsewhere is entered, and one file is read under one name."""
    fill(tmp_path, "in/a/1.txt", "out/2.txt")
    (tmp_path / "in/a/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/elsewhere").symlink_to(tmp_path / "out")
    (tmp_path / "in/0.txt").symlink_to(tmp_path / "in/a/1.txt")
    (tmp_path / "in/self.txt").symlink_to(tmp_path / "in/self.txt")
    ledger = Ledger()
    assert names(tmp_path / "in", ledger=ledger) == ["a/1.txt", "elsewhere/2.txt", "self.txt"]
    assert ledger.counts["second names of one file"] == 1


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """The message names the path and says what to do."""
    with pytest.raises(InputError, match=r"nowhere\.txt: no such file or folder\. Check"):
        find([tmp_path, tmp_path / "nowhere.txt"], Ledger())
    with pytest.raises(InputError, match="no such file"):
        find(["a\0b"], Ledger())
    with pytest.raises(UsageError, match="No file or folder"):
        find([], Ledger())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_named_path_without_permission_is_an_error(tmp_path: Path) -> None:
    """What the caller names must be readable; what a folder holds is skipped."""
    fill(tmp_path, "a/1.txt")
    (tmp_path / "a").chmod(0)
    try:
        with pytest.raises(InputError, match="no permission"):
            find([tmp_path / "a"], Ledger())
        ledger = Ledger()
        assert names(tmp_path, ledger=ledger) == []
        assert ledger.skips[0].reason == "unreadable folder"
    finally:
        (tmp_path / "a").chmod(0o700)


def test_a_single_path_may_stand_alone(tmp_path: Path) -> None:
    """A string is one path, not a sequence of letters."""
    fill(tmp_path, "a.txt")
    assert [file.name for file in find(str(tmp_path), Ledger())] == ["a.txt"]


def test_what_a_scan_has_beside_its_result_is_not_counted(tmp_path: Path) -> None:
    """It comes and goes; hidden files of such names are hidden files."""
    fill(tmp_path, ".r.unfinished/a.txt", ".r.x1.part/result/b.txt", ".git/c.txt", "r.part/d.txt")
    fill(tmp_path, ".e.unfinished", ".f.part")
    ledger = Ledger(strict=True)
    assert names(tmp_path, ledger=ledger) == ["r.part/d.txt"]
    assert ledger.counts == {"hidden folders": 1, "hidden files": 2}


def test_the_state_of_files_tells_what_would_be_read(tmp_path: Path) -> None:
    """Another size, time or name of a file, and another account of what is passed over, give
    another state; a link to nothing, which reading skips, is no trouble."""
    fill(tmp_path, "in/sub/a.txt", "in/sub/b.txt")
    root = tmp_path / "in"
    states = [state_of([root]), state_of([root / "sub"]), state_of([root, root / "sub/a.txt"])]
    (root / "sub/a.txt").write_text("longer than it was")
    states.append(state_of([root]))
    os.utime(root / "sub/a.txt", ns=(1, 1))
    states.append(state_of([root]))
    for name in ("c.txt", "c.png", ".c"):
        fill(root, name)
        states.append(state_of([root]))
    (root / "d.txt").symlink_to(root / "nothing.txt")
    states.append(state_of([root]))
    assert len(set(states)) == len(states) == 9
    assert state_of([root]) == states[-1]
    fill(root, ".r.unfinished/readings.arrow")
    assert state_of([root / "sub", root]) == states[-1]


def test_a_base_names_files_from_itself(tmp_path: Path) -> None:
    """Names are relative to the base, whatever below it is named, in whatever order; so is the
    state of files. The base itself may be named."""
    fill(tmp_path, "crawl/d1/echo/a.txt", "crawl/d2/echo/a.txt", "crawl/d2/b.txt")
    crawl = tmp_path / "crawl"
    for inputs in ([crawl / "d2"], [crawl / "d2/b.txt", crawl / "d2/echo"]):
        found = [file.name for file in find(inputs, Ledger(), crawl / "d1/..")]
        assert found == ["d2/b.txt", "d2/echo/a.txt"]
    assert len(find([crawl], Ledger(), str(crawl))) == 3
    states = {state_of([crawl / "d2"], base) for base in (None, crawl, tmp_path)}
    assert len(states) == 3


def test_what_does_not_lie_in_the_base_is_refused(tmp_path: Path) -> None:
    """A path outside, one whose name only begins like the base, a base that is a file or that is
    not there: errors that name it."""
    fill(tmp_path, "crawl/a.txt", "crawl2/b.txt")
    for path, base, said in (
        ("crawl2", "crawl", "crawl2 does not lie in the base .*crawl: name a folder above"),
        ("crawl/a.txt", "crawl/a.txt", "the base .*a.txt is no folder"),
        ("crawl", "nowhere", "the base .*nowhere is no folder"),
    ):
        with pytest.raises(UsageError, match=said):
            find([tmp_path / "crawl", tmp_path / path], Ledger(), tmp_path / base)
