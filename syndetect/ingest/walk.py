"""Files to read, from any number of files and folders.

The order in which paths are given, and the order in which the disk lists them, change nothing.
Hidden entries and folders that hold a result of ours are passed over and counted, but for what a
scan that is not done has beside its result, which comes and goes; no file is opened here.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from syndetect.errors import InputError, UsageError
from syndetect.ingest.collection import Ledger
from syndetect.ingest.decoding import clean
from syndetect.unfinished import BESIDE

# What the folder of a result holds, and by which a result is known.
_SUMMARY, _TOOL = "summary.json", "syndetect"
_BUFFER = 2**17  # bytes read at a time


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. ``name`` is its path below the base, with ``/`` separators.

    ``given`` is True where the caller named this very file.
    """

    path: Path
    name: str
    given: bool


def find(
    paths: Sequence[str | Path], ledger: Ledger, base: str | Path | None = None
) -> list[Found]:
    """All files in *paths*, sorted by the parts of their names, each file once.

    Folders are walked recursively. Names are relative to the folder *base*; without one to the
    folder given, or to that which all inputs have in common, where there are several. Links are
    followed once, so that loops end. Raises InputError for a path that does not exist or cannot be
    read, UsageError for one that does not lie in *base*.
    """
    given = _given(paths)
    root = _common_folder(given) if base is None else _base(base, given)
    ledger.root = f"{root}{os.sep}"
    files: dict[Path, bool] = {path: True for path in given if not path.is_dir()}
    for path in _walk([path for path in given if path.is_dir()], root, ledger):
        files.setdefault(path, False)
    found = [Found(path, _name(path, root), named) for path, named in _once(files, ledger)]
    return sorted(found, key=lambda file: file.name.split("/"))


def state_of(paths: Sequence[str | Path], base: str | Path | None = None) -> str:
    """A digest of which files there are in *paths*, their names, sizes and times of change, and of
    what is passed over.
    """
    ledger, found = Ledger(), hashlib.blake2b(digest_size=16)
    for file in find(paths, ledger, base):
        told = (str(file.path), file.name, file.given, *_state(file.path))
        found.update(json.dumps(told).encode())
    found.update(json.dumps([asdict(skip) for skip in ledger.skips]).encode())
    found.update(json.dumps(ledger.counts, sort_keys=True).encode())
    return found.hexdigest()


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:  # a link to nothing, say: it is skipped when it is read
        return -1, -1
    return state.st_size, state.st_mtime_ns


def _given(paths: Sequence[str | Path]) -> list[Path]:
    if isinstance(paths, str | Path):
        paths = [paths]
    if not paths:
        raise UsageError("No file or folder is given. Name at least one.")
    given = []
    for raw in paths:
        path = Path(os.path.abspath(raw))  # noqa: PTH100  resolve() would follow links
        try:
            exists = path.exists()
        except (OSError, ValueError):  # a name too long, or with a NUL
            exists = False
        if not exists:
            raise InputError(f"{raw}: no such file or folder. Check the spelling of the path.")
        if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
            raise InputError(f"{raw}: no permission to read it. Change its mode, or leave it out.")
        given.append(path)
    return sorted(set(given))


def _common_folder(given: list[Path]) -> Path:
    return Path(os.path.commonpath([path if path.is_dir() else path.parent for path in given]))


def _base(base: str | Path, given: list[Path]) -> Path:
    """The folder *base*, which all that is given lies in."""
    root = Path(os.path.abspath(base))  # noqa: PTH100  as what is given
    if not root.is_dir():
        raise UsageError(f"the base {base} is no folder: name one above all that is read.")
    outside = [path for path in given if not path.is_relative_to(root)]
    if outside:
        raise UsageError(
            f"{outside[0]} does not lie in the base {root}: name a folder above all that is read."
        )
    return root


def _walk(folders: list[Path], root: Path, ledger: Ledger) -> list[Path]:
    """All files below *folders*; linked folders come last and are entered once."""
    files: list[Path] = []
    seen: set[str] = set()
    pending, linked = sorted(folders, reverse=True), list[Path]()
    while pending or linked:
        if not pending:
            linked.sort(reverse=True)
            pending.append(linked.pop())
        folder = pending.pop()
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        try:
            listed = [entry for entry in os.scandir(folder) if not _comes_and_goes(entry)]
        except OSError as error:
            ledger.skip(_name(folder, root), None, "unreadable folder", error.strerror or "")
            continue
        entries = sorted(listed, key=lambda entry: entry.name, reverse=True)
        if _is_result(folder, entries):
            ledger.count("result folders passed over")
            continue
        for entry in entries:
            path = folder / entry.name
            folder_like = _is_folder(entry)
            if entry.name.startswith("."):
                ledger.count("hidden folders" if folder_like else "hidden files")
            elif not folder_like:
                files.append(path)
            elif entry.is_symlink():
                linked.append(path)
            else:
                pending.append(path)
    return files


def _is_result(folder: Path, entries: Sequence[os.DirEntry[str]]) -> bool:
    """Whether *folder* is what a scan wrote: its tables are no articles."""
    if not any(entry.name == _SUMMARY for entry in entries):
        return False
    try:
        with regular(folder / _SUMMARY) as file:
            found = json.load(file)
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("tool") == _TOOL


def _comes_and_goes(entry: os.DirEntry[str]) -> bool:
    """Whether *entry* is of a scan that is not done: stopped and taken up, it reads the same."""
    return entry.name.startswith(".") and entry.name.endswith(BESIDE) and _is_folder(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: reading it as a file gives the reason
        return False


def _once(files: dict[Path, bool], ledger: Ledger) -> list[tuple[Path, bool]]:
    """*files* without second names of one file: its own name stays rather than a link's."""
    names: dict[str, tuple[Path, bool]] = {}
    for path in sorted(files, key=lambda path: (path.is_symlink(), path.parts)):
        real = os.path.realpath(path)
        if real in names:
            first, named = names[real]
            names[real] = (first, named or files[path])
            ledger.count("second names of one file")
        else:
            names[real] = (path, files[path])
    return sorted(names.values(), key=lambda pair: pair[0].parts)


def _name(path: Path, root: Path) -> str:
    return clean(path.relative_to(root).as_posix())[0]


def regular(path: Path) -> BinaryIO:
    """A regular file, open. Raises OSError; pipes and devices count as unreadable."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(0, "not a regular file")
    return path.open("rb", buffering=_BUFFER)
