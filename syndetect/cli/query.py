"""``syndetect query``: one article or text, against all of an archive; nothing is added."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syndetect.cli.options import a_path, as_json
from syndetect.errors import ArchiveError, InputError, UsageError

if TYPE_CHECKING:
    from syndetect.model import Article

_STDIN = Path("-")
_ID = "asked"  # of a text, which has no name
_CARRIERS = 50  # without --all
_ALL = 2**31 - 1


@click.command("query", short_help="Ask an archive where a text is from and who carried it.")
@click.argument("archive", type=a_path)
@click.argument("file", type=a_path, required=False)
@click.option("--text", metavar="TEXT", help="Ask for this text instead of a file.")
@as_json
@click.option(
    "--all", "everything", is_flag=True, help="Print all matches, and all who carried it."
)
def command(
    archive: Path, file: Path | None, text: str | None, as_json: bool, everything: bool
) -> None:
    """Ask where a text is from, with what it shares wording, and who else carried it.

    FILE has one article; - stands for what stdin gives: a text, a page of HTML, or Markdown with
    front matter, as it begins. The archive stays as it is.
    """
    asked = _asked(file, text)
    import syndetect

    with syndetect.Archive.open(archive, write=False) as kept:
        if not len(kept):
            raise ArchiveError(
                f"{archive} has no articles yet: add some with `syndetect add {archive} FOLDER`"
            )
        answer = kept.query(asked, carriers=_ALL if everything else _CARRIERS)
    if as_json:
        from syndetect.cli.answer import plain
        from syndetect.export.jsonlines import dump

        click.echo(dump(plain(answer), indent=2))
    else:
        from syndetect.cli.paint_answer import paint_answer

        paint_answer(answer, everything=everything)


def _asked(file: Path | None, text: str | None) -> Path | Article:
    """A file's path, or a text as an article. Raises UsageError for both and for none, InputError
    for what is no text."""
    if (file is None) == (text is None):
        raise UsageError("name a FILE, or - for stdin, or give --text TEXT: one of them")
    if file is not None and file != _STDIN:
        return file
    if text is None:
        from syndetect.ingest.files import article_of

        return article_of(sys.stdin.buffer.read(), _ID, "stdin")
    if not text.strip():
        raise InputError("the text of --text is empty: give the text of an article")
    from syndetect.model import Article

    return Article(id=_ID, body=text)
