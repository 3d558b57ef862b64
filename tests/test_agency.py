"""Agencies in TOML: what is wrong is said with entry, field and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from syndetect.agency import Agency, as_toml, entries, from_rows, read_agencies
from syndetect.credits.agencies import lexicon
from syndetect.errors import SettingsError
from syndetect.settings import Settings

FJORD = Agency("Fjord", full=("Fjord News",), domains=("fjord.example",), opens=("parens",))


def test_round_trip() -> None:
    """What is written as TOML reads back."""
    odd = Agency('Ünïcode "q" \\', full=("新华社", "a'b"), signs=True, dated=True, tags=("X",))
    for agency in (FJORD, odd):
        text = "\n".join(["[[agency]]", *as_toml(agency)])
        assert [entry.agency for entry in entries(text)] == [agency]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("agency = 3", "it holds no agency"),
        ("", "it holds no agency"),
        ("[[agencies]]", "'agencies' is nothing known"),
        ("[[agency]", "it is no TOML"),
        ("[[agency]]", "entry 1: field name: it is None: give the name"),
        ('[[agency]]\nname = " x"', "entry 1: field name"),
        ('[[agency]]\nname = "x"', r"entry 1 \(x\): field full: there is no name to look for"),
        ('[[agency]]\nname = "x"\nful = ["y"]', "field ful: it is nothing known; known are name"),
        ('[[agency]]\nname = "x"\nfull = "yy"', "field full: 'yy' is no list"),
        ('[[agency]]\nname = "x"\nfull = ["y"]', "field full: 'y' is no name"),
        ('[[agency]]\nname = "x"\nshort = ["(y)"]', "field short: '\\(y\\)' is no name"),
        ('[[agency]]\nname = "x"\nfull = ["yy"]\nsigns = 1', "field signs: 1 is neither true"),
        ('[[agency]]\nname = "x"\nfull = ["yy"]\nkind = "z"', "field kind: 'z' is none of agency"),
        ('[[agency]]\nname = "x"\nfull = ["yy"]\nopens = ["z"]', "field opens: 'z' is none of pa"),
        ('[[agency]]\nname = "x"\nfull = ["yy"]\ndomains = ["a/b.c"]', "is no host"),
        ('[[agency]]\nname = "x"\nfull = ["yy"]\ndomains = ["A.com"]', "write 'a.com'"),
        ('[[agency]]\nname = "x"\nfull = ["yy"]\ntags = [""]', "field tags: '' is empty"),
        (
            '[[agency]]\nname = "x"\nfull = ["yy"]\n[[agency]]\nname = "x"\nfull = ["zz"]',
            "entry 2: field name: 'x' is the name of entry 1 too",
        ),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, body: str, told: str) -> None:
    """Each fault is one message with the file, the entry and the field."""
    path = tmp_path / "mine.toml"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"mine\.toml: .*{told}"):
        read_agencies(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is missing, or no text, is named with the reason."""
    with pytest.raises(SettingsError, match=r"none\.toml: the agencies cannot be read \(No such"):
        read_agencies(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"bad\.toml: .*it is no UTF-8 text"):
        read_agencies(tmp_path / "bad.toml")


def test_settings_keep_agencies() -> None:
    """Settings with agencies have another digest, and read back from TOML and from a result."""
    settings = Settings(agencies=(FJORD,))
    assert settings.digest != Settings().digest
    assert settings.digest != Settings(agencies=(Agency("Fjord", full=("Fjord",)),)).digest
    assert Settings.from_toml(settings.to_toml()) == settings
    assert Settings.from_mapping(settings.to_mapping()) == settings
    assert settings.to_mapping()["agencies"][0]["full"] == ["Fjord News"]
    assert settings.changed({"evidence.width": 4}).agencies == (FJORD,)
    assert Settings.from_mapping({"agencies": [{"name": "Fjord", "full": ["Fjord"]}]}).agencies
    with pytest.raises(SettingsError, match="setting agencies: 3 is no list"):
        Settings.from_mapping({"agencies": 3})
    with pytest.raises(SettingsError, match="entry 1: 3 is no table"):
        from_rows([3])


def test_an_entry_of_a_known_name_replaces_it() -> None:
    """A user's Reuters stands in the place of ours, and a name of another agency is refused."""
    mine = Agency("Reuters", full=("Reuters",), domains=("reuters.example",))
    known = lexicon((mine,))
    assert len(known.agencies) == len(lexicon().agencies)
    assert known.of_url("reuters.com") is None
    assert known.of_url("https://www.reuters.example/a") is mine
    with pytest.raises(SettingsError, match="'Reuters' is of the agency Reuters already"):
        lexicon((Agency("Fjord", full=("Reuters",)),))
