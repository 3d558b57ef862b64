"""The shell door to an archive: what a person sees of it, and what bad input does."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from syndetect import Archive, Findings, scan
from syndetect.archive.answer import Answer, Match
from syndetect.cli import main
from syndetect.cli.paint_archive import facts, size
from syndetect.errors import UsageError
from syndetect.model import (
    Article,
    Credit,
    CreditRole,
    Derivation,
    Evidence,
    Passage,
    PassageKind,
    Relation,
    RelationKind,
    Source,
    Span,
    Trust,
)

ROOT = Path(__file__).resolve().parent.parent
NEWSWIRE = ROOT / "examples/newswire"
REUTERS = "source:reuters:eastmere/closed.txt"
BODY = (
    "Ferry crews in Tornhaven walked out on Tuesday, stopping every crossing to Ostrey before "
    "dawn. The board would “not bargain under threat”. Sign up for our newsletter."
)


def run(*arguments: object, width: int = 80, given: bytes | None = None) -> Result:
    environment = {"COLUMNS": str(width), "FORCE_COLOR": None, "NO_COLOR": None, "TERM": "xterm"}
    return CliRunner().invoke(main, [str(one) for one in arguments], env=environment, input=given)


@pytest.fixture
def own(newswire_archive: Path, tmp_path: Path) -> Path:
    """An archive that may be changed."""
    return Path(shutil.copy(newswire_archive, tmp_path / "own.archive"))


def passage(words: str, kind: PassageKind = PassageKind.VERBATIM) -> Passage:
    begin = BODY.index(words)
    span = Span(begin, begin + len(words))
    return Passage(span, span, kind, len(words.split()))


def match(name: str, kind: RelationKind, probability: float, *shared: Passage) -> Match:
    outlet, date = name.partition("/")[0].title(), "2025-03-18T06:40+00:00"
    article = Article(name, "", f"Strike: {outlet}", None, outlet, None, date, Trust.DECLARED)
    evidence = Evidence("asked.txt", name, {"resemblance": 0.25}, shared)
    return Match(article, Relation("asked.txt", name, kind, probability, evidence), "passages")


def made(**known: Any) -> Answer:
    """An answer as an archive could give it."""
    everything: dict[str, Any] = {
        "asked": Article("asked.txt", BODY, "No boats to Ostrey", path="asked.txt"),
        "matches": (
            match(
                "wire/strike.txt", RelationKind.PARTIAL, 0.97,
                passage("Ferry crews in Tornhaven walked out on Tuesday"),
                passage("stopping every crossing to Ostrey before dawn"),
                passage("“not bargain under threat”", PassageKind.QUOTED),
                passage("Sign up for our newsletter.", PassageKind.FURNITURE),
            ),
            match("metro/brief.txt", RelationKind.UNDECIDED, 0.41),
            match("herald/waits.html", RelationKind.SAME_EVENT, 0.04),
        ),
        "derivations": (
            Derivation(
                "asked.txt", "wire/strike.txt", "article", RelationKind.PARTIAL, 0.91, False,
                ("the child quotes less than the parent", "says “the child is well”, the child's"),
            ),
            Derivation(
                "asked.txt", "lost/piece.txt", "article", RelationKind.REWRITE, 0.6, order=2,
            ),
            Derivation(
                "wire/strike.txt", REUTERS, "source", RelationKind.REPRINT, 0.98, True,
                ("the child credits Reuters",),
            ),
        ),
        "children": (
            Derivation("metro/brief.txt", "asked.txt", "article", RelationKind.UPDATE, 0.55),
        ),
        "sources": (Source(REUTERS, "Reuters", None, "2025-03-18", ("4 articles credit it",)),),
        "origin": REUTERS,
        "origin_kind": "source",
        "origin_probability": 0.89,
        "carriers": tuple(
            Article(f"a{at}", "", outlet=None if at else "Wire Room", published="2025-03-18")
            for at in range(12)
        ),
        "carried": 40, "family": 40,
        "credits": (
            Credit(
                "asked.txt", "Reuters", CreditRole.CONTRIBUTION, 0, 5, "Reuters gave", "tail", 1.0,
            ),
        ),
        "event": "event:wire/strike.txt",
    }  # fmt: skip
    return Answer(**everything | known)


def asked(monkeypatch: pytest.MonkeyPatch, archive: Path, answer: Answer, *words: str) -> Result:
    monkeypatch.setattr(Archive, "query", lambda *_, **__: answer)
    return run("query", archive, "--text", "Some words.", *words)


# How an answer is painted


def test_an_answer_reads_from_top_to_bottom(
    newswire_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was asked, where it is from and why, who has it, with what it was compared, credits."""
    done = asked(monkeypatch, newswire_archive, made())
    assert (done.exit_code, done.stderr) == (0, "")
    assert all(cell_len(line) <= 80 for line in done.stdout.splitlines())
    assert done.stdout == (
        "asked.txt – “No boats to Ostrey”, 27 words\n"
        "\n"
        "Where it comes from\n"
        "  partial 91 %  from wire/strike.txt, “Strike: Wire”, 2025-03-18 06:40 UTC;\n"
        "    who was first is not decided\n"
        "    - this text quotes less than the parent\n"
        "    - says “the child is well”, this text's\n"
        "  rewrite 60 %  also from lost/piece.txt\n"
        "  reprint 98 %  wire/strike.txt is from Reuters, not in the archive,\n"
        "    2025-03-18\n"
        "    - the child credits Reuters\n"
        "    - 4 articles credit it\n"
        "  Origin: Reuters, not in the archive, 2025-03-18 (89 % sure)\n"
        "\n"
        "What comes from it\n"
        "  update 55 %  metro/brief.txt, “Strike: Metro”, 2025-03-18 06:40 UTC\n"
        "\n"
        "Who else carried it: 40 articles\n"
        "  2025-03-18  a0 (Wire Room)\n"
        + "".join(f"  2025-03-18  a{at}\n" for at in range(1, 10))
        + "  … and 30 more: --all shows them.\n"
        "\n"
        "Compared with 3 articles; 1 of them shares its text\n"
        "  partial 97 %  wire/strike.txt, “Strike: Wire”, 2025-03-18 06:40 UTC – 15\n"
        "    words in common: “Ferry crews in Tornhaven walked out on Tuesday”\n"
        "  undecided 41 %  metro/brief.txt, “Strike: Metro”, 2025-03-18 06:40 UTC\n"
        "  The others are not derived: same event (1); --all shows them.\n"
        "\n"
        "Credits read in it\n"
        "  Reuters, who gave a part (tail): “Reuters gave”\n"
    )


