"""``syndetect export``: a result in another form."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import click

from syndetect.cli.options import a_path
from syndetect.errors import UsageError
from syndetect.export import FORMATS

_LIST = "\n".join(f"  {name:<10} {meaning}" for name, meaning in FORMATS.items())


@click.command(
    "export",
    short_help="Print a result as JSON, CSV, a graph or provenance.",
    epilog=f"\b\nFormats:\n{_LIST}",
)
@click.argument("result", type=a_path)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(FORMATS)),
    metavar="NAME",
    required=True,
    help="Which form: one of the names below.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to a file instead of stdout.",
)
def command(result: Path, form: str, output: Path | None) -> None:
    """Print a result folder in the form that another tool reads.

    RESULT is a folder that `scan --out` wrote.
    """
    import syndetect
    from syndetect.export import export as exported

    chunks = exported(syndetect.open(result), form)
    if output is None:
        out = sys.stdout.buffer
        for chunk in chunks:
            out.write(chunk.encode("utf-8", "backslashreplace"))
        out.flush()
        return
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(chunks)
        part.replace(output)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{output}: cannot be written ({reason})") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
