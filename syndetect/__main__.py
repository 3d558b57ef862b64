"""``python -m syndetect`` is the shell door."""

from syndetect.cli import main

main(prog_name="syndetect")
