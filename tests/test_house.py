"""The floors of the house, held as data and read off the imports of every module.

A module imports from its own floor and from floors below it, and only the third-party
packages that its place allows. A place that the table does not know fails: put it on a floor.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import syndetect

HOUSE = "syndetect"
ROOT = Path(__file__).resolve().parent.parent / HOUSE
DOORS = 10


@dataclass(frozen=True)
class Place:
    """A module or package right under the house: its floor, and what it may import."""

    floor: int
    third_party: frozenset[str] = frozenset()


def place(floor: int, packages: str = "") -> Place:
    return Place(floor, frozenset(packages.split()))


FLOORS = {
    "errors": place(0),
    "agency": place(0),
    "setting": place(0),
    "settings": place(0),
    "model": place(0),
    "schema": place(0, "numpy pyarrow"),
    "stored": place(0, "numpy pyarrow"),
    "replacing": place(0),
    "unfinished": place(0, "pyarrow xxhash"),
    "shelf": place(0, "numpy pyarrow"),
    "engines": place(0, "loky pyarrow pyspark"),
    "budget": place(0, "psutil"),
    "earlier": place(0, "numpy pyarrow"),
    "text": place(1, "Stemmer msgpack numpy numba py3langid pyarrow xxhash"),
    "kernels": place(1, "numpy numba"),
    "ingest": place(2, "numpy pyarrow trafilatura lxml fastwarc xxhash backports compression"),
    "credits": place(2),
    "drawn": place(2, "numpy pyarrow"),
    "hashed": place(2, "numpy pyarrow"),
    "marked": place(3, "numpy pyarrow"),
    "sketch": place(3, "pyarrow"),
    "fingerprint": place(3, "numpy pyarrow xxhash datasketch"),
    "candidates": place(4, "numpy pyarrow xxhash datasketch"),
    "events": place(4, "numpy pyarrow xxhash datasketch"),
    "evidence": place(5, "numpy pyarrow xxhash datasketch"),
    "provenance": place(6, "numpy pyarrow networkx"),
    "export": place(7, "numpy pyarrow networkx"),
    "report": place(7, "jinja2"),
    "judgement": place(6, "numpy pyarrow"),
    "store": place(7, "pyarrow"),
    "rejudge": place(7, "numpy pyarrow"),
    "explanation": place(7),
    "findings": place(7, "numpy pyarrow"),
    "pipeline": place(8, "pyarrow"),
    "stages": place(8, "numpy pyarrow"),
    "summary": place(8, "numpy"),
    "assemble": place(8, "numpy pyarrow"),
    "nearduplicates": place(8, "numpy pyarrow"),
    "archive": place(9, "numpy pyarrow duckdb xxhash datasketch"),
    "api": place(DOORS, "numpy"),
    "cli": place(DOORS, "click rich"),
    "__init__": place(DOORS),
    "__main__": place(DOORS),
    # Beside the house: stands on the ground alone, and only the doors open to it.
    "newsroom": place(DOORS),
}
BESIDE = {"newsroom": 0}  # the highest floor it stands on
ALONE = {"kernels": "numpy and numba and nothing else"}
ON_USE = frozenset(
    {"datasketch", "loky", "trafilatura", "fastwarc", "pyspark", "duckdb"}
)  # slow or optional: never at the top
BANNED_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "base", "misc"})
LOADERS = ("import_module", "__import__")
COMPUTED = "<computed>"
LINES = 300
LINES_HARD = 350
LONG: dict[str, str] = {  # path: why it is longer than LINES; nothing passes LINES_HARD
    "schema.py": "a list: tables are looked up in one place",
}

MODULES = sorted(ROOT.rglob("*.py"))


@dataclass(frozen=True)
class Import:
    """One imported module by its absolute name, and whether it waits for a call."""

    name: str
    line: int
    on_use: bool


def imports_of(source: str, parts: tuple[str, ...], *, package: bool) -> Iterator[Import]:
    """Every import of a module, wherever it stands; *parts* is its dotted name."""
    around = parts if package else parts[:-1]
    stack: list[tuple[ast.AST, bool]] = [(ast.parse(source), False)]
    while stack:
        node, on_use = stack.pop()
        for name in names_in(node, around):
            yield Import(name, getattr(node, "lineno", 0), on_use)
        lazy = on_use or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        lazy = lazy or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
        stack.extend((child, lazy) for child in ast.iter_child_nodes(node))


def names_in(node: ast.AST, around: tuple[str, ...]) -> list[str]:
    """Absolute names that one node imports; ``from a import b`` gives ``a.b``."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        stem = around[: len(around) - node.level + 1] if node.level else ()
        stem += tuple((node.module or "").split(".")) if node.module else ()
        return [".".join((*stem, alias.name)) for alias in node.names]
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(LOADERS):
        return [loaded_name(node, around)]
    return []