def test_an_answer_of_nothing_claims_nothing(
    newswire_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without source, kin and carriers each part says so; a text is called by its first words."""
    nothing = made(
        asked=Article("asked", "One two three four five six seven eight nine."),
        matches=(), derivations=(), children=(), sources=(), carriers=(), carried=0, family=0,
        credits=(),
        origin=None, origin_kind=None, origin_probability=None, event=None,
    )  # fmt: skip
    assert asked(monkeypatch, newswire_archive, nothing).stdout == (
        "“One two three four five six seven eight…” – 9 words\n"
        "\n"
        "Where it comes from\n"
        "  No source found in the archive, nor a credit that names one.\n"
        "  That is no proof of independence.\n"
        "\n"
        "Nobody else in the archive carried it.\n"
        "\n"
        "Nothing in the archive is alike enough to be compared.\n"
    )


@pytest.mark.parametrize(
    ("itself", "said"),
    [
        (("asked.txt",), "  It is in the archive already.\n"),
        (("a/asked.txt", "b"), "  It is in the archive already, as a/asked.txt, b.\n"),
        ((), "  The very same text is in the archive: wire/a.txt.\n"),
    ],
)
def test_what_is_there_already_is_told(
    newswire_archive: Path, monkeypatch: pytest.MonkeyPatch, itself: tuple[str, ...], said: str
) -> None:
    """Under its own id, under others, or as the text of another."""
    answer = made(same="wire/a.txt", itself=itself)
    assert said in asked(monkeypatch, newswire_archive, answer).stdout


def test_all_prints_every_match(newswire_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --all nothing is only counted, and every carrier is asked for."""
    noted: list[int] = []

    def query(_self: Archive, _article: Any, *, carriers: int) -> Answer:
        noted.append(carriers)
        return made(carried=12)

    monkeypatch.setattr(Archive, "query", query)
    shown = run("query", newswire_archive, "--text", "Words.", "--all").stdout
    assert "same event 4 %  herald/waits.html" in shown
    assert "  2025-03-18  a11\n" in shown
    assert "12 articles of 1 outlet" in shown
    assert "--all shows" not in shown
    run("query", newswire_archive, "--text", "Words.")
    assert noted[0] > 10**9 > noted[1]


def test_json_of_an_answer_has_all_of_it(
    newswire_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every field but bodies; kinds in the words of the result; own shared words counted."""
    told = json.loads(asked(monkeypatch, newswire_archive, made(), "--json").stdout)
    assert set(told) == {one.name for one in dataclasses.fields(Answer)}
    assert "body" not in told["asked"]
    first = told["matches"][0]
    assert (first["kind"], first["derived"], first["shared_words"]) == ("partial", True, 15)
    assert [one["kind"] for one in first["passages"]][2:] == ["quoted", "furniture"]
    assert [one["parent"] for one in told["derivations"]][2] == REUTERS
    assert len(told["carriers"]) == 12


def test_hostile_text_stays_text(newswire_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in an article moves the cursor, wherever it is printed."""
    evil = "\x1b[2J\u202eevil"
    hostile = made(
        asked=Article(evil, evil, evil, path=evil),
        derivations=(Derivation(evil, evil, "article", RelationKind.UPDATE, 0.5, True, (evil,)),),
        sources=(Source(evil, evil, evil, evil, (evil,)),), origin=evil, same=evil + "b",
        carriers=(Article(evil, "", None, None, evil, None, evil),),
        credits=(Credit(evil, evil, CreditRole.TEXT, 0, 1, evil, evil, 1.0),),
    )  # fmt: skip
    shown = asked(monkeypatch, newswire_archive, hostile, "--all").stdout
    assert "evil" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


# What a query asks


def test_a_file_that_is_there_is_known(newswire_archive: Path) -> None:
    """A file, its text from stdin and as --text find the article itself, its source and its kin."""
    path = NEWSWIRE / "wire-room/harbour-strike.txt"
    by_file = run("query", newswire_archive, path).stdout
    by_stdin = run("query", newswire_archive, "-", given=path.read_bytes()).stdout
    by_text = run("query", newswire_archive, "--text", path.read_text("utf-8")).stdout
    for shown in (by_file, by_stdin, by_text):
        assert "from Reuters, not in the archive" in shown
        assert "harbour-post/ferry-strike.html" in shown
    assert by_stdin == by_text


def test_stdin_is_read_by_how_it_begins(newswire_archive: Path, tmp_path: Path) -> None:
    """A page of HTML, in its own encoding, and Markdown with front matter are asked as the file
    is: with title, date and address, and without the page's markup; a rule in prose is prose."""
    page = (NEWSWIRE / "harbour-post/ferry-strike.html").read_text("utf-8")
    western = page.replace("utf-8", "windows-1252").encode("windows-1252", "xmlcharrefreplace")
    note = b"---\ntitle: No boats\nid: own\n---\nNo boats sail to Ostrey on Tuesday, they say.\n"
    for name, raw in (("a.html", b"\n " + page.encode()), ("b.html", western), ("c.md", note)):
        (tmp_path / name).write_bytes(raw)
        by_file, by_stdin = (
            json.loads(run("query", newswire_archive, *words, "--json", given=raw).stdout)
            for words in ([tmp_path / name], ["-"])
        )
        for field in ("headline", "url", "published", "outlet"):
            assert by_stdin["asked"][field] == by_file["asked"][field], field
        assert by_stdin["asked"]["headline"]
        assert by_stdin["asked"]["id"] == ("own" if name == "c.md" else "asked")
        one, other = (
            [(match["article"]["id"], match["signals"]) for match in told["matches"]]
            for told in (by_file, by_stdin)
        )
        assert one == other
    prose = b"A walk\n---\nAn html page: <html>.\n---\n"
    told = json.loads(run("query", newswire_archive, "-", "--json", given=prose).stdout)
    assert told["asked"]["headline"] is None


def test_a_query_changes_nothing(newswire_archive: Path) -> None:
    """The file stays as it is, byte for byte."""
    before = newswire_archive.read_bytes()
    assert run("query", newswire_archive, "--text", "Ferry crews walked out.").exit_code == 0
    assert newswire_archive.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "given", "code", "said"),
    [
        ((), None, 2, "name a FILE, or - for stdin, or give --text TEXT"),
        (("-", "--text", "a"), b"a", 2, "one of them"),
        (("--text", " \n"), None, 3, "the text of --text is empty"),
        (("-",), b"", 3, "stdin is empty"),
        (("-",), b"<html><body></body></html>", 3, "stdin holds no article"),
        (("-",), b"\0\1\2" * 99, 3, "stdin is no text"),
        (("absent.txt",), None, 3, "absent.txt: no such file"),
        ((NEWSWIRE,), None, 3, "is a folder: name a file with one article"),
    ],
)
def test_a_query_of_nothing_is_refused(
    newswire_archive: Path, words: tuple[str, ...], given: bytes | None, code: int, said: str
) -> None:
    """No text, two texts, an empty one, a binary, a folder: one line says what to do."""
    done = run("query", newswire_archive, *words, given=given)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


