"""Small grammars of wording."""

from __future__ import annotations

import re

import pytest

from syndetect.errors import SettingsError
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.grammar import expand, parsed, tidy
from syndetect.newsroom.tables import DOMAINS, finder, lowered, raised, table


def told(text: str, number: int = 0) -> str:
    return expand(
        text,
        lambda count: min(number, count - 1),
        lambda name, form: f"({name}:{form})",
        lambda name: f"[{name} one|{name} two]",
    )


def test_choices_nest_and_slots_have_forms() -> None:
    """The first and the last wording of a nested grammar are read as written."""
    text = "[A|The [big|small]] {who.name} <did>[ it|]"
    assert told(text) == "A (who:name) did one it"
    assert told(text, 1) == "The small (who:name) did two"


def test_an_open_bracket_is_named() -> None:
    """A grammar with an open bracket is refused with its text."""
    with pytest.raises(SettingsError, match="open bracket"):
        parsed("[one|two")


@pytest.mark.parametrize(
    ("rough", "smooth"),
    [
        ("said X, a baker,.", "said X, a baker."),
        ("a  8-hour , sitting", "an 8-hour, sitting"),
        ("a union and a agency", "a union and an agency"),
        ("shut until on Friday", "shut until Friday"),
        ("the the bridge", "the bridge"),
    ],
)
def test_seams_are_tidied(rough: str, smooth: str) -> None:
    """Stray commas, articles and doubled words of a grammar go."""
    assert tidy(rough) == smooth


def test_tables_are_whole() -> None:
    """Each template of each domain parses, and each of its slots and phrases is known."""
    ground = table("background")
    base = {"town", "city", "country", "demonym", "river", "region", "month", "clock"}
    base |= {"day", "nextday", "lastday", *ground["slots"]}
    for domain in DOMAINS:
        tree = table(f"domains/{domain}")
        phrases = {*table("phrases")["shared"], *tree["phrases"]}
        facts = tree["fact"] + ground["fact"]
        lines = [way for fact in facts for way in (*fact["ways"], *fact.get("by", ()))]
        for quote in tree["quote"]:
            assert quote["speaker"] in tree["slots"]
            assert len(quote["say"]) == len(quote["told"])
            lines += [*quote["say"], *quote["told"]]
        lines += [*tree["heads"], *(one for many in tree["phrases"].values() for one in many)]
        for line in lines:
            parsed(line)
            assert line.count("[") == line.count("]"), line
            assert line.count("*") % 2 == 0, line
            named = set(re.findall(r"\{([a-z_0-9]+)", line))
            assert named <= base | set(tree["slots"]), (domain, line)
            assert set(re.findall(r"<([a-z_]+)>", line)) <= phrases, (domain, line)


def test_voices_are_whole() -> None:
    """What people say to one reporter parses, and each of its words and slots is known."""
    ground = table("background")
    base = {"town", "city", "region", "river", *ground["slots"]}
    words = ground["words"]
    lines = [line for kind in ground["voice"] for pair in kind["lines"] for line in pair]
    roles = [role for kind in ground["voice"] for role in kind["roles"]]
    for line in (*lines, *roles, *(one for many in words.values() for one in many)):
        parsed(line)
        assert line.count("[") == line.count("]"), line
        assert line.count("*") % 2 == 0, line
        assert set(re.findall(r"\{([a-z_0-9]+)", line)) <= base, line
        assert set(re.findall(r"<([a-z_]+)>", line)) <= set(words), line


def test_a_fact_has_many_ways() -> None:
    """Every fact has three ways of telling or more, the main news nine: reporters can differ."""
    for domain in DOMAINS:
        first, *rest = table(f"domains/{domain}")["fact"]
        assert len(first["ways"]) >= 9
        assert all(len(fact["ways"]) >= 3 for fact in rest)
    assert all(len(fact["ways"]) >= 3 for fact in table("background")["fact"])


def test_replacements_change_something() -> None:
    """No table of replacements gives a word only itself."""
    sections = [("rewrite", name) for name in ("synonyms", "phrases", "misquote", "simple")]
    sections += [("phrases", name) for name in ("idiolect", "variants", "spoken")]
    for name, section in sections:
        words = table(name)[section]
        for word, options in words.items():
            assert any(option != word for option in options), (section, word)
            assert finder(name, section).fullmatch(word)


def test_names_keep_their_capitals() -> None:
    """A first word gets a small letter unless it is a name."""
    assert lowered("The bridge") == "the bridge"
    assert lowered("Tornhaven waits") == "Tornhaven waits"
    assert raised("“we wait”") == "“We wait”"


def test_chance_belongs_to_its_name() -> None:
    """One name gives one stream, and the first numbers of a stream are these on every machine."""
    one, two = Chance(1, "a"), Chance(1, "a")
    assert [one.below(1000) for _ in range(5)] == [two.below(1000) for _ in range(5)]
    held = Chance("held")
    assert [held.below(1000) for _ in range(3)] == [556, 250, 568]
    assert Chance(1, "a").unit() != Chance(1, "b").unit()
