"""What is said beside findings: that nothing was there to read, that outlets have no name."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

from syndetect.cli.boundary import say
from syndetect.cli.options import chosen

# Fields of an article as one speaks of them, where that is otherwise.
_FIELDS = {"published": "date", "published_trust": "date", "declared_sources": "declared sources"}


def called_for(given: dict[str, Any]) -> tuple[Any, Any]:
    """Settings and engine that options call for, which are taken out of *given*."""
    from syndetect.engines import Local

    settings = chosen(given.pop("settings_file"), given.pop("changes"), given.pop("agencies_file"))
    return settings, Local(threads=given.pop("threads"), batch=given.pop("batch_size"))


def nothing_read(summary: Mapping[str, Any]) -> str:
    """Why no article was read, and what would be."""
    from syndetect.cli.paint import listed
    from syndetect.ingest.sniffing import endings

    skipped = [f"{skip['path']} ({skip['reason']})" for skip in summary["skipped"]]
    hidden = sum(n for name, n in summary["counts"].items() if name.startswith("hidden "))
    skipped += [f"{hidden} hidden"] if hidden else []
    results = summary["counts"].get("result folders passed over", 0)
    skipped += [f"{results} that a scan wrote: `syndetect explain` reads them"] if results else []
    why = f"skipped: {listed(skipped, 5)}" if skipped else "there is no file"
    return f"no article was read; {why}. Files that are read end in {endings()}."


def hint_at_outlets(findings: Any) -> None:
    """Say that folders may name the outlets, where files in several of them have none."""
    nameless = _nameless(findings.articles)
    if nameless:
        say(
            f"No outlet is known for {nameless:,} articles: --outlet-from folder takes it from the "
            "folder."
        )


def hint_at_versions(archive: Path, findings: Any, *, first: bool) -> None:
    """The same of what an ``add`` has brought, where to add it again would double it; *first*: the
    archive has nothing else."""
    nameless = _nameless(findings.articles, set(findings.summary["added"]["new"]))
    if nameless:
        how = f"remove {archive}" if first else "take them out with `syndetect archive remove`"
        say(
            f"No outlet is known for {nameless:,} of the articles added. If their folders name it: "
            f"{how}, then add them with --outlet-from folder. Added again as they are there, they "
            "would stand twice, as versions."
        )


def warn_of_versions(added: Mapping[str, Any]) -> None:
    """Say that articles have come in again with other fields than their text, where some have."""
    retold = added["retold"]
    if not retold:
        return
    from syndetect.cli.paint import count

    names = {name for some in retold.values() for name in some}
    fields = ", ".join(sorted({_FIELDS.get(name, name) for name in names}))
    meant = " (was --outlet-from meant, or left out?)" if "outlet" in names else ""
    many = len(retold) > 1
    have, differ = ("have", "differ") if many else ("has", "differs")
    say(
        f"{len(retold):,} of {count(len(added['new']), 'article')} {have} the id and the text of "
        f"one that is there, and {differ} in {fields}{meant}: "
        f"{'they stand as versions' if many else 'it stands as a version'} beside it. "
        "`syndetect archive remove` takes out what is not wanted."
    )


def _nameless(articles: Any, among: Set[str] | None = None) -> int:
    """How many *articles*, of those whose ids are *among* some, have no outlet, where these are
    files in several folders; else 0."""
    from syndetect.export.jsonlines import rows

    some = [
        row
        for row in rows(articles.select(("id", "path", "row", "outlet")))
        if row["outlet"] is None and (among is None or row["id"] in among)
    ]
    folders = {one["path"].rpartition("/")[0] for one in some if one["path"] and one["row"] is None}
    return len(some) if len(folders - {""}) > 1 else 0