# add and remove


def test_add_tells_what_is_new_and_what_that_changes(tmp_path: Path) -> None:
    """New articles, those that were there, those told otherwise, and the events touched."""
    archive = tmp_path / "news.archive"
    some = [NEWSWIRE / name for name in ("wire-room", "harbour-post")]
    first = run("add", archive, *some, "--outlet-from", "folder")
    assert first.stdout.splitlines()[0] == "Added 5 articles to news.archive; 5 are there now."
    assert "○ Reuters, not in the archive" in first.stdout
    assert f"Next: syndetect query {archive} FILE" in first.stderr
    second = run("add", archive, NEWSWIRE, "--outlet-from", "folder")
    lines = second.stdout.splitlines()
    assert lines[:2] == [
        "Added 8 articles to news.archive; 13 are there now.",
        "5 articles were there already, with the same content.",
    ]
    assert "earlier articles something else is told now: harbour-post/" in " ".join(
        second.stdout.split()
    )
    assert lines[-1] == ("2 events · 9 articles with text from elsewhere · 2 with no source found.")
    assert second.stderr == ""
    third = run("add", archive, NEWSWIRE, "--outlet-from", "folder")
    assert third.stdout == (
        "Nothing new: news.archive stays as it is, with 13 articles.\n"
        "13 articles were there already, with the same content.\n"
    )


