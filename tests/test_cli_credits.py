"""``syndetect credits``: what is printed, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import syndetect
from syndetect.agency import read_agencies
from syndetect.cli import main
from syndetect.settings import Settings

MINE = """
[[agency]]
name = "Fjord"
short = ["(FN)"]
domains = ["fjord.example"]
opens = ["parens"]
examples = ["OSLO (FN) - The port reopened."]
"""


def run(*arguments: object) -> Result:
    environment = {"COLUMNS": "100", "FORCE_COLOR": None, "NO_COLOR": None}
    return CliRunner().invoke(main, [str(one) for one in arguments], env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "crawl"
    place.mkdir()
    (place / "a.txt").write_text("OSLO, 3 May (Reuters) - The port is open.", encoding="utf-8")
    (place / "b.txt").write_text("OSLO (FN) - The mayor \x1b[31mspoke.", encoding="utf-8")
    (place / "c.txt").write_text("", encoding="utf-8")
    rows = [{"id": "d", "text": "The port is open.", "byline": "AP"}]
    (place / "d.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return place


def test_what_was_found_and_where(folder: Path) -> None:
    """Each article with a credit is told with role, agency, form and marked span; the rest is
    counted, and what was skipped is named on stderr.
    """
    found = run("credits", folder)
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "a.txt: text of Reuters",
        "  line 1    text · Reuters · dateline",
        "            [[OSLO, 3 May (Reuters) -]] The port is open.",
        "",
        "d: text of AP",
        "  field     text · AP · byline field",
        "            [[AP]]",
        "",
        "3 articles, 2 with an agency's text.",
    ]
    assert found.stderr == "Skipped c.txt: empty file\n"


def test_articles_without_a_credit(folder: Path) -> None:
    """With --all they are named, too, and nothing of theirs moves the cursor."""
    found = run("credits", folder, "--all").stdout
    assert "b.txt: nobody credited with it" in found
    assert "\x1b" not in found


def test_json_is_a_line_an_article(folder: Path) -> None:
    """With --json each article is one line, with credits or without."""
    rows = [json.loads(line) for line in run("credits", folder, "--json").stdout.splitlines()]
    assert [(row["article"], row["agencies"]) for row in rows] == [
        ("a.txt", ["Reuters"]),
        ("b.txt", []),
        ("d", ["AP"]),
    ]
    assert rows[0]["places"][0]["form"] == "dateline"


def test_agencies_of_a_user(folder: Path, tmp_path: Path) -> None:
    """An agency in a file of the user's own counts, in this command and in a scan, whose settings
    keep it.
    """
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, encoding="utf-8")
    assert "b.txt: text of Fjord" in run("credits", folder, "--agencies", mine).stdout
    out = tmp_path / "found"
    assert run("scan", folder, "--agencies", mine, "--out", out, "--threads", 1).exit_code == 0
    found = syndetect.open(out)
    used = Settings(agencies=read_agencies(mine))
    assert found.summary["settings_digest"] == used.digest
    assert Settings.from_mapping(found.summary["settings"]) == used
    assert "Fjord" in found.credits.column("agency").to_pylist()
    printed = run("settings", "--agencies", mine).stdout
    assert Settings.from_toml(printed) == used


def test_an_archive_keeps_its_agencies(folder: Path, tmp_path: Path) -> None:
    """What is added later is read with the agencies that the archive was made with."""
    mine, archive = tmp_path / "mine.toml", tmp_path / "articles.archive"
    mine.write_text(MINE, encoding="utf-8")
    made = run("add", archive, folder / "a.txt", "--agencies", mine, "--threads", 1)
    assert made.exit_code == 0, made.output
    assert run("add", archive, folder / "b.txt", "--threads", 1).exit_code == 0
    with syndetect.Archive.open(archive, write=False) as kept:
        found = kept.sql("SELECT agency FROM credits ORDER BY ALL")
    assert found.column("agency").to_pylist() == ["Fjord", "Reuters"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("[[agency]]\nname = 3", "mine.toml: entry 1: field name: it is 3"),
        ('[[agency]]\nname = "x"\nshort = ["(FN)"]\nexamples = ["OSLO (FN) - A."]', "is not read"),
    ],
)
def test_agencies_that_make_no_sense(folder: Path, tmp_path: Path, body: str, told: str) -> None:
    """A fault in the file is one line, with exit code 2."""
    mine = tmp_path / "mine.toml"
    mine.write_text(body, encoding="utf-8")
    for command in (("credits", folder), ("compare", folder / "a.txt", folder / "b.txt")):
        found = run(*command, "--agencies", mine)
        assert found.exit_code == 2
        assert told in found.stderr
        assert len(found.stderr.splitlines()) == 1


def test_nothing_to_read(tmp_path: Path) -> None:
    """A path that is not there, and a folder without articles, are input errors."""
    assert run("credits", tmp_path / "none").exit_code == 3
    found = run("credits", tmp_path)
    assert found.exit_code == 3
    assert "no article was read" in found.stderr
