"""One operation on an archive, killed again and again, and what is wrong afterwards."""

from __future__ import annotations

import random
import shutil
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from crash_states import ARCHIVE, Ended, Operation, State, apart, look

MOMENTS = ("opening", "at work", "writing", "closing")
WRONG = ("damaged", "lost", "doubled", "left over")
_ROUNDS = 3  # of an operation to its end: how long it takes
_TRIES = 20  # draws of a moment, where the process has ended before it


@dataclass(frozen=True)
class Harm:
    """What a kill has done that it may not do; *kinds* are some of ``WRONG``."""

    operation: str
    kill: int
    moment: str
    what: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class _Whole:
    """An operation that nobody disturbs: the states around it, and when what begins, in seconds."""

    before: State
    after: State
    marks: Mapping[str, float]

    def same(self, state: State, file: int | None) -> str | None:
        """Which of both *state* is; where they have the same rows, it is the state before while
        the *file* is that of before."""
        if state.rows == self.before.rows == self.after.rows:
            return "as before" if state.file == file else "as after"
        if state.rows == self.before.rows:
            return "as before"
        return "as after" if state.rows == self.after.rows else None


def kills(
    operation: Operation, place: Path, count: int, seed: int
) -> tuple[dict[str, Any], list[Harm]]:
    """Kill *operation* in the folder *place* *count* times: a row of figures, and what harm it did.

    Raises RuntimeError where it fails without a kill, or starts processes that outlive one.
    """
    whole = _undisturbed(operation, place)
    chance = random.Random(f"{seed} {operation.name}")
    counts: Counter[str] = Counter()
    harms: list[Harm] = []
    for kill in range(count):
        ended, file = _killed(operation, place, whole.marks, kill, chance)
        counts[ended.moment] += 1
        after, what, kinds = _examined(operation, place, whole, file)
        counts[after] += 1
        if what:
            harms.append(Harm(operation.name, kill, ended.moment, what, kinds))
            counts.update(kinds)
    names = (*MOMENTS, "as before", "as after", *WRONG)
    row = {"operation": operation.name, "takes": whole.marks["end"], "kills": count}
    return row | {name: counts[name] for name in names}, harms


def _undisturbed(operation: Operation, place: Path) -> _Whole:
    rounds: list[Ended] = []
    _begin(operation, place)
    before = _found(apart(lambda _mark: look(place)), f"{operation.name}, before")
    for _ in range(_ROUNDS):
        _begin(operation, place)
        rounds.append(apart(partial(operation.run, place / ARCHIVE)))
        _found(rounds[-1], operation.name)
        if rounds[-1].children:
            raise RuntimeError(f"{operation.name} starts processes, which a kill does not end")
    after = _found(apart(lambda _mark: look(place)), f"{operation.name}, after")
    marks = {name: statistics.median(one.marks[name] for one in rounds) for name in rounds[0].marks}
    return _Whole(before, after, marks)


def _found(ended: Ended, what: str) -> Any:
    if ended.failed:
        raise RuntimeError(f"{what}: {ended.failed}")
    return ended.found


def _begin(operation: Operation, place: Path) -> int | None:
    """The files of the state before, in *place* alone; which file the archive is, if any."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(operation.before, place)
    path = place / ARCHIVE
    return path.stat().st_ino if path.exists() else None


def _killed(
    operation: Operation, place: Path, marks: Mapping[str, float], kill: int, chance: random.Random
) -> tuple[Ended, int | None]:
    """The operation, killed at a random moment of the kill's turn; and which file it began with."""
    names = list(marks)
    turn = kill % (len(names) - 1)
    length = marks[names[turn + 1]] - marks[names[turn]]
    for _ in range(_TRIES):
        file = _begin(operation, place)
        when = names[turn], chance.uniform(0, length)
        ended = apart(partial(operation.run, place / ARCHIVE), when)
        if ended.killed:
            return ended, file
    raise RuntimeError(f"{operation.name} ends before it can be killed")


def _examined(
    operation: Operation, place: Path, whole: _Whole, file: int | None
) -> tuple[str, str, tuple[str, ...]]:
    """Which state a kill has left, what is wrong with it in words, and the kinds of that."""
    wrong: list[tuple[str, str]] = []
    left = apart(lambda _mark: look(place))
    if left.failed:
        return "", f"it cannot be opened: {left.failed}", ("damaged",)
    same = whole.same(left.found, file)
    if same is None:
        wrong += _between(left.found, whole)
    wrong += _complaints(left.found, "left")
    again = apart(partial(operation.run, place / ARCHIVE))
    if again.failed:
        wrong.append(("damaged", f"done again it fails: {again.failed}"))
    else:
        last = apart(lambda _mark: look(place))
        if last.failed or last.found.rows != whole.after.rows:
            wrong.append(("damaged", f"done again it gives another state {last.failed}".rstrip()))
        else:
            wrong += _complaints(last.found, "done again")
    kinds = tuple(dict.fromkeys(kind for kind, _ in wrong))
    return same or "", "; ".join(what for _, what in wrong), kinds


def _complaints(state: State, when: str) -> list[tuple[str, str]]:
    found = [("damaged", f"{when}: {one}") for one in state.complaints]
    return found + [("left over", f"{when}: {name} lies beside it") for name in state.beside]


def _between(state: State, whole: _Whole) -> list[tuple[str, str]]:
    """What is in neither state, and what both have and this has not, or more often."""
    found = [("damaged", "it is between before and after")]
    for table in sorted({*state.rows, *whole.before.rows, *whole.after.rows}):
        has, before, after = (
            one.rows.get(table, Counter()) for one in (state, whole.before, whole.after)
        )
        lost, doubled = (before & after) - has, has - (before | after)
        if lost:
            found.append(("lost", f"{lost.total()} rows of {table} are lost"))
        if twice := [row for row in doubled if has[row] > 1]:
            found.append(("doubled", f"{len(twice)} rows of {table} are there twice"))
    return found