def test_what_limits_cut_is_told_of_all_of_the_archive(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What limits cut, and templates, are those of all articles, and said to be."""
    whole, one = Archive.add, {"example": "wx-1", "headline": None, "outlet": None, "outlets": 0}

    def add(self: Archive, *given: Any, **known: Any) -> Findings:
        found = whole(self, *given, **known)
        told = {"dropped": {"pairs in crowds": 709}, "templates": [{**one, "articles": 50}]}
        return dataclasses.replace(found, summary={**found.summary, **told})

    monkeypatch.setattr(Archive, "add", add)
    shown = run("add", own, NEWSWIRE, "--outlet-from", "folder", width=200).stdout
    assert "Left out in all of the archive by limits on very large groups: pairs in c" in shown
    assert "50 articles in all of the archive are printed from 1 template (50 like wx-1)" in shown


def test_a_base_keeps_days_apart(tmp_path: Path) -> None:
    """Each day's folder added by itself with one base: files of one name on two days have ids of
    their own, a day that is added again is there already, and so are all of them; a folder
    elsewhere is refused. A scan takes the same base, and records take none."""
    crawl, archive = tmp_path / "crawl", tmp_path / "news.archive"
    for day, text in (("d1", "Ferries stop on Tuesday."), ("d2", "Ferries sail on Wednesday.")):
        (crawl / day / "echo").mkdir(parents=True)
        (crawl / day / "echo/a.txt").write_text(text, encoding="utf-8")
    how = ("--base", crawl, "--outlet-from", "folder")
    for paths, new in (("d1", 1), ("d2", 1), ("d1", 0), (".", 0)):
        told = json.loads(run("add", archive, crawl / paths, *how, "--json").stdout)
        assert (len(told["new"]), told["versions"]) == (new, [])
    refused = run("add", archive, NEWSWIRE, *how)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"newswire does not lie in the base {crawl}" in refused.stderr
    with Archive.open(archive) as kept:
        articles = kept.findings().articles
        assert articles["id"].to_pylist() == ["d1/echo/a.txt", "d2/echo/a.txt"]
        with pytest.raises(UsageError, match="base is for files"):
            kept.add([{"text": "Buses run."}], base=crawl)
    found = scan(crawl / "d2", base=crawl)
    assert found.articles["id"].to_pylist() == ["d2/echo/a.txt"]


def test_add_tells_versions_and_skips(own: Path, tmp_path: Path) -> None:
    """Other content under a known id is a version; what cannot be read is named."""
    folder = tmp_path / "crawl"
    shutil.copytree(NEWSWIRE / "metro-minute", folder / "metro-minute")
    brief = folder / "metro-minute/tornhaven-brief.txt"
    brief.write_text(brief.read_text("utf-8") + "\nThe strike is over.\n", encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"a\0b")
    shown = run("add", own, folder, "--outlet-from", "folder").stdout.splitlines()
    assert shown[:3] == [
        "Added 1 article to own.archive; 15 are there now.",
        "It is a new version of what was there under the same id:",
        "  metro-minute/tornhaven-brief.txt@2.",
    ]
    skips = shown.index("Skipped 1 item:")
    assert shown[skips + 1] == "  binary (1): broken.txt – it holds NUL bytes"
    again = json.loads(run("add", own, folder, "--outlet-from", "folder", "--json").stdout)
    assert (again["new"], again["unchanged"], again["archive"]) == ([], 1, 15)
    assert again["skipped"][0]["path"] == "broken.txt"


def test_json_of_add_is_that_of_scan_and_more(own: Path) -> None:
    """Ids of what is new and changed stand before the outline."""
    with Archive.open(own) as archive:
        archive.remove(["wire-room/harbour-strike.txt"])
    told = json.loads(run("add", own, NEWSWIRE, "--outlet-from", "folder", "--json").stdout)
    assert told["new"] == ["wire-room/harbour-strike.txt"]
    assert told["unchanged"] == 12
    assert told["changed"]
    assert told["events"][0]["articles"] == 8
    assert told["flows"]


def test_remove_is_told_as_add_is(own: Path) -> None:
    """What has gone, how many are left, what is told otherwise; the removed is not among that."""
    gone = ["harbour-post/fog.html", "metro-minute/tornhaven-brief.txt"]
    done = run("archive", "remove", own, *gone)
    assert done.stdout.startswith("Removed 2 articles from own.archive; 12 are left.\n")
    told = json.loads(run("archive", "remove", own, "valley-echo/hauliers.html", "--json").stdout)
    assert told["removed"] == ["valley-echo/hauliers.html"]
    assert told["archive"] == 11
    assert not set(told["changed"]) & {*gone, "valley-echo/hauliers.html"}
    assert "archive compact" in done.stderr


def test_scan_into_an_archive_is_add(tmp_path: Path) -> None:
    """``scan --archive`` makes one, keeps the settings, and refuses a file that is there."""
    archive = tmp_path / "news.archive"
    words = ["scan", NEWSWIRE / "metro-minute", "--archive", archive]
    done = run(*words, "--set", "evidence.width=4")
    assert done.stdout.startswith("Added 1 article to news.archive; 1 is there now.")
    with Archive.open(archive, write=False) as kept:
        assert kept.settings.evidence.width == 4
    again = run(*words)
    assert again.exit_code == 2
    assert f"`syndetect add {archive} PATH` adds to it" in again.stderr
    for other in (["--out", tmp_path / "r"], ["--sample", "2"], ["--near-duplicates"]):
        archive = tmp_path / "other.archive"
        refused = run("scan", NEWSWIRE, "--archive", archive, *other)
        assert refused.exit_code == 2
        assert "do not go together" in refused.stderr
        assert not archive.exists()


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_an_add_of_nothing_leaves_no_archive(tmp_path: Path, name: str) -> None:
    """Where nothing could be read, the file that was made for it goes again."""
    (tmp_path / "empty").mkdir()
    done = run("add", tmp_path / "news.archive", tmp_path / name)
    assert (done.exit_code, done.stdout) == (3, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty"]


def test_an_add_of_nothing_leaves_an_archive_as_it_is(own: Path, tmp_path: Path) -> None:
    """One that was there before stays, with all that is in it."""
    (tmp_path / "empty").mkdir()
    assert run("add", own, tmp_path / "empty").exit_code == 3
    with Archive.open(own, write=False) as kept:
        assert len(kept) == 14


def test_other_settings_are_refused(own: Path) -> None:
    """An archive keeps its settings; to name the same ones again does no harm."""
    done = run("add", own, NEWSWIRE, "--set", "evidence.width=4")
    assert done.exit_code == 2
    assert "was made with other settings" in done.stderr
    assert run("add", own, NEWSWIRE, "--set", "evidence.width=3").exit_code == 0


# sql


def sql(archive: Path, query: str, *words: str, width: int = 80) -> Result:
    return run("sql", archive, query, *words, width=width)


def test_sql_prints_a_table(newswire_archive: Path) -> None:
    """Columns are aligned, numbers to the right; how many rows goes to stderr."""
    done = sql(
        newswire_archive,
        "SELECT outlet, count(*) AS n, sum(words) AS words FROM articles "
        "WHERE outlet IN ('metro-minute', 'wire-room') GROUP BY ALL ORDER BY ALL",
    )
    assert done.stdout.splitlines() == [
        "outlet        n  words",
        "────────────  ─  ─────",
        "metro-minute  1     88",
        "wire-room     2    821",
    ]
    assert done.stderr == "2 rows.\n"


def test_wide_cells_are_cut_to_the_terminal(newswire_archive: Path) -> None:
    """No line is wider than the terminal, and that something is cut is said."""
    for width in (40, 61, 80):
        done = sql(newswire_archive, "SELECT id, headline FROM articles", width=width)
        assert max(cell_len(line) for line in done.stdout.splitlines()) <= width
        assert "…" in done.stdout
        assert "Cells are cut" in done.stderr
    whole = sql(newswire_archive, "SELECT id, headline FROM articles", width=250)
    assert "…" not in whole.stdout
    assert whole.stderr == "14 rows.\n"


def test_many_columns_are_a_block_a_row(newswire_archive: Path) -> None:
    """Where columns would have no room, each row is a block, and nothing is cut."""
    done = sql(newswire_archive, "FROM articles ORDER BY id LIMIT 2")
    blocks = done.stdout.split("\n\n")
    assert len(blocks) == 2
    assert blocks[0].startswith("id                  daily-lantern/cable-car-log.html\n")
    assert done.stderr == "2 rows.\n"


def test_csv_and_json_are_whole(newswire_archive: Path) -> None:
    """Both have every cell; JSON is a row a line."""
    query = 'FROM derivations ORDER BY child, "order"'
    with Archive.open(newswire_archive, write=False) as kept:
        own = kept.sql(query).to_pylist()
    lines = sql(newswire_archive, query, "--json").stdout.splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["reasons"] for one in told] == [one["reasons"] for one in own]
    read = list(csv.DictReader(io.StringIO(sql(newswire_archive, query, "--csv").stdout)))
    assert [json.loads(one["reasons"]) for one in read] == [one["reasons"] for one in own]
    assert sql(newswire_archive, query, "--csv", "--json").exit_code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (0, "12.6 MB"),
        (999_999, "12.6 MB, for 1.0 MB of text"),
        (5_000_000, "12.6 MB, 2.5 times its text (5.0 MB)"),
    ],
)
def test_of_little_text_no_ratio_is_told(newswire_archive: Path, text: int, said: str) -> None:
    """A file has a size of its own, which beside little text says nothing."""
    with Archive.open(newswire_archive, write=False) as kept:
        found = {**kept.info(), "file_bytes": 12_600_000, "text_bytes": text}
    assert dict(facts(found))["Size"] == said


def test_no_rows_have_a_header(newswire_archive: Path) -> None:
    """An answer without rows is an answer."""
    done = sql(newswire_archive, "SELECT id FROM articles WHERE false")
    assert done.stdout.splitlines() == ["id", "──"]
    assert done.stderr == "0 rows.\n"


def test_a_wrong_question_is_one_line(newswire_archive: Path) -> None:
    """What the database says, on one line and without a traceback; exit 2."""
    for query in ("SELEC 1", "SELECT colour FROM articles", "DELETE FROM kept.given", ""):
        done = sql(newswire_archive, query)
        assert (done.exit_code, done.stdout) == (2, ""), query
        assert done.stderr.count("\n") == 1
        assert "\\x0a" not in done.stderr


def test_cells_of_strangers_are_safe(own: Path) -> None:
    """A headline moves no cursor, and wide letters keep columns aligned."""
    with Archive.open(own) as kept:
        kept.add([{"id": "x\x1b[2J", "text": "Ferries stop.", "headline": "渡轮停航"}])
    shown = sql(
        own,
        "SELECT headline, id, 'end' AS e FROM articles WHERE words = 2 AND headline IS NOT NULL",
    ).stdout
    assert "\x1b" not in shown
    assert [line.rstrip()[-3:] for line in shown.splitlines()[1:]] == ["───", "end"]
    assert len({cell_len(line) for line in shown.splitlines()[1:]}) == 1


# archive


def test_info_is_for_people(newswire_archive: Path) -> None:
    """A line each: articles, dates, batches, events, sizes, settings."""
    lines = run("archive", "info", newswire_archive).stdout.splitlines()
    told = {line[:12].strip(): line[12:] for line in lines if line[:1] != " "}
    assert told["Articles"] == "14, 1 of them later versions; from 7 outlets"
    assert told["Dates"] == "2025-03-03 to 2025-03-12 08:00+01:00"
    assert told["Added in"] == "3 batches"
    assert told["Made by"].startswith("syndetect ")
    found = json.loads(run("archive", "info", newswire_archive, "--json").stdout)
    assert (found["articles"], found["versions"]) == (14, 1)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (99_600, "100 kB"),
        (999_499, "999 kB"),
        (999_999, "1.0 MB"),
        (4_210_000_000, "4.2 GB"),
        (10**16, "10000 TB"),
    ],
)
def test_sizes_are_short(number: int, said: str) -> None:
    """Two or three digits and a unit."""
    assert size(number) == said


def test_tables_say_what_there_is_to_ask(newswire_archive: Path) -> None:
    """Every table with its columns, or one of them; one that is not there is refused."""
    shown = run("archive", "tables", newswire_archive).stdout
    assert shown.startswith("articles  One row an article")
    assert all(cell_len(line) <= 80 for line in shown.splitlines())
    one = run("archive", "tables", newswire_archive, "credits").stdout
    assert one.splitlines()[1] == "  article    whose text it stands in (text)"
    assert one in shown
    told = json.loads(run("archive", "tables", newswire_archive, "flows", "--json").stdout)
    assert told[0]["column"] == "origin"
    assert run("archive", "tables", newswire_archive, "nothing").exit_code == 2


def test_verify_ends_with_4_where_anything_is_wrong(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole archive is said to be; else each fault is a line on stdout."""
    done = run("archive", "verify", own)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"{own} is whole.\n")
    monkeypatch.setattr(Archive, "verify", lambda *_, **__: ["a row is missing", "an id\x1b"])
    done = run("archive", "verify", own)
    assert done.exit_code == 4
    assert done.stdout == "a row is missing\nan id\\x1b\n"
    assert "restore it from a copy" in done.stderr


