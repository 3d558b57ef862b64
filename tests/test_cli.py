"""The shell door: what is printed, where, and with which exit code."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import networkx as nx
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

import syndetect
from syndetect import api, schema
from syndetect.cli import main
from syndetect.cli.outline import outline
from syndetect.cli.paint_events import paint_outline
from syndetect.cli.safe import flowing, safe
from syndetect.errors import InputError
from syndetect.findings import Findings
from syndetect.provenance.standing import Part, Standing
from syndetect.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
WIRE, HAULIERS = "wire-room/strike.txt", "valley-echo/hauliers.html"
POST, HERALD = "harbour-post/ferries.html", "ostrey-herald/waits.html"


def run(*arguments: object, width: int = 100, colour: bool = False) -> Result:
    environment = {"COLUMNS": str(width), "FORCE_COLOR": "1" if colour else None, "NO_COLOR": None}
    environment["TERM"] = "xterm"
    return CliRunner().invoke(main, [str(one) for one in arguments], env=environment)


@pytest.fixture
def calls(findings: Findings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """``syndetect.scan`` gives the hand-made findings and notes how it was called."""
    noted: list[dict[str, Any]] = []

    def scan(paths: Any, **given: Any) -> Findings:
        noted.append({"paths": paths, **given})
        given["progress"]("reading articles", 0, 0)
        given["progress"]("reading articles", 3, 15)
        if given.get("out"):
            findings.save(given["out"], texts=given["texts"])
        return findings

    monkeypatch.setattr(syndetect, "scan", scan, raising=False)
    return noted  # type: ignore[return-value]


@pytest.fixture
def result(findings: Findings, tmp_path: Path) -> Path:
    """A result folder."""
    findings.save(tmp_path / "result")
    return tmp_path / "result"


def commands() -> list[tuple[str, click.Command]]:
    return sorted(main.commands.items())


def all_commands() -> list[tuple[str, click.Command]]:
    """Commands, and those of groups behind them, as one writes them."""
    found = []
    for name, command in commands():
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {own}", one) for own, one in sorted(command.commands.items())]
    return found


# The door itself


def test_commands_are_the_documented_ones() -> None:
    """There are thirteen commands, and the README shows each."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name, _ in commands()] == [
        "add", "archive", "compare", "credits", "dates", "explain", "export", "newsroom", "query",
        "rejudge", "scan", "settings", "sql",
    ]  # fmt: skip
    for name, _ in commands():
        assert f"syndetect {name}" in readme, name


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_everything_has_a_help_text(name: str, command: click.Command) -> None:
    """Each command says what it does, and each option what it is for."""
    assert command.help
    assert command.short_help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.name}"
    shown = run(*name.split(), "--help")
    assert shown.exit_code == 0
    assert all(cell_len(line) <= 100 for line in shown.output.splitlines())


