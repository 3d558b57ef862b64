"""What is known of an archive as a whole: names and values, and numbers that only grow."""

from __future__ import annotations

from typing import Any


def all_of(con: Any) -> dict[str, str]:
    """Every fact."""
    return dict(con.execute("SELECT name, value FROM kept.facts").fetchall())


def fact(con: Any, name: str) -> str | None:
    """The value of one; None where it is not known."""
    found = con.execute("SELECT value FROM kept.facts WHERE name = ?", [name]).fetchall()
    return str(found[0][0]) if found else None


def note(con: Any, name: str, value: str) -> None:
    """Let *name* have *value* from now on."""
    con.execute("DELETE FROM kept.facts WHERE name = ?", [name]).fetchall()
    con.execute("INSERT INTO kept.facts VALUES (?, ?)", [name, value]).fetchall()


def take(con: Any, name: str, count: int) -> int:
    """The first of *count* numbers of a kind, which nobody has had and nobody will get again."""
    first = int(fact(con, name) or 0)
    if count:
        note(con, name, str(first + count))
    return first