def test_compact_says_what_it_saves(own: Path) -> None:
    """The sizes before and after; nothing else is changed."""
    asked = "SELECT * FROM derivations ORDER BY ALL"
    before = sql(own, asked, "--csv").stdout
    done = run("archive", "compact", own)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "MB before, " in done.stderr
    assert sql(own, asked, "--csv").stdout == before


def test_export_writes_either_form(newswire_archive: Path, tmp_path: Path) -> None:
    """Parquet, or a result folder that other commands read; one of the two must be named."""
    assert run("archive", "export", newswire_archive).exit_code == 2
    both = ["--out", tmp_path / "a", "--result", tmp_path / "b"]
    assert run("archive", "export", newswire_archive, *both).exit_code == 2
    assert run("archive", "export", newswire_archive, "--out", tmp_path / "a").exit_code == 0
    assert (tmp_path / "a/articles.parquet").exists()
    assert run("archive", "export", newswire_archive, "--result", tmp_path / "b").exit_code == 0
    shown = run("export", tmp_path / "b", "--format", "csv").stdout
    assert shown.count("\n") == 10
    refused = run("archive", "export", newswire_archive, "--result", tmp_path / "a")
    assert refused.exit_code == 2


# What is no archive


READERS: list[list[str]] = [
    ["query", "{}", "--text", "Some words."],
    ["sql", "{}", "FROM articles"],
    ["archive", "info", "{}"],
    ["archive", "tables", "{}"],
    ["archive", "verify", "{}"],
    ["archive", "export", "{}", "--out", "export"],
    ["archive", "compact", "{}"],
    ["archive", "remove", "{}", "some-id"],
]
ADD = ["add", "{}", str(NEWSWIRE)]