def loaded_name(node: ast.Call, around: tuple[str, ...]) -> str:
    """The module that ``import_module("…")`` loads, or COMPUTED where no literal says."""
    first = node.args[0] if node.args else None
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return COMPUTED
    tail = first.value.lstrip(".")
    level = len(first.value) - len(tail)
    stem = around[: len(around) - level + 1] if level else ()
    return ".".join((*stem, tail))


def breaches(source: str, name: str, *, package: bool = False) -> list[str]:
    """What a module's imports break; *name* is its dotted name under the house."""
    parts = (HOUSE, *name.split("."))
    if name == "__init__":
        parts, package = (HOUSE,), True
    home = name.split(".")[0]
    if home not in FLOORS:
        return [f"{home} has no floor: add it to FLOORS in tests/test_house.py"]
    found = []
    for item in imports_of(source, parts, package=package):
        head, *rest = item.name.split(".")
        if head == HOUSE:
            complaint = house_breach(home, rest[0] if rest else "__init__")
        else:
            complaint = guest_breach(home, head, item)
        if complaint:
            found.append(f"{'.'.join(parts)} line {item.line}: {complaint}")
    return found


def house_breach(home: str, other: str) -> str | None:
    """Why *home* may not import the place *other*, or None."""
    if other not in FLOORS:
        # ``from syndetect import __version__``: a name of the root, not a module.
        exists = (ROOT / f"{other}.py").exists() or (ROOT / other).is_dir()
        if exists:
            return f"imports {other}, which has no floor: add it to FLOORS"
        other = "__init__"
    here, there = FLOORS[home].floor, FLOORS[other].floor
    if home == other:
        return None
    if home in ALONE:
        return f"{home} imports {other}, but stands alone: {ALONE[home]}"
    if home in BESIDE:
        here = BESIDE[home]
    if there > here:
        return f"{home} (floor {here}) imports {other} (floor {there}) above it"
    return None


def guest_breach(home: str, package: str, item: Import) -> str | None:
    """Why *home* may not import the outside *package*, or None."""
    if package in sys.stdlib_module_names:
        return None
    if package == COMPUTED:
        # Doors may open every room by name; below them an import is written out.
        return None if FLOORS[home].floor == DOORS else f"{home} computes a module's name"
    allowed = FLOORS[home].third_party
    if package not in allowed:
        may = ", ".join(sorted(allowed)) or "no third-party package"
        return f"{home} imports {package}; its place allows {may}"
    if package in ON_USE and not item.on_use:
        return f"{home} imports {package} at the top; import it where it is used"
    return None


def dotted(path: Path) -> tuple[str, bool]:
    """A module's name under the house, and whether it is a package's ``__init__``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if len(parts) > 1 and parts[-1] == "__init__":
        return ".".join(parts[:-1]), True
    return ".".join(parts), False


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_floors_only_look_down(path: Path) -> None:
    """Each module imports from its own floor or below, and only packages its place allows."""
    name, package = dotted(path)
    found = breaches(path.read_text(encoding="utf-8"), name, package=package)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_modules_stay_short(path: Path) -> None:
    """A module has at most 300 lines; with a reason in LONG, at most 350."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    limit = LINES_HARD if where(path) in LONG else LINES
    assert lines <= limit, f"{where(path)} has {lines} lines, over {limit}: split it by concept"


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_modules_have_names_of_their_own(path: Path) -> None:
    """No module or package is a drawer: utils, helpers, common, base."""
    drawers = BANNED_NAMES.intersection(path.relative_to(ROOT).with_suffix("").parts)
    assert not drawers, f"{where(path)}: {', '.join(sorted(drawers))} names no concept"


