"""What desks do to a copy: operators with a strength of 0 to 1, and recipes that put them together.

Each operator logs itself in the draft; the pieces that it touches carry its marks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import Desk, Draft
from syndetect.newsroom.operators import figures, page, structure, wording

Operator: TypeAlias = Callable[[Draft, Chance, float, Desk], None]

OPERATORS: Mapping[str, Operator] = {
    operator.__name__: operator
    for operator in (
        structure.trim,
        structure.cut,
        structure.headline,
        structure.relede,
        structure.reorder,
        structure.join,
        structure.bullets,
        structure.localise,
        structure.filler,
        structure.openers,
        wording.synonyms,
        wording.phrases,
        wording.retell,
        wording.split,
        wording.fuse,
        wording.passive,
        wording.attribution,
        wording.simplify,
        figures.numbers,
        figures.dates,
        figures.indirect,
        figures.misquote,
        figures.translate,
        figures.house,
        figures.typo,
        page.furniture,
        page.comments,
        page.clock,
    )
}

# Operators of a recipe with the probability of each.
RECIPES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "reprint": (("headline", 0.4),),
    "trimmed": (
        ("trim", 0.75),
        ("cut", 0.35),
        ("headline", 0.7),
        ("relede", 0.3),
        ("join", 0.3),
        ("house", 0.5),
        ("localise", 0.15),
    ),
    "light": (
        ("trim", 0.4),
        ("headline", 0.8),
        ("relede", 0.6),
        ("house", 0.9),
        ("synonyms", 0.6),
        ("phrases", 0.5),
        ("attribution", 0.5),
        ("dates", 0.4),
        ("numbers", 0.2),
        ("reorder", 0.2),
        ("join", 0.4),
        ("bullets", 0.1),
        ("localise", 0.25),
        ("split", 0.3),
        ("passive", 0.25),
        ("misquote", 0.12),
        ("openers", 0.3),
    ),
    "heavy": (
        ("trim", 0.5),
        ("cut", 0.3),
        ("retell", 0.85),
        ("headline", 0.9),
        ("indirect", 0.5),
        ("misquote", 0.45),
        ("numbers", 0.4),
        ("reorder", 0.5),
        ("passive", 0.8),
        ("attribution", 0.6),
        ("synonyms", 0.7),
        ("phrases", 0.6),
        ("fuse", 0.4),
        ("split", 0.4),
        ("dates", 0.4),
        ("house", 0.8),
        ("filler", 0.3),
        ("openers", 0.4),
        ("bullets", 0.12),
        ("localise", 0.25),
    ),
    "translated": (
        ("trim", 0.4),
        ("translate", 1.0),
        ("headline", 0.8),
        ("dates", 0.3),
        ("reorder", 0.2),
        ("fuse", 0.3),
    ),
    "simplified": (
        ("trim", 0.6),
        ("simplify", 1.0),
        ("numbers", 0.7),
        ("headline", 0.9),
        ("indirect", 0.4),
        ("misquote", 0.3),
        ("phrases", 0.4),
        ("bullets", 0.3),
        ("filler", 0.2),
        ("house", 0.5),
    ),
}


def hold_run(draft: Draft, chance: Chance) -> None:
    """Real rewriters are uneven: now and then one long run stays as it is."""
    told = draft.told()
    if len(told) < 5 or not chance.maybe(0.5):
        return
    size = chance.between(2, max(2, len(told) // 2))
    at = chance.between(1, len(told) - size)
    for piece in told[at : at + size]:
        piece.held = True


def rewrite(draft: Draft, recipe: str, chance: Chance, desk: Desk) -> None:
    """Take *draft* through the operators of a recipe, each at a strength of its own."""
    if recipe in ("heavy", "light", "translated"):
        hold_run(draft, chance)
    base = chance.spread(0.2, 1.0)
    for name, probability in RECIPES[recipe]:
        if chance.maybe(probability):
            strength = min(1.0, max(0.1, base + 0.2 * chance.normal()))
            OPERATORS[name](draft, chance, strength, desk)