def at(words: list[str], path: Path) -> Result:
    return run(*(word.replace("{}", str(path)) for word in words))


@pytest.mark.parametrize("words", READERS, ids=lambda words: " ".join(words[:2]))
def test_a_missing_archive_is_exit_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Only add makes one; the others say how."""
    monkeypatch.chdir(tmp_path)
    done = at(words, tmp_path / "absent.archive")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "there is no such file. Make an archive with `syndetect add " in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [*READERS, ADD], ids=lambda words: " ".join(words[:2]))
def test_what_is_no_archive_is_exit_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """A text, a folder, a database of something else: refused, and left as it is."""
    import duckdb

    monkeypatch.chdir(tmp_path)
    text, other, folder = (tmp_path / name for name in ("a.txt", "other.db", "folder"))
    text.write_text("Ferries stop. " * 900, encoding="utf-8")
    folder.mkdir()
    with duckdb.connect(str(other)) as con:
        con.execute("CREATE TABLE mine (a INTEGER)")
    for path, said in {
        text: "is no archive", other: "is a database of something else", folder: "is a folder",
    }.items():  # fmt: skip
        done = at(words, path)
        assert (done.exit_code, done.stdout) == (4, ""), path
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
    assert text.read_text(encoding="utf-8").startswith("Ferries stop. Ferries")


def test_a_folder_that_is_not_there_is_exit_4(tmp_path: Path) -> None:
    """An archive is not made in a folder that is missing."""
    done = run("add", tmp_path / "no/news.archive", NEWSWIRE)
    assert (done.exit_code, done.stdout) == (4, "")
    assert "there is no such folder. Make it first" in done.stderr


def test_an_archive_that_another_writes_to_is_exit_4(own: Path) -> None:
    """Every command says which process has it."""
    code = (
        "import sys, syndetect\n"
        "with syndetect.Archive.open(sys.argv[1]):\n"
        "    print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(own)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    ) as writer:  # fmt: skip
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "open\n"
            for words in (*READERS, ADD):
                done = at(words, own)
                assert (done.exit_code, done.stdout) == (4, ""), words
                assert f"is in use by process {writer.pid}" in done.stderr, words
        finally:
            writer.communicate("")


def test_ids_to_remove_come_from_stdin(own: Path) -> None:
    """Lines of stdin are ids, blank ones none, beside those that are named; an id that is not
    there, no line at all, and what is no text are refused, and nothing goes."""
    known = sql(own, "SELECT id FROM articles ORDER BY id", "--csv").stdout.split()[1:]
    for given, code, said in (
        (f"{known[1]}\nno-such-id\n".encode(), 2, "there is no article 'no-such-id'"),
        (b" \n\n", 3, "stdin names no article: give ids, one a line"),
        (b"a\0b", 3, "stdin is no text: give ids, one a line"),
    ):
        done = run("archive", "remove", own, known[0], "-", given=given)
        assert (done.exit_code, done.stdout) == (code, "")
        assert said in done.stderr
    lines = "".join(f"{one}\r\n\n" for one in known[2:4]).encode()
    done = run("archive", "remove", own, known[0], "-", "--json", given=lines)
    assert json.loads(done.stdout)["removed"] == [known[0], *known[2:4]]
    asked = sql(own, "SELECT id FROM articles ORDER BY id", "--csv").stdout.split()[1:]
    assert asked == [known[1], *known[4:]]


def test_an_unknown_id_is_exit_2(own: Path) -> None:
    """Nothing is removed where one of the ids is not there."""
    done = run("archive", "remove", own, "harbour-post/fog.html", "no-such-id")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no article 'no-such-id'" in done.stderr
    with Archive.open(own, write=False) as kept:
        assert len(kept) == 14


# Outlets that were forgotten


def paper(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
        text = f"{name.title()} ferries stop on Tuesday, and nobody knows for how long they will."
        (folder / name / "ferry.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_forgotten_outlet_is_not_mended_by_adding_again(tmp_path: Path) -> None:
    """The hint after an add without outlets says how to do it right, in a new archive and in one
    with other articles; it names only what was added, and nothing is said with --outlet-from."""
    archive, folder = tmp_path / "news.archive", paper(tmp_path / "crawl", "echo", "herald")
    hint = "No outlet is known for 2 of the articles added. If their folders name it: "
    end = "Added again as they are there, they would stand twice, as versions.\n"
    said = run("add", archive, folder).stderr
    assert said.startswith(
        f"{hint}remove {archive}, then add them with --outlet-from folder. {end}"
    )
    more = paper(tmp_path / "more", "bugle", "post")
    assert run("add", archive, more).stderr == (
        f"{hint}take them out with `syndetect archive remove`, then add them with --outlet-from "
        f"folder. {end}"
    )
    assert run("add", archive, more).stderr == ""
    named = run("add", tmp_path / "b", folder, "--outlet-from", "folder").stderr
    assert "No outlet" not in named


def test_what_comes_again_with_another_outlet_is_told(tmp_path: Path) -> None:
    """Articles with the id and the text of one that is there, and another outlet, are counted on
    stderr, and named in JSON; with another text they are versions like any."""
    archive, folder = tmp_path / "news.archive", paper(tmp_path / "crawl", "echo", "herald")
    run("add", archive, folder)
    done = run("add", archive, folder, "--outlet-from", "folder", "--json")
    assert done.stderr == (
        "2 of 2 articles have the id and the text of one that is there, and differ in outlet (was "
        "--outlet-from meant, or left out?): they stand as versions beside it. `syndetect archive "
        "remove` takes out what is not wanted.\n"
    )
    told = json.loads(done.stdout)
    assert told["retold"] == {"echo/ferry.txt@2": ["outlet"], "herald/ferry.txt@2": ["outlet"]}
    text = "Buses run instead, say those who drive them."
    (folder / "echo/ferry.txt").write_text(text, encoding="utf-8")
    assert run("add", archive, folder, "--outlet-from", "folder").stderr == ""