def test_packages_say_what_they_are_for() -> None:
    """Every folder with modules is a package, and its ``__init__`` has a docstring."""
    silent = []
    for folder in sorted({path.parent for path in MODULES}):
        start = folder / "__init__.py"
        if not start.exists():
            silent.append(f"{where(folder)}: no __init__.py")
        elif not ast.get_docstring(ast.parse(start.read_text(encoding="utf-8"))):
            silent.append(f"{where(start)}: no docstring")
    assert not silent, "\n".join(silent)


def test_table_of_long_modules_is_true() -> None:
    """LONG names only modules that exist and need it, each with a reason."""
    for name, reason in LONG.items():
        assert reason, f"{name}: say why it is long"
        lines = len((ROOT / name).read_text(encoding="utf-8").splitlines())
        assert lines > LINES, f"{name} has {lines} lines and needs no place in LONG"


def test_public_names_are_sorted() -> None:
    """``__all__`` goes constants, classes, the rest, each by name (ruff's order); no twins."""

    def key(name: str) -> tuple[int, str]:
        return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)

    assert syndetect.__all__
    assert list(syndetect.__all__) == sorted(set(syndetect.__all__), key=key)


def test_public_names_are_there() -> None:
    """Each name in ``__all__`` is importable."""
    house = importlib.import_module(HOUSE)
    missing = [name for name in house.__all__ if not hasattr(house, name)]
    assert not missing


@pytest.mark.parametrize(
    ("name", "source", "complaint"),
    [
        ("text.tokens", "from syndetect.pipeline import run", "(floor 8) above it"),
        ("text.tokens", "from ..pipeline import run", "(floor 8) above it"),
        ("text.tokens", "from .. import pipeline", "(floor 8) above it"),
        ("text.tokens", "import syndetect.scan", "(floor 10) above it"),
        ("text.tokens", "from syndetect import scan", "(floor 10) above it"),
        ("text.tokens", "from syndetect import __version__", "imports __init__"),
        ("model", "def f():\n    from .scan import scan", "(floor 10) above it"),
        ("model", "if TYPE_CHECKING:\n    from .findings import Findings", "above it"),
        ("model", "import importlib\nimportlib.import_module('pyarrow')", "imports pyarrow"),
        ("model", "import importlib\nimportlib.import_module('.scan', __package__)", "above it"),
        ("model", "import importlib\nimportlib.import_module(name)", "computes"),
        ("model", "import numpy as np", "allows no third-party package"),
        ("credits.grammar", "import numpy.typing", "imports numpy"),
        ("ingest.html", "import trafilatura", "at the top"),
        ("kernels.minima", "from ..errors import InputError", "stands alone"),
        ("newsroom.operators", "from ..evidence import ledger", "above it"),
        ("evidence.verdict", "from ..newsroom import seed", "(floor 10) above it"),
        ("cellar", "import os", "has no floor"),
    ],
)
def test_reader_sees_a_breach(name: str, source: str, complaint: str) -> None:
    """Absolute, relative, late and typing-only imports are all read."""
    found = breaches(source, name)
    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize(
    ("name", "package", "source"),
    [
        ("text.tokens", False, "from .sentences import split\nfrom ..model import Span"),
        ("text", True, "from .tokens import tokens\nfrom ..errors import InputError"),
        ("ingest.html", False, "def read():\n    import trafilatura"),
        ("cli", False, "import click\nfrom . import scan\nfrom syndetect import __version__"),
        ("__init__", True, "from .model import Article\nfrom .scan import scan"),
        (
            "kernels.minima",
            False,
            "import numpy as np\nfrom numba import njit\nfrom . import hashing",
        ),
        ("schema", False, "import ast, sys\nimport pyarrow as pa"),
    ],
)
def test_reader_lets_the_rest_pass(name: str, package: bool, source: str) -> None:
    """What the table allows draws no complaint."""
    assert breaches(source, name, package=package) == []
