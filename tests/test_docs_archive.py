"""What docs/archive.md says of an archive is so: its columns, its SQL, its Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from syndetect import Archive
from syndetect.archive import about
from syndetect.archive.meanings import MEANINGS

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/archive.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^(\S[^\n]*\?[^\n]*)\n\n```sql\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
NOTHING = {"Which articles have no source, and carry a hint of one?"}  # in so small a newswire


@pytest.fixture
def archive(newswire_archive: Path) -> Iterator[Archive]:
    with Archive.open(newswire_archive, write=False) as opened:
        yield opened


def section(archive: Archive) -> str:
    """The columns of every table, as the page has them."""
    said = about.tables()
    lines: list[str] = []
    for table, rows in groupby(archive.columns().to_pylist(), key=itemgetter("table")):
        lines += [f"### `{table}`", "", said[table], "", "| column | type | meaning |"]
        lines += ["|---|---|---|"]
        lines += [f"| `{one['column']}` | {kind(one['type'])} | {one['meaning']} |" for one in rows]
        lines += [""]
    return "\n".join(lines)


def kind(sql: str) -> str:
    return sql.split("(")[0].lower() + ("[]" if sql.endswith(")[]") else "")


def test_the_page_names_every_column(archive: Archive) -> None:
    """The tables of the page are those of the file, with every column, type and meaning."""
    (told,) = re.findall(r"<!-- columns: begin -->\n(.*?)<!-- columns: end -->", PAGE, re.DOTALL)
    assert told == section(archive)


def test_every_column_has_a_meaning_and_every_meaning_a_column(archive: Archive) -> None:
    """Nothing that can be asked is left unsaid, and nothing is said of what is not there."""
    rows = archive.columns().to_pylist()
    known = {(one["table"], one["column"]) for one in rows}
    assert known == {(table, column) for table, some in MEANINGS.items() for column in some}
    assert all(one["meaning"] for one in rows)
    assert set(about.tables()) == set(MEANINGS)


def test_there_are_a_dozen_questions() -> None:
    """Every SQL of the page stands under the question that it answers."""
    assert len(QUERIES) == PAGE.count("```sql") >= 12


@pytest.mark.parametrize(("question", "query"), QUERIES, ids=[one for one, _ in QUERIES])
def test_each_question_is_answered(archive: Archive, question: str, query: str) -> None:
    """The SQL runs as it stands, and finds something in the example newswire."""
    found = archive.sql(query)
    assert found.column_names
    assert (found.num_rows > 0) == (question not in NOTHING), found


def test_the_python_of_the_page_runs(
    newswire_archive: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The snippets run as they stand, one after the other."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(code, "docs/archive.md", "exec"), names)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("13 ['daily-lantern/cable-car-log.html'")
    assert said[-1] == "['metro-minute/tornhaven-brief.txt']"


def test_every_command_of_the_page_is_there() -> None:
    """Each `syndetect …` of the page names a command and options that exist."""
    import click

    from syndetect.cli import main

    for line in re.findall(r"(?:^|`)syndetect ([a-z][^`\n#|]*)", PAGE, re.MULTILINE):
        words = line.split()
        command: click.Command = main
        while isinstance(command, click.Group) and words:
            assert words[0] in command.commands, line
            command = command.commands[words.pop(0)]
        known = {option for one in command.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, line
