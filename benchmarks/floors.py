"""What is reached is pinned in ``floors.json``, three digits a figure, and does not fall unseen."""

from __future__ import annotations

import json
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
KEPT = (
    "AP",
    "weighted AP",
    "F1",
    "weighted F1",
    "recall at 1 % false",
    "versions found",
    "derived pairs compared",
)
_SLACK = 0.0005  # floors are pinned to three digits
Values = dict[str, dict[str, float]]  # by set, by figure


def load(path: Path = FLOORS) -> Values:
    """The pinned floors; none where there is no file."""
    found: Values = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def check(reached: Values, floors: Values) -> list[str]:
    """What is below its floor, or pinned and not measured; sets that did not run are no concern."""
    problems = []
    for name, of_set in floors.items():
        for figure, floor in of_set.items() if name in reached else ():
            value = reached[name].get(figure)
            if value is None:
                problems.append(f"{name}: {figure} is pinned, and was not measured")
            elif value < floor - _SLACK:
                problems.append(f"{name}: {figure} is {value:.4f}, floor {floor:.3f}")
    return problems


def update(reached: Values, floors: Values, lower: bool) -> tuple[Values, list[str]]:
    """The floors raised to what is reached, and what was refused because it would fall."""
    raised = {name: dict(of_set) for name, of_set in floors.items()}
    refused = []
    for name, of_set in reached.items():
        for figure in KEPT:
            if figure not in of_set:
                continue
            value = round(of_set[figure] - _SLACK, 3)
            old = raised.setdefault(name, {}).get(figure)
            if old is not None and value < old and not lower:
                refused.append(
                    f"{name}: {figure} would fall from {old} to {value}: --lower allows it"
                )
            else:
                raised[name][figure] = value
    return raised, refused


def save(floors: Values, path: Path = FLOORS) -> None:
    path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
