"""Light stems, so that word forms do not hide a shared word.

The S-removal of Harman (1991) with the commonest verb endings of English, and a plain cut of
long words elsewhere. A stem is a key for comparing, never shown.
"""

from __future__ import annotations

_ENGLISH = (
    ("'s", ""),
    ("s'", "s"),
    ("ations", "at"),
    ("ation", "at"),
    ("ing", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ers", "er"),
    ("ed", ""),
    ("ly", ""),
    ("es", ""),
    ("s", ""),
)
_KEPT = 4  # letters that a stem has at least
_CUT = 7  # other languages: letters that a long word keeps


def stem(word: str, language: str) -> str:
    """The light stem of a folded word; short words and numbers stay as they are."""
    if word[:1].isdigit() or len(word) <= _KEPT:
        return word.removesuffix("'s")
    if language != "en":
        return word[: max(_CUT, len(word) - 4)] if len(word) > _CUT else word
    for ending, instead in _ENGLISH:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _KEPT - 1:
            if ending == "s" and word.endswith("ss"):
                break
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > _KEPT and word.endswith("e"):
        word = word[:-1]
    if len(word) > _KEPT and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word
