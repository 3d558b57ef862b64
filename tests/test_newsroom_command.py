"""The command ``newsroom``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from syndetect.cli import main
from syndetect.newsroom import NewsroomSettings, generate


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["newsroom", *map(str, words)])


def test_the_command_writes_what_the_library_does(tmp_path: Path) -> None:
    """Seed, events and profile of the command are those of the library."""
    done = run(tmp_path / "a", "--seed", 3, "--events", 4, "--profile", "hidden")
    assert done.exit_code == 0, done.output
    room = generate(3, NewsroomSettings.profile("hidden").changed({"events": 4}))
    text = (tmp_path / "a" / "truth" / "truth.jsonl").read_text("utf-8")
    assert text == "".join(room.truth_lines())


def test_settings_come_from_a_file(tmp_path: Path) -> None:
    """A file gives seed and settings; options go before it."""
    file = tmp_path / "s.toml"
    file.write_text("seed = 8\nevents = 9\n")
    assert run(tmp_path / "a", "--settings", file, "--events", 3).exit_code == 0
    room = generate(8, NewsroomSettings(events=3))
    text = (tmp_path / "a" / "articles.jsonl").read_text("utf-8")
    assert text == "".join(room.article_lines())


def test_errors_are_one_line(tmp_path: Path) -> None:
    """What cannot be meant ends with exit code 2 and one line."""
    file = tmp_path / "s.toml"
    file.write_text("events = 0\n")
    calls = (
        ("--profile", "loud"),
        ("--settings", file),
        ("--settings", tmp_path / "none.toml"),
        ("--settings", file, "--profile", "mixed"),
        ("--events", 0),
    )
    for words in calls:
        done = run(tmp_path / "a", *words)
        assert done.exit_code == 2
        assert done.output.startswith("syndetect: ")
        assert done.output.count("\n") == 1
