"""What is said beside findings: that nothing was there to read, that outlets have no name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from syndetect.cli.boundary import say
from syndetect.cli.options import chosen


def called_for(given: dict[str, Any]) -> tuple[Any, Any]:
    """Settings and engine that options call for, which are taken out of *given*."""
    from syndetect.engines import Local

    settings = chosen(given.pop("settings_file"), given.pop("changes"))
    return settings, Local(threads=given.pop("threads"), batch=given.pop("batch_size"))


def nothing_read(summary: Mapping[str, Any]) -> str:
    """Why no article was read, and what would be."""
    from syndetect.cli.paint import listed
    from syndetect.ingest.walk import endings

    skipped = [f"{skip['path']} ({skip['reason']})" for skip in summary["skipped"]]
    hidden = sum(n for name, n in summary["counts"].items() if name.startswith("hidden "))
    skipped += [f"{hidden} hidden"] if hidden else []
    results = summary["counts"].get("result folders passed over", 0)
    skipped += [f"{results} that a scan wrote: `syndetect explain` reads them"] if results else []
    why = f"skipped: {listed(skipped, 5)}" if skipped else "there is no file"
    return f"no article was read; {why}. Files that are read end in {endings()}."


def hint_at_outlets(findings: Any) -> None:
    """Say that folders may name the outlets, where files in several of them have none."""
    from syndetect.export.jsonlines import rows

    places = findings.articles.select(("path", "row"))
    nameless = places.filter(findings.articles["outlet"].is_null())
    folders = {
        row["path"].rpartition("/")[0]
        for row in rows(nameless)
        if row["path"] and row["row"] is None
    }
    if len(folders - {""}) > 1:
        say(
            f"No outlet is known for {nameless.num_rows:,} articles: --outlet-from folder takes it "
            "from the folder."
        )
