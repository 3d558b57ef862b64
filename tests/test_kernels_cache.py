"""Where compiled kernels lie, and that a person hears when they are compiled."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import pytest
from click.testing import CliRunner
from numba.core import event
from numba.core.caching import IndexDataCacheFile

import syndetect
from syndetect import api
from syndetect.cli import main
from syndetect.kernels import cache

ROOT = Path(__file__).resolve().parent.parent
# Compiled for two kinds of argument, and which.
_WIDTHS = "texts of one byte a character, and of four"
TWICE = {
    "furniture.page_lines": _WIDTHS,
    "hashing._whole": "words that are given, and lanes that are filled",
    "needles.mark_found": _WIDTHS,
    "punctuation._around": _WIDTHS,
    "punctuation.ends": _WIDTHS,
    "punctuation.lines": _WIDTHS,
    "punctuation.marks": _WIDTHS,
    "tokens._run": "each of two constants",
}


def kernel(module: str = "syndetect.kernels.made") -> Any:
    """A kernel that nobody has compiled before, as if declared in *module*."""
    names: dict[str, Any] = {"__name__": module}
    exec("def made(x):\n    return x + 1", names)
    return numba.njit(names["made"])


def test_the_first_compiled_kernel_is_told_once() -> None:
    """One sentence before all that is compiled, whatever is compiled; then no more of it."""
    heard: list[str] = []
    made = kernel()
    with cache.compiling(heard.append):
        assert heard == []
        made(1), made(2.0), kernel()(1)
    assert heard == [cache.COMPILING]
    made(numba.uint8(1)), kernel()(1)
    assert heard == [cache.COMPILING]


def test_what_is_compiled_is_not_told_again() -> None:
    """A kernel that is there already, and one of somebody else, are no news."""
    heard: list[str] = []
    made = kernel()
    made(1)
    with cache.compiling(heard.append):
        made(2), kernel("elsewhere")(1)
    assert heard == []


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each door of the library meets a kernel that is not compiled yet."""
    run, group = api.pipeline.run, api.group

    def first(call: Any) -> Any:
        def compiled_first(*given: Any, **named: Any) -> Any:
            kernel()(1)
            return call(*given, **named)

        return compiled_first

    monkeypatch.setattr(api.pipeline, "run", first(run))
    monkeypatch.setattr(api, "group", first(group))


@pytest.mark.usefixtures("fresh")
def test_each_door_tells() -> None:
    """Scan, compare and both groupings say that they compile."""
    texts = ["Ferries stop in Tornhaven.", "Fog lies over the Kell gorge."]
    rows = [{"id": text[:3], "text": text} for text in texts]
    for door in (
        lambda tell: syndetect.scan(rows, tell=tell),
        lambda tell: syndetect.near_duplicates(rows, tell=tell),
        lambda tell: syndetect.group_texts(texts, tell=tell),
        lambda tell: syndetect.compare(*texts, tell=tell),
    ):
        heard: list[str] = []
        door(heard.append)
        assert heard == [cache.COMPILING]


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("words", [["scan"], ["scan", "--near-duplicates"], ["compare"]])
def test_the_shell_says_that_it_compiles(words: list[str], tmp_path: Path) -> None:
    """One line on stderr, and stdout as ever."""
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for at, file in enumerate(files):
        file.write_text(f"Ferries stop in Tornhaven, and {at} boats wait.")
    arguments = [*words, *map(str, files)]
    first = CliRunner().invoke(main, arguments)
    assert first.exit_code == 0
    assert first.stderr.splitlines().count(cache.COMPILING) == 1
    assert cache.COMPILING not in first.stdout


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, with numba's own settings put back afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    return tmp_path


def test_the_own_folder_is_the_users_alone(temporary: Path) -> None:
    """It is made once, open to nobody else, and found again."""
    folder = cache.own_folder()
    assert folder == cache.own_folder()
    assert (folder.parent, stat.S_IMODE(folder.stat().st_mode)) == (temporary, 0o700)


@pytest.mark.parametrize("taken", ["open to others", "a link", "a dangling link", "a file"])
def test_a_folder_of_somebody_else_is_not_trusted(taken: str, temporary: Path) -> None:
    """What others may have put there is never loaded: a new folder is taken instead."""
    name = temporary / f"syndetect-kernels-{os.getuid()}"
    if taken == "a file":
        name.write_text("")
    elif taken == "open to others":
        name.mkdir()
        name.chmod(0o777)
    else:
        (temporary / "theirs").mkdir(mode=0o700)
        name.symlink_to(temporary / ("theirs" if taken == "a link" else "nothing"))
    folder = cache.own_folder()
    assert folder != name
    assert (folder.is_symlink(), stat.S_IMODE(folder.stat().st_mode)) == (False, 0o700)
    assert folder != cache.own_folder()