def test_help_imports_nothing_slow() -> None:
    """The help needs click and the standard library alone."""
    code = (
        "import sys; from syndetect.cli import main\n"
        "for words in ('--help', 'scan --help', 'archive info --help', '--version'):\n"
        "    try: main(words.split())\n"
        "    except SystemExit: pass\n"
        "slow = {'numpy', 'pyarrow', 'numba', 'rich', 'networkx', 'datasketch', 'trafilatura',"
        "        'duckdb'}\n"
        "sys.exit(', '.join(sorted(slow & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [["nonsense"], ["scan"], ["scan", ".", "--sample", "0"]])
def test_wrong_usage_is_exit_2(words: list[str]) -> None:
    """What click refuses ends with 2 and a hint at the help."""
    done = run(*words)
    assert done.exit_code == 2
    assert "--help" in done.stderr


def test_an_error_of_ours_is_one_line(calls: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A SyndetectError goes to stderr with its exit code; what it quotes is made safe."""

    def fail(*_: Any, **__: Any) -> None:
        raise InputError("a\x1b[2Jb.txt: cannot be read")

    monkeypatch.setattr(syndetect, "scan", fail)
    done = run("scan", ".")
    assert done.exit_code == 3
    assert done.stdout == ""
    assert done.stderr == "syndetect: a\\x1b[2Jb.txt: cannot be read\n"


def test_an_interrupt_is_exit_130(calls: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends without a traceback."""

    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(syndetect, "scan", interrupt)
    done = run("scan", ".")
    assert done.exit_code == 130
    assert done.stderr == "syndetect: interrupted\n"


def test_a_defect_shows(calls: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no SyndetectError is not hidden."""

    def defect(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(syndetect, "scan", defect)
    assert isinstance(run("scan", ".").exception, ZeroDivisionError)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    "words", [["export", "{}", "--format", "jsonl"], ["explain", "{}", WIRE, HAULIERS], ["--help"]]
)
def test_a_full_disk_is_one_line(result: Path, words: list[str]) -> None:
    """Where stdout takes nothing more, that is said on stderr, with exit code 2."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "syndetect", *(word.format(result) for word in words)],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
    assert done.stderr == "syndetect: cannot write to stdout: No space left on device\n"
    assert done.returncode == 2


def test_an_error_of_the_system_names_its_file(
    calls: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An OSError that no module foresaw is a line as well."""

    def fail(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied", "/there/x")

    monkeypatch.setattr(syndetect, "scan", fail)
    done = run("scan", ".")
    assert (done.exit_code, done.stderr) == (2, "syndetect: /there/x: Permission denied\n")


@pytest.mark.parametrize("command", [["export", "--format", "jsonl"], ["explain", WIRE, HAULIERS]])
def test_a_broken_pipe_is_quiet(result: Path, command: list[str]) -> None:
    """A reader that goes away, like ``head``, draws no complaint."""
    words = [command[0], str(result), *command[1:]]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "syndetect", *words],
            stdout=out, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 128 + signal.SIGPIPE


def test_a_poor_terminal_gets_escapes(result: Path) -> None:
    """Where stdout is ASCII, letters it lacks are escaped, and nothing fails."""
    done = subprocess.run(
        [sys.executable, "-m", "syndetect", "explain", str(result), WIRE, HAULIERS],
        capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 0
    assert b"\\u2502" in done.stdout


# Text of strangers


def test_unsafe_characters_are_shown() -> None:
    """Controls, direction overrides and lone surrogates become escapes; letters stay."""
    assert safe("a\x1b[31m\x00\x9b\u202e\ud800é字") == "a\\x1b[31m\\x00\\x9b\\u202e\\ud800é字"
    assert flowing(" a\n\tb\u2028c\u200e ") == "a b c\\u200e"


@pytest.mark.parametrize("command", ["scan", "explain", "near"])
def test_no_control_reaches_the_terminal(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Ids, headlines, outlets, reasons and bodies cannot move the cursor."""
    bad = "x\x1b[2J\u202ey\x07"
    tables: dict[str, Any] = {}
    for name in ("articles", "bodies", "derivations", "sources", "events", "related"):
        old = getattr(findings, name)
        rows = json.loads(json.dumps(old.to_pylist()), object_hook=lambda row: _spoilt(row, bad))
        tables[name] = pa.Table.from_pylist(rows, schema=old.schema)
    skip = {"path": bad, "row": 3, "reason": bad, "detail": bad}
    summary = {**findings.summary, "skipped": [skip], "notes": [bad], "dropped": {bad: 3}}
    form = {"articles": 2, "outlets": 1, "outlet": bad, "example": bad, "headline": bad}
    summary["templates"] = [form]
    spoilt = dataclasses.replace(findings, **tables, summary=summary)
    if command == "scan":
        monkeypatch.setattr(syndetect, "scan", lambda *_, **__: spoilt, raising=False)
        done = run("scan", ".", "--all")
    elif command == "explain":
        spoilt.save(tmp_path / "r")
        done = run("explain", tmp_path / "r", HAULIERS + bad, WIRE + bad)
    else:
        groups = dataclasses.make_dataclass("G", ["groups", "articles", "summary"])
        found = groups([(bad, bad)], (1, 2), summary)
        monkeypatch.setattr(syndetect, "near_duplicates", lambda *_, **__: found, raising=False)
        done = run("scan", ".", "--near-duplicates")
    assert done.exit_code == 0, done.stderr
    assert "\\x1b" in done.output
    assert not set(done.output) & {"\x1b", "\x07", "\u202e"}


def _spoilt(row: dict[str, Any], bad: str) -> dict[str, Any]:
    kept = {"kind", "published", "published_trust", "role", "relation", "parent_kind"}
    for key, value in row.items():
        if isinstance(value, str) and key not in kept:
            row[key] = value + bad
        elif isinstance(value, list):
            row[key] = [one + bad if isinstance(one, str) else one for one in value]
    return row


# scan

STRIKE = """\
1. Ferry strike cuts off Ostrey
   2025-03-18 to 2025-03-19 · 11 articles from 8 outlets · between 2 and 5 voices (one agency, one
   reporter)

   ○ Reuters, not in the folder, 2025-03-18, https://wire.example/world/ferry-strike-2025-03-18/
   ├─ reprint over 99 %  harbour-post/ferries.html (Harbour Post), 2025-03-18 – credits Reuters in
   │  its dateline
   ├─ reprint 98 %  wire-room/strike.txt (Wire Room), 2025-03-18 06:40 UTC – credits Reuters in
   │  │  its dateline
   │  ├─ rewrite 62 %  lantern/walkout.html, “Strike: lantern”, 2025-03-18 11:00 – 12 facts in
   │  │  order; not decided
   │  ├─ update 95 %  wire-room/strike-update.txt (Wire Room), “Talks open as ferry strike enters
   │  │  second day”, 2025-03-19 05:10 UTC – same outlet
   │  └─ partial 91 %  valley-echo/hauliers.html (Valley Echo), “Hauliers count the cost of the
   │     walkout”, 2025-03-19 09:00 – published 26 h later (a declared date)
   └─ reprint 97 %  eastmere/closed.txt, “Strike: eastmere”, 2025-03-18 11:00 – credits Reuters in
      its dateline
        and 2 identical copies: eastmere/closed-again.txt, metro/strike.txt

   No source found: ostrey-herald/waits.html (Ostrey Herald), “Strike: ostrey-herald”, 2025-11-12
     (a clock on the page); post/brief.txt, “Ferries stop.”
   Pages with pieces of many stories: digest/today.html, 2025-03-18 11:00
   1 pair has too little text to tell.
"""


def test_scan_tells_the_event(calls: list[Any]) -> None:
    """The event stands as a tree with relation, probability and the strongest reason."""
    done = run("scan", ".")
    assert done.exit_code == 0
    assert STRIKE in done.stdout
    assert done.stderr == ""


def test_scan_says_what_was_read_and_skipped(calls: list[Any]) -> None:
    """Counts first, skips by reason with a few named; sources and counts at the end."""
    lines = run("scan", ".").stdout.splitlines()
    assert lines[:5] == [
        "Read 15 articles from 8 outlets.",
        "Skipped 5 items:",
        "  no JSON (4): feeds/a.jsonl:3, feeds/a.jsonl:9, feeds/a.jsonl:12 and 1 more",
        "  foreign format (1): logo.png – .png",
        "Left out by limits on very large groups: too common shingles: 3.",
    ]
    assert "2 sources not in the folder:" in lines
    assert lines[-1] == (
        "2 events · 10 articles with text from elsewhere · 4 with no source found · "
        "7 pairs compared."
    )


def test_scan_tells_templates(findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many articles, of which templates, and one of each to look at; the first few, or all."""
    forms = [
        {"articles": n, "outlets": k, "outlet": outlet, "example": f"wx-{n}", "headline": headline}
        for n, k, outlet, headline in (
            (8000, 3, "Harbour Post", "Fair in Ostrey"),
            (4000, 1, "Lantern", None),
            (300, 0, None, None),
            (40, 1, "Metro", None),
        )
    ]
    summary = {**findings.summary, "templates": forms}
    told = dataclasses.replace(findings, summary=summary)
    monkeypatch.setattr(syndetect, "scan", lambda *_, **__: told, raising=False)
    text = " ".join(run("scan", ".").stdout.split())
    assert (
        "12,340 articles are printed from 4 templates (8,000 like wx-8000 “Fair in Ostrey” in "
        "Harbour Post and 2 other outlets, 4,000 like wx-4000 in Lantern, 300 like wx-300 and 1 "
        "more): compared only where the rest is alike."
    ) in text
    assert "40 like wx-40 in Metro" in " ".join(run("scan", ".", "--all").stdout.split())
    assert json.loads(run("scan", ".", "--json").stdout)["templates"] == forms


def test_scan_notes_what_reading_met(findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Encodings, values not understood, the rest of a sample and hidden files have a line; what
    was read without a hitch, and what did not happen, has none.
    """
    noted = {
        "decoded as windows-1252": 2, "published not understood": 1, "not in sample": 1200,
        "hidden files": 3, "broken bytes replaced": 0, "rows read": 7, "date: url": 4,
    }  # fmt: skip
    made = dataclasses.replace(findings, summary={**findings.summary, "counts": noted})
    monkeypatch.setattr(syndetect, "scan", lambda *_, **__: made, raising=False)
    assert (
        "Noted: decoded as windows-1252: 2; hidden files: 3; not in sample: 1,200; published not\n"
        "  understood: 1.\n"
    ) in run("scan", ".").stdout


def test_skips_say_what_is_known(findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A detail stands with its place; one that all skips of a reason have stands once."""
    rows = [("a.csv", 2, "odd", "line 5"), ("b.csv", 1, "odd", "line 2"), ("c.md", None, "no", "x")]
    rows += [("d.md", None, "no", "x")]
    skips = [dict(zip(("path", "row", "reason", "detail"), row, strict=True)) for row in rows]
    made = dataclasses.replace(findings, summary={**findings.summary, "skipped": skips})
    monkeypatch.setattr(syndetect, "scan", lambda *_, **__: made, raising=False)
    shown = run("scan", ".").stdout
    assert "  odd (2): a.csv:2 (line 5), b.csv:1 (line 2)\n" in shown
    assert "  no (2): c.md, d.md – x\n" in shown


def test_scraps_are_only_counted(calls: list[Any]) -> None:
    """Pairs with too little text are one line; --all names them."""
    assert "too little text" in run("scan", ".", "--all").stdout
    assert "waits.html and post/brief.txt (41 %)" in run("scan", ".", "--all").stdout
    assert "waits.html and post/brief.txt" not in run("scan", ".").stdout


@pytest.mark.parametrize("words", [[], ["--near-duplicates"]])
@pytest.mark.parametrize("name", ["empty", "pictures", "pictures/a.png", "broken"])
def test_nothing_to_read_is_exit_3(tmp_path: Path, name: str, words: list[str]) -> None:
    """Without an article the shell ends with 3 and says what was skipped and what is read."""
    for folder in ("empty", "pictures", "broken"):
        (tmp_path / folder).mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"\x89PNG")
    (tmp_path / "broken" / "b.txt").write_bytes(b"a\0b")
    (tmp_path / "broken" / ".c.txt").write_text("Hidden.")
    done = run("scan", tmp_path / name, *words)
    assert (done.exit_code, done.stdout) == (3, "")
    said = {
        "empty": "there is no file", "broken": "skipped: b.txt (binary), 1 hidden.",
    }.get(name, "skipped: a.png (not an article format)")  # fmt: skip
    assert said in done.stderr
    assert "end in .csv, .htm, .html, .jsonl, " in done.stderr
    assert syndetect.scan(tmp_path / name).articles.num_rows == 0


def test_scan_hints_at_outlets(tmp_path: Path) -> None:
    """Files without outlet in several folders draw a hint; none with --outlet-from, or in one."""
    for folder in ("courier", "gazette"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(f"The {folder} has a new roof.")
    hint = "No outlet is known for 2 articles: --outlet-from folder takes it from the folder.\n"
    assert run("scan", tmp_path).stderr == hint
    assert run("scan", tmp_path, "--outlet-from", "folder").stderr == ""
    assert run("scan", tmp_path / "courier").stderr == ""


def test_a_named_path_without_permission_is_exit_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be read is input, whichever command was to read it."""
    (tmp_path / "a.txt").write_text("The bridge is open.")
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    for words in (["scan", tmp_path], ["compare", tmp_path / "a.txt", tmp_path / "a.txt"]):
        done = run(*words)
        assert done.exit_code == 3
        assert "no permission" in done.stderr


@pytest.mark.parametrize("width", [20, 60, 100, 300])
def test_scan_keeps_to_the_width(calls: list[Any], width: int) -> None:
    """No line is wider than the terminal (40 at least), nor than 100 columns."""
    lines = run("scan", ".", width=width).stdout.splitlines()
    assert max(cell_len(line) for line in lines) <= min(100, max(40, width))


def test_colour_changes_no_word(calls: list[Any]) -> None:
    """With colour the same text is printed."""
    done = run("scan", ".", colour=True)
    assert "\x1b[" in done.stdout
    assert click.unstyle(done.stdout) == run("scan", ".").stdout


def test_scan_hands_its_options_on(calls: list[Any], tmp_path: Path) -> None:
    """Each option reaches the library under its name."""
    file = tmp_path / "s.toml"
    file.write_text("[evidence]\nwidth = 4\n")
    done = run(
        "scan", "a", "b", "--columns", "text=content", "--columns", "id=key",
        "--outlet-from", "url", "--base", "c", "--sample", 7, "--strict", "--settings", file,
        "--set", "evidence.gap=2", "--threads", 3, "--batch-size", 9,
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    (call,) = calls
    assert call["paths"] == [Path("a"), Path("b")]
    assert call["columns"] == {"text": "content", "id": "key"}
    assert (call["outlet_from"], call["sample"], call["strict"]) == ("url", 7, True)
    assert call["base"] == Path("c")
    assert call["settings"] == Settings().changed({"evidence.width": 4, "evidence.gap": 2})
    assert (call["engine"].threads, call["engine"].batch) == (3, 9)


def test_scan_writes_a_result(calls: list[Any], tmp_path: Path) -> None:
    """With --out the folder is there, and stderr names it and the next command."""
    out = tmp_path / "r"
    done = run("scan", ".", "--out", out, "--no-texts")
    assert done.exit_code == 0
    assert f"The result lies in {out}. Next: syndetect explain {out} {POST} {WIRE}" in done.stderr
    assert Findings.open(out).texts is None


def test_scan_refuses_a_full_folder_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot become a result is refused before the work begins."""
    (tmp_path / "mine.txt").write_text("x")
    monkeypatch.delattr("syndetect.ingest.given.collect")
    done = run("scan", ".", "--out", tmp_path)
    assert done.exit_code == 2
    assert "is not empty" in done.stderr


def test_scan_that_is_stopped_says_how_it_goes_on(
    calls: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where finished stages lie, and that the same command takes them up."""

    def stop(*_: Any, **given: Any) -> None:
        api.unfinished(given["out"]).mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(syndetect, "scan", stop)
    done = run("scan", ".", "--out", tmp_path / "r")
    assert done.exit_code == 130
    assert ".r.unfinished: the same command goes on from there." in done.stderr


def test_memory_is_handed_on_and_only_to_a_scan(calls: list[Any]) -> None:
    """``--memory`` is the library's *memory*; groups alone have no use for it."""
    assert run("scan", ".", "--memory", "2GB").exit_code == 0
    assert calls[0]["memory"] == "2GB"
    assert run("scan", ".", "--memory", "2GB", "--near-duplicates").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--no-texts"],
        ["--near-duplicates", "--out", "r"],
        ["--columns", "text"],
        ["--set", "a.b=1"],
        ["--set", "evidence.width=99"],
        ["--set", "evidence.width=4", "--set", "evidence.width=5"],
        ["--settings", "none.toml"],
    ],
)
def test_scan_refuses_what_makes_no_sense(calls: list[Any], words: list[str]) -> None:
    """Options that contradict each other or the settings end with 2, before the work."""
    assert run("scan", ".", *words).exit_code == 2
    assert calls == []


def test_no_source_found_is_counted_by_role(findings: Findings) -> None:
    """An article whose tree is told under another event has a source, and is not counted."""
    rows = findings.articles.to_pylist()
    for row in rows:
        if row["id"] == HAULIERS:
            row["event"] = "event:hauliers"
    articles = pa.Table.from_pylist(rows, schema=findings.articles.schema)
    events = findings.events.to_pylist()
    for row in events:
        row["articles"] = [name for name in row["articles"] if name != HAULIERS]
    events.append({**events[0], "event": "event:hauliers", "articles": [HAULIERS]})
    table = pa.Table.from_pylist(events, schema=findings.events.schema)
    found = outline(dataclasses.replace(findings, articles=articles, events=table))
    assert sum(event.articles for event in found.events) == 13
    assert found.no_source_found == 4
    assert found.no_source_found == found.single + sum(len(one.alone) for one in found.events)


def test_invisible_characters_are_told(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scan says how many articles hold some, explain and compare which of the two."""
    rows = findings.articles.to_pylist()
    for row in rows:
        row["invisible"] = {WIRE: 400, POST: 12}.get(row["id"], 0)
    articles = pa.Table.from_pylist(rows, schema=findings.articles.schema)
    marked = dataclasses.replace(findings, articles=articles)
    monkeypatch.setattr(syndetect, "scan", lambda *_, **__: marked, raising=False)
    told = "2 articles hold invisible characters (412 in all); they are ignored for comparing."
    assert told in run("scan", ".").stdout.splitlines()
    marked.save(tmp_path / "r")
    shown = run("explain", tmp_path / "r", HAULIERS, WIRE).stdout
    assert "The right one holds invisible characters (400 in all)" in shown
    assert "The left one" not in shown
    data = json.loads(run("explain", tmp_path / "r", HAULIERS, WIRE, "--json").stdout)
    assert data["invisible"] == [0, 400]


def test_scan_of_a_result_says_what_it_is(result: Path) -> None:
    """A result folder holds no article; the message says who reads it."""
    done = CliRunner().invoke(main, ["scan", str(result)])
    assert done.exit_code == 3
    assert "1 that a scan wrote: `syndetect explain` reads them" in done.stderr


def test_scan_prints_json(calls: list[Any]) -> None:
    """--json has the same account as data on stdout, and nothing else there."""
    data = json.loads(run("scan", ".", "--json").stdout)
    assert (data["articles"], data["single"]) == (15, 1)
    assert [event["event"] for event in data["events"]] == ["event:strike", "event:cable"]
    tree = data["events"][0]["trees"]
    assert [entry["depth"] for entry in tree] == [0, 1, 1, 2, 2, 2, 1]
    assert tree[-1]["copies"] == ["eastmere/closed-again.txt", "metro/strike.txt"]


def test_no_article_is_left_untold(findings: Findings) -> None:
    """Every article of an event stands in its tree, as a copy, alone, or as a digest."""
    found = outline(findings)
    for event in found.events:
        told = [mention.id for mention in (*event.alone, *event.digests)]
        for entry in event.trees:
            told += [entry.mention.id] * (entry.mention.kind == "article")
            told += entry.copies
        assert len(told) == event.articles
        assert len(set(told)) == event.articles


def test_articles_without_an_event_are_told(findings: Findings) -> None:
    """Articles that are in no event stand in a group of their own."""
    articles = findings.articles.to_pydict()
    articles["event"] = [None] * findings.articles.num_rows
    made = dataclasses.replace(
        findings,
        articles=schema.build(schema.RESULT_ARTICLES, articles),
        events=schema.RESULT_EVENTS.empty_table(),
    )
    (event,) = outline(made).events
    assert event.event is None
    assert event.articles == 15


def test_many_events_are_counted(findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty events are shown, twelve entries of each; --all shows the rest."""
    monkeypatch.setattr(syndetect, "scan", lambda *_, **__: _many(findings, 25, 15), raising=False)
    short, full = run("scan", ".").stdout, run("scan", ".", "--all").stdout
    assert "… and 5 more events with 75 articles: --all shows them." in short
    assert short.count("… and 3 more articles: --all shows them.") == 20
    assert "21. " not in short
    assert "more" not in full
    assert all(f"e{event:02d}/a{at:02d}" in full for event in range(25) for at in range(15))


def test_only_events_that_are_shown_are_made(
    findings: Findings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows are taken of the twenty events on the page and of no article of another; counts are of
    all."""
    made, taken = _many(findings, 25, 15), list[str]()
    part = Standing.part

    def taking(self: Standing, events: Any, called: Any) -> Part:
        found = part(self, events, called)
        taken.extend(found.articles)
        return found

    monkeypatch.setattr(Standing, "part", taking)
    found = outline(made)
    assert (len(found.events), sum(found.sizes), found.derived) == (25, 375, 350)
    assert taken == []
    paint_outline(found, everything=False)
    assert "350 articles with text from elsewhere" in capsys.readouterr().out
    assert len(taken) == 300
    assert len({name.split("/")[0] for name in taken}) == 20


def test_events_are_a_sequence(findings: Findings) -> None:
    """By place, from behind, and by slices, as a list of them."""
    events = outline(_many(findings, 5, 2)).events
    assert [one.event for one in events] == [f"event:{at}" for at in range(5)]
    assert events[1] == list(events)[1]
    assert events[-1] == list(events)[-1]
    assert list(events[1:4][1:]) == list(events)[2:4]
    with pytest.raises(IndexError):
        events[5]


def _many(findings: Findings, events: int, each: int) -> Findings:
    """*events* events: in each one origin and its reprints."""
    ids = [[f"e{event:02d}/a{at:02d}" for at in range(each)] for event in range(events)]
    empty = dict.fromkeys(schema.RESULT_ARTICLES.names)
    rows = [
        {**empty, "id": name, "event": f"event:{at}", "role": "derivative"}
        for at, names in enumerate(ids)
        for name in names
    ]
    joins = [
        {
            "child": child, "parent": names[0], "parent_kind": "article", "relation": "reprint",
            "probability": 0.9, "decided": True, "reasons": [],
        }
        for names in ids for child in names[1:]
    ]  # fmt: skip
    groups = [
        {
            "event": f"event:{at}",
            "articles": names,
            "voices_least": 1,
            "voices_most": 1,
            "reason": "",
        }
        for at, names in enumerate(ids)
    ]
    return dataclasses.replace(
        findings,
        articles=pa.Table.from_pylist(rows, schema=schema.RESULT_ARTICLES),
        derivations=pa.Table.from_pylist(joins, schema=schema.RESULT_DERIVATIONS),
        events=pa.Table.from_pylist(groups, schema=schema.RESULT_EVENTS),
        sources=schema.RESULT_SOURCES.empty_table(),
        related=findings.relations.slice(0, 0),
    )


def test_a_long_chain_is_drawn(findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three thousand versions, each from the one before, fit on the page."""
    made = _many(findings, 1, 3000)
    joins = made.derivations.to_pydict()
    joins["parent"] = [f"e00/a{at:02d}" for at in range(2999)]
    made = dataclasses.replace(made, derivations=schema.build(schema.RESULT_DERIVATIONS, joins))
    monkeypatch.setattr(syndetect, "scan", lambda *_, **__: made, raising=False)
    lines = run("scan", ".", "--all").stdout.splitlines()
    assert sum("update" in line or "reprint" in line for line in lines) == 2999
    assert max(map(cell_len, lines)) <= 100


def test_near_duplicates_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups come numbered, with what could go; as JSON they are lists."""
    kind = dataclasses.make_dataclass("NearDuplicates", ["groups", "articles", "summary"])
    found = kind([("a", "b", "c"), ("d", "e")], tuple("abcdefg"), {"skipped": [], "counts": {}})
    monkeypatch.setattr(syndetect, "near_duplicates", lambda *_, **__: found, raising=False)
    shown = run("scan", ".", "--near-duplicates").stdout
    assert "1. 3 articles\n   a\n   b\n   c\n" in shown
    assert "2 groups of near-identical articles with 5 articles; one of each kept, 3" in shown
    data = json.loads(run("scan", ".", "--near-duplicates", "--json").stdout)
    assert data["groups"] == [["a", "b", "c"], ["d", "e"]]


# explain, compare


def test_explain_stands_side_by_side(result: Path) -> None:
    """Passages stand in two columns with a letter; words that differ are marked."""
    done = run("explain", result, HAULIERS, WIRE)
    assert done.exit_code == 0
    for line in (
        "partial: a stretch of one stands in the other; the rest is different",
        "V verbatim  E edited  [ ] differs",
        "E [morning, stopping every crossing] to Ostrey.   │ [halting all crossings] to Ostrey.",
        "valley-echo/hauliers.html from wire-room/strike.txt, partial, 91 %",
        "  - credits a contribution of Reuters",
    ):
        assert line in done.stdout.splitlines()
    assert "where any two articles start" in done.stdout


@pytest.mark.parametrize("width", [20, 80, 140])
def test_explain_keeps_to_the_width(result: Path, width: int) -> None:
    """Two columns fit the terminal, and a wide one is used."""
    lines = run("explain", result, POST, WIRE, width=width).stdout.splitlines()
    widest = max(cell_len(line) for line in lines if line.startswith("V "))
    assert widest <= max(40, width)
    assert widest > width * 0.8


def test_every_kind_of_passage_has_its_colour(result: Path) -> None:
    """Verbatim, edited, quoted and furniture differ in letter and in colour."""
    shown = [
        run("explain", result, *pair, colour=True).stdout
        for pair in ((HAULIERS, WIRE), (HERALD, WIRE), (POST, HAULIERS))
    ]
    text = "".join(shown)
    for code, letter in (("32", "V"), ("33", "E"), ("36", "Q"), ("35", "F")):
        assert f"\x1b[1;{code}m{letter}\x1b[0m" in text
    assert "\x1b[1;4;33m" in shown[0]


def test_long_passages_are_shortened(findings: Findings, tmp_path: Path) -> None:
    """The middle of a long verbatim passage is left out and counted; --all shows it."""
    words = " ".join(f"word{at}" for at in range(200))
    texts = findings.texts.to_pydict()  # type: ignore[union-attr]
    texts["body"] = [words] * len(texts["id"])
    row = findings.relations.to_pylist()[0]
    row["passages"][0] |= {"left_end": len(words), "right_end": len(words)}
    dataclasses.replace(
        findings,
        bodies=schema.build(schema.RESULT_TEXTS, texts),
        related=pa.Table.from_pylist([row], schema=findings.relations.schema),
    ).save(tmp_path / "r")
    short = run("explain", tmp_path / "r", POST, WIRE).stdout
    assert "… 140 words …" in short
    assert "word100 " not in short
    assert "word100 " in run("explain", tmp_path / "r", POST, WIRE, "--all").stdout


def test_explain_without_texts_has_offsets(findings: Findings, tmp_path: Path) -> None:
    """A result without texts says so and shows places."""
    findings.save(tmp_path / "r", texts=False)
    shown = run("explain", tmp_path / "r", HAULIERS, WIRE).stdout
    assert "The texts were left out of this result: offsets only" in shown
    assert "91–150" in shown


def test_explain_of_an_unknown_id_suggests(result: Path) -> None:
    """A mistyped id ends with 2 and names those like it."""
    done = run("explain", result, "wire-room/stirke.txt", HAULIERS)
    assert done.exit_code == 2
    assert "Did you mean 'wire-room/strike.txt'" in done.stderr


def test_explain_of_what_is_no_result(tmp_path: Path) -> None:
    """A folder that is no result ends with 3."""
    assert run("explain", tmp_path, "a", "b").exit_code == 3


def test_a_pair_not_compared_says_so(result: Path) -> None:
    """It offers compare; copies of one text are called identical instead."""
    shown = run("explain", result, "digest/today.html", WIRE).stdout
    assert "were not compared" in shown
    assert "syndetect compare" in shown
    assert "no proof of independence" in shown
    same = run("explain", result, "eastmere/closed.txt", "metro/strike.txt").stdout
    assert "Identical copies" in same


def test_rows_not_compared_are_sent_to_python(findings: Findings, tmp_path: Path) -> None:
    """Rows of a table are no files that the shell could compare."""
    articles = findings.articles.to_pydict()
    articles["row"] = [1] * len(articles["id"])
    made = dataclasses.replace(findings, articles=schema.build(schema.RESULT_ARTICLES, articles))
    made.save(tmp_path / "r")
    shown = run("explain", tmp_path / "r", "digest/today.html", WIRE).stdout
    assert "syndetect compare" not in shown
    assert "syndetect.compare(found.article(LEFT)" in shown


def test_explain_needs_two_articles(result: Path) -> None:
    """One article twice ends with 2."""
    done = run("explain", result, WIRE, WIRE)
    assert (done.exit_code, done.stderr) == (
        2, f"syndetect: {WIRE} is named twice: name two articles\n",
    )  # fmt: skip


def test_explain_prints_json(result: Path) -> None:
    """--json has kind, passages with their words, ledger and derivations, but no bodies."""
    data = json.loads(run("explain", result, HAULIERS, WIRE, "--json").stdout)
    assert (data["kind"], data["probability"]) == ("partial", 0.912346)
    assert data["passages"][1]["left"] == data["passages"][1]["right"]
    assert data["ledger"][0]["name"] == "prior"
    assert data["derivations"][0]["parent"] == WIRE
    assert "body" not in data["left"]


def test_compare_tells_of_two_files(tmp_path: Path) -> None:
    """Two files with one text are a reprint; nothing is said of who was first."""
    text = (
        "The lamp on Gull Rock went dark on Monday night for the first time since 1931.\n\n"
        "Keeper Odile Marsh rowed out with a storm lantern and sat beside it until dawn, while "
        "three trawlers waited beyond the sandbar for the harbour pilot to bring them in."
    )
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(text)
    done = run("compare", tmp_path / "one.txt", tmp_path / "two.txt")
    assert done.exit_code == 0, done.stderr
    assert "reprint: the same text" in done.stdout or "Identical copies" in done.stdout
    assert "Who has it from whom" not in done.stdout
    assert "invisible" not in done.stdout
    (tmp_path / "two.txt").write_text(text.replace("a", "a\u200b"))
    hidden = text.count("a")
    shown = run("compare", tmp_path / "one.txt", tmp_path / "two.txt").stdout
    assert f"The right one holds invisible characters ({hidden} in all)" in shown
    data = json.loads(run("compare", tmp_path / "one.txt", tmp_path / "two.txt", "--json").stdout)
    assert data["left"]["id"] == str(tmp_path / "one.txt")


@pytest.mark.parametrize(("text", "code"), [("", 3), (None, 3)])
def test_compare_needs_two_articles(tmp_path: Path, text: str | None, code: int) -> None:
    """An empty or a missing file ends with 3; a file and itself with 2."""
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("Some words about a lamp.")
    if text is not None:
        bad.write_text(text)
    done = run("compare", good, bad)
    assert done.exit_code == code
    assert "strict" not in done.stderr
    assert run("compare", good, good).exit_code == 2
    done = run("compare", tmp_path, good)
    assert (done.exit_code, done.stderr) == (
        3, f"syndetect: {tmp_path} is a folder: name a file with one article.\n",
    )  # fmt: skip


# export, settings


def test_export_prints_each_format(result: Path) -> None:
    """Each format is read back by those who will read it."""
    lines = run("export", result, "--format", "jsonl").stdout.splitlines()
    assert json.loads(lines[0])["type"] == "article"
    rows = list(csv.DictReader(io.StringIO(run("export", result, "--format", "csv").stdout)))
    assert len(rows) == 10
    graph = nx.parse_graphml(run("export", result, "--format", "graphml").stdout)
    assert graph.has_edge(WIRE, HAULIERS)


def test_export_writes_a_file_whole(result: Path, tmp_path: Path) -> None:
    """--output gives the same bytes as stdout, and leaves nothing else."""
    target = tmp_path / "out" / "graph.csv"
    target.parent.mkdir()
    done = run("export", result, "--format", "csv", "--output", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert target.read_text() == run("export", result, "--format", "csv").stdout
    assert [path.name for path in target.parent.iterdir()] == ["graph.csv"]
    assert (
        run("export", result, "--format", "csv", "--output", tmp_path / "no" / "x").exit_code == 2
    )


def test_settings_are_read_back(tmp_path: Path) -> None:
    """What settings prints, changed, comes back from a file as it was."""
    printed = run("settings", "--set", "evidence.width=4", "--set", "verdict.derived=0.6").stdout
    assert tomllib.loads(printed)["evidence"]["width"] == 4
    file = tmp_path / "s.toml"
    file.write_text(printed)
    assert run("settings", "--settings", file).stdout == printed


@pytest.mark.parametrize("text", [b"x = [", b"\xff\xfe", b"[evidence]\nwidth = 'four'\n"])
def test_broken_settings_are_exit_2(tmp_path: Path, text: bytes) -> None:
    """A settings file that cannot be read ends with 2 and a line on stderr."""
    file = tmp_path / "s.toml"
    file.write_bytes(text)
    done = run("settings", "--settings", file)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"syndetect: {file}: ")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('evidence.width="three"', "setting evidence.width: 'three' is no int"),
        ("evidence.width=three", "setting evidence.width: 'three' is no int"),
        ("evidence.width=4.5", "setting evidence.width: 4.5 is no int"),
        ("verdict.derived=high", "setting verdict.derived: 'high' is no float"),
    ],
)
def test_a_value_of_the_wrong_type_is_named(change: str, said: str) -> None:
    """The message has the setting, the value and the type, whether the shell took the quotes."""
    assert run("settings", "--set", change).stderr == f"syndetect: {said}\n"
