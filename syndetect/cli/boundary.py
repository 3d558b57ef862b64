"""The one place where errors become messages and exit codes; and talk to stderr."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import Any, cast

import click

from syndetect.cli.safe import safe
from syndetect.errors import SyndetectError

FAILED = 2  # writing: the disk is full, say
INTERRUPTED = 130  # 128 + SIGINT
BROKEN_PIPE = 141  # 128 + SIGPIPE


class Shell(click.Group):
    """A group of commands whose errors end as one line on stderr, never as a traceback.

    What is neither a SyndetectError nor one of the system is a defect, and shows as one.
    """

    def main(self, *args: Any, **kwargs: Any) -> Any:
        if sys.stdout is None:  # closed by the shell (>&-): what is printed goes nowhere
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            _silence()
            # Of a file its path is known; what has none is where we print.
            what = f"{error.filename}: " if error.filename else "cannot write to stdout: "
            say(f"syndetect: {safe(what + (error.strerror or str(error)))}")
            sys.exit(FAILED)

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show a letter gets an escape instead of a failure.
            with contextlib.suppress(AttributeError, OSError, ValueError):
                cast("io.TextIOWrapper", stream).reconfigure(errors="backslashreplace")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except SyndetectError as error:
            say(f"syndetect: {safe(str(error))}")
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            say("syndetect: interrupted")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _silence()
            ctx.exit(BROKEN_PIPE)
        return result


def say(message: str) -> None:
    """Talk: one message to stderr; where that takes none, the work goes on."""
    with contextlib.suppress(OSError):
        click.echo(message, err=True)


def _silence() -> None:
    """Let the interpreter's last flush go nowhere."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