def test_numbas_choice_is_left_alone(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba finds a folder by itself, nothing is changed."""
    monkeypatch.setattr(cache, "own_folder", None)
    before = numba.config.CACHE_DIR
    cache.settle()
    assert before == numba.config.CACHE_DIR


def test_where_nothing_can_be_written_that_is_said(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the setting that helps; the shell shows it as a line."""

    def refuse() -> Path:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(cache, "_kept", lambda: False)
    monkeypatch.setattr(cache, "own_folder", refuse)
    with pytest.raises(OSError, match="set NUMBA_CACHE_DIR to a folder") as refused:
        cache.settle()
    assert refused.value.filename == str(Path(cache.__file__).parent)


def locked(folder: Path) -> dict[str, str]:
    """A copy of the package in *folder*, and an environment, where numba can write to no folder
    it knows: files stand in the way, for they bind root as well."""
    shutil.copytree(
        ROOT / "syndetect", folder / "syndetect", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "syndetect" / "kernels" / "__pycache__").write_text("")
    (folder / "home").write_text("")
    (folder / "temporary").mkdir()
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    return kept | {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "temporary"),
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture
def declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A kernel with a kernel in it, in a module of its own, that numba keeps in *tmp_path*."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "kept"))
    source = tmp_path / "declared.py"
    source.write_text(
        "from numba import njit\n"
        "@njit(cache=True)\ndef inner(x):\n    return x + 1\n"
        "@njit(cache=True)\ndef outer(x):\n    return inner(x) * 2\n"
    )
    spec = importlib.util.spec_from_file_location("syndetect.kernels.declared", source)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.outer


def test_one_process_at_a_time_keeps_a_kernel(
    declared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a kernel is written nobody else has the lock; it is free while one is compiled, and
    afterwards."""
    seen: list[tuple[str, bool]] = []
    lock = Path(declared.stats.cache_path, "syndetect.lock")

    def is_free() -> bool:
        with lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    save = IndexDataCacheFile.save

    def watched(self: Any, *given: Any) -> None:
        seen.append(("kept", is_free()))
        save(self, *given)

    class Begun(event.Listener):
        def on_start(self, _: Any) -> None:
            seen.append(("begun", is_free()))

        def on_end(self, _: Any) -> None:
            pass

    monkeypatch.setattr(IndexDataCacheFile, "save", watched)
    with event.install_listener("numba:compile", Begun()):
        assert declared(4) == 10
    assert seen == [("begun", True), ("begun", True), ("kept", False), ("kept", False)]
    assert is_free()


def test_a_folder_without_locks_is_no_error(declared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file system knows no locks, kernels are compiled and kept without."""

    def refuse(*_: Any) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert declared(4) == 10
    assert list(Path(declared.stats.cache_path).glob("*outer*.nbi"))


HASH = """
import numpy as np, syndetect
from syndetect.kernels import hashing
print(hashing.digest_rows(np.array([0, 2]), np.array([3, 4], dtype=np.uint64)).tolist())
print(sum(hashing._fill_digests.stats.cache_hits.values()), syndetect.__file__)
"""


def test_a_package_that_cannot_be_written_to_is_no_traceback(tmp_path: Path) -> None:
    """Kernels lie in the temporary folder then; processes that compile them at once agree, and
    the next process compiles nothing."""
    environment = locked(tmp_path)

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", HASH],
            env=environment,
            cwd=tmp_path,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    at_once = [process.communicate() for process in (start(), start(), start())]
    after = start().communicate()
    assert [error for _, error in (*at_once, after)] == [""] * 4
    assert len({out.splitlines()[0] for out, _ in (*at_once, after)}) == 1
    assert after[0].splitlines()[1] == f"1 {tmp_path / 'syndetect' / '__init__.py'}"
    (folder,) = (tmp_path / "temporary").iterdir()
    assert list(folder.rglob("hashing._fill_digests-*.nbi"))


SCAN = """
import importlib, pkgutil
from conftest import NEWSWIRE
from numba.core.dispatcher import Dispatcher
from syndetect import kernels, scan
scan([dict(row) for row in NEWSWIRE])
for _, name, _ in pkgutil.iter_modules(kernels.__path__):
    module = importlib.import_module(f"{kernels.__name__}.{name}")
    for made in vars(module).values():
        if isinstance(made, Dispatcher) and made.__module__ == module.__name__:
            print(f"{name}.{made.__name__}", len(made.signatures))
"""


def test_a_kernel_is_compiled_once() -> None:
    """A scan has no kernel compiled for a second kind of argument, but where two are needed: it
    would make the first scan on a machine longer."""
    done = subprocess.run(
        [sys.executable, "-c", SCAN],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    counts = dict(line.split() for line in done.stdout.splitlines())
    assert len(counts) > 100
    assert {name for name, count in counts.items() if int(count) > 1} <= set(TWICE)
