"""What ``speed.py`` and ``archive.py`` are asked alike: sections, collections, where figures go."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def parser(told: str | None, sections: Iterable[str], kept: str) -> argparse.ArgumentParser:
    """The options of both; *told* is the page of help, *kept* what lies in the cache."""
    made = argparse.ArgumentParser(
        description=told, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = made.add_argument
    add("--section", action="append", choices=sections, help="only this (repeatable)")
    add("--articles", action="append", type=int, metavar="N", help="this size (repeatable)")
    add("--corpus", action="append", metavar="PATH", help="a collection of yours (repeatable)")
    add("--full", action="store_true", help="sizes up to a million articles: hours")
    add("--data", type=Path, default=Path("../shared/data"), help="folder that holds realnews")
    add("--cache", type=Path, help=f"keeps {kept}")
    add("--workers", type=int, default=1, help="processes that write a newsroom that is missing")
    add("--json", type=Path, metavar="FILE", help="write every figure here")
    earlier = "print the tables of earlier --json FILEs as Markdown, and measure nothing"
    add("--markdown", type=Path, nargs="+", metavar="FILE", help=earlier)
    add("--into", type=Path, metavar="DOC", help="with --markdown: write them to the end of DOC")
    return made


def checked(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for; ends the program where that cannot be done."""
    given = parser.parse_args(argv)
    if given.json and not os.access(given.json.absolute().parent, os.W_OK):
        parser.error(f"--json {given.json}: nothing can be written there")
    if given.articles and min(given.articles) < 1:
        parser.error("--articles: one at least")
    return given


@contextmanager
def cache(named: Path | None) -> Iterator[Path]:
    """The folder for what is made: that *named*, or one that goes with the program."""
    with tempfile.TemporaryDirectory() as fleeting:
        place = (named or Path(fleeting)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        yield place
