"""One agency as data, and the TOML in which agencies stand: the package's own, and a user's.

An entry is checked field by field, and a message says which entry, which field and what to do.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from syndetect.errors import SettingsError

KINDS = ("agency", "outlet")
OPENS = ("parens", "brackets", "slashes", "lead", "run")
_LONGEST = 80  # characters of a name, a domain or a tag


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency, or an outlet whose pages others print under its name.

    ``full`` names count wherever they stand, ``short`` ones in position only. ``agencies.toml``
    says what each field means.
    """

    name: str
    kind: str = "agency"
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    bare: bool = False
    signs: bool = False
    dated: bool = False
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An agency with texts that credit it (``examples``) and texts that do not (``wrong``)."""

    agency: Agency
    examples: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


_LISTS = frozenset(("full", "short", "domains", "opens", "tags", "languages"))
_FLAGS = frozenset(("bare", "signs", "dated"))
_FIELDS = tuple(field.name for field in fields(Agency))
_SHOWN = ("examples", "not")


def read_agencies(path: str | Path) -> tuple[Agency, ...]:
    """The agencies of a TOML file, of tables ``[[agency]]`` as in the package's ``agencies.toml``.

    They are for ``Settings(agencies=...)``. Raises SettingsError, which names the file, the entry
    and the field, for what cannot be read or makes no sense.
    """
    return tuple(entry.agency for entry in read_entries(path))


def read_entries(path: str | Path) -> tuple[Entry, ...]:
    """As ``read_agencies``, with the examples."""
    place = Path(path)
    try:
        text = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise SettingsError(f"{place}: the agencies cannot be read ({reason})") from error
    try:
        return entries(text)
    except SettingsError as error:
        raise SettingsError(f"{place}: {error}") from error


def entries(text: str) -> tuple[Entry, ...]:
    """The entries of a TOML text, in its order. Raises SettingsError."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"it is no TOML: {error}") from error
    odd = sorted(set(tree) - {"agency"})
    if odd:
        raise SettingsError(f"{odd[0]!r} is nothing known: put each agency under [[agency]]")
    rows = tree.get("agency", [])
    if not isinstance(rows, list) or not rows:
        raise SettingsError("it holds no agency: put each one under [[agency]]")
    return _told_apart(_entry(row, at) for at, row in enumerate(rows, start=1))


def from_rows(rows: Any) -> tuple[Agency, ...]:
    """Agencies from mappings of their fields, as settings keep them. Raises SettingsError."""
    if not isinstance(rows, list | tuple):
        raise SettingsError(f"setting agencies: {rows!r} is no list of agencies")
    made = (
        Entry(row) if isinstance(row, Agency) else _entry(row, at)
        for at, row in enumerate(rows, start=1)
    )
    return tuple(entry.agency for entry in _told_apart(made))


def as_toml(agency: Agency) -> list[str]:
    """The lines of a table with all that is not as it is by default."""
    lines = []
    for name, value in asdict(agency).items():
        if value:
            plain = list(value) if isinstance(value, tuple) else value
            lines.append(f"{name} = {json.dumps(plain, ensure_ascii=False)}")
    return lines


def _told_apart(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """All of them, where no two have one name."""
    made = tuple(found)
    first: dict[str, int] = {}
    for at, entry in enumerate(made, start=1):
        name = entry.agency.name
        if name in first:
            raise SettingsError(
                f"entry {at}: field name: {name!r} is the name of entry {first[name]} too: join "
                "the two, or rename one"
            )
        first[name] = at
    return made


def _entry(row: Any, at: int) -> Entry:
    if not isinstance(row, Mapping):
        raise SettingsError(f"entry {at}: {row!r} is no table: write [[agency]]")
    name = row.get("name")
    if not _is_name(name):
        raise SettingsError(
            f"entry {at}: field name: it is {name!r}: give the name that results shall use"
        )
    where = f"entry {at} ({name})"
    for key in row:
        if key not in _FIELDS and key not in _SHOWN:
            known = ", ".join((*_FIELDS, *_SHOWN))
            raise SettingsError(f"{where}: field {key}: it is nothing known; known are {known}")
    values = {key: _value(key, value, where) for key, value in row.items()}
    shown = {key: values.pop(key, ()) for key in _SHOWN}
    agency = Agency(**values)
    if not agency.full and not agency.short:
        raise SettingsError(
            f"{where}: field full: there is no name to look for: give full names, which mean the "
            "agency wherever they stand, or short ones, which count in position only"
        )
    return Entry(agency, shown["examples"], shown["not"])


def _value(key: str, value: Any, where: str) -> Any:
    """The value of one field, or a SettingsError that says what would be one."""
    if key in _FLAGS:
        if not isinstance(value, bool):
            raise SettingsError(f"{where}: field {key}: {value!r} is neither true nor false")
        return value
    if key in _LISTS or key in _SHOWN:
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise SettingsError(f'{where}: field {key}: {value!r} is no list: write ["...", "..."]')
        for one in value:
            _check_item(key, one, where)
        return tuple(value)
    if key == "kind" and value not in KINDS:
        raise SettingsError(f"{where}: field kind: {value!r} is none of {', '.join(KINDS)}")
    return value


def _check_item(key: str, value: str, where: str) -> None:
    told = f"{where}: field {key}: {value!r}"
    if key == "opens" and value not in OPENS:
        raise SettingsError(f"{told} is none of {', '.join(OPENS)}")
    if key in ("full", "short") and (not _is_name(value) or len(value.strip("()/[]")) < 2):
        raise SettingsError(
            f"{told} is no name: give 2 to {_LONGEST} characters on one line, no blank at the ends"
        )
    if key == "domains" and (not _is_name(value) or "." not in value or set(value) & set("/: ")):
        raise SettingsError(f"{told} is no host: write it as example.com")
    if key == "domains" and value != value.lower():
        raise SettingsError(f"{told} has capitals: write {value.lower()!r}")
    if key in ("tags", "languages", *_SHOWN) and not value.strip():
        raise SettingsError(f"{told} is empty: leave it away")


def _is_name(value: Any) -> bool:
    return (
        isinstance(value, str)
        and value == value.strip()
        and 0 < len(value) <= _LONGEST
        and value.isprintable()
    )
