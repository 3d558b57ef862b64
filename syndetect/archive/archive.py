"""A collection that grows: articles are added, and it is asked what has its text from whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from syndetect import budget
from syndetect.archive import about, asking, checking, exporting, growing, results, sketches
from syndetect.archive.answer import Answer
from syndetect.archive.answering import answer
from syndetect.archive.arriving import arriving
from syndetect.archive.file import File
from syndetect.archive.made import check_current, own_settings, unlike
from syndetect.archive.rows import fetch, handed, insert
from syndetect.archive.tables import GIVEN
from syndetect.archive.world import World
from syndetect.engines.contract import Engine
from syndetect.engines.local import Local
from syndetect.errors import UsageError
from syndetect.findings import Findings
from syndetect.fingerprint import U32
from syndetect.ingest.given import Given, Input, one_article
from syndetect.ingest.records import from_records
from syndetect.kernels.cache import compiling
from syndetect.model import Article
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.sketch import SketchHeader
from syndetect.stages.progress import Progress

if TYPE_CHECKING:
    from datasketch import MinHashLSH, MinHashLSHForest

_FEW = 200_000  # articles that are asked by one thread


def _quiet(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _unheard(_sentence: str) -> None:
    """What nobody listens to."""


class Archive:
    """Articles of years in one file, and what a scan of all of them would find.

    Made by ``Archive.open``; ``close`` it, or use it in a ``with``. Every change is one
    transaction: it is there as a whole, or not at all.
    """

    def __init__(self, file: File, settings: Settings) -> None:
        self._file = file
        self._world: World | None = None  # what queries ask, until something changes
        self.settings = settings

    @classmethod
    def open(
        cls, path: str | Path, *, settings: Settings | None = None, write: bool = True
    ) -> Archive:
        """The archive in the file *path*, which is made where there is none and *write* is true.

        An archive keeps the *settings* that it was made with. Raises ArchiveError where the file is
        no archive, damaged, of a later form or in use; SettingsError for settings that differ from
        its own.
        """
        file = File(Path(path), write=write)
        try:
            return cls(file, own_settings(file, settings))
        except BaseException:
            file.close()
            raise

    def close(self) -> None:
        """Let other processes have the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __len__(self) -> int:
        with self._file.told():
            return int(self._file.con.execute("SELECT count(*) FROM kept.given").fetchall()[0][0])

    def __repr__(self) -> str:
        return f"Archive of {len(self)} articles in {self._file.path}"

    def add(
        self,
        articles: Input,
        *,
        columns: Mapping[str, str] | None = None,
        outlet_from: str | None = None,
        base: str | Path | None = None,
        strict: bool = False,
        engine: Engine | None = None,
        memory: str | int | None = None,
        progress: Progress = _quiet,
        tell: Callable[[str], None] = _unheard,
    ) -> Findings:
        """Add what is new among *articles*, which are as ``syndetect.scan`` takes them, and find
        what that changes.

        What is there already, the same id with the same content, is passed over; other content of
        an id that is there is a new version, whose id ends with "@2", and both stand. Gives the
        findings on the events that have a new article, or one whose place in history is another
        now. ``summary["added"]`` has the ids of what is ``new``; which of these are ``versions``,
        and which of those ``retold`` the very text of one that is there, each with the fields that
        are others; how many were there ``unchanged``, which others have ``changed`` their place,
        and what was read: ``counts`` and ``skipped``. Of two that come together with one id the
        second is skipped, as in a scan.
        """
        used, room = engine or Local(), budget.size(memory)
        with closing(Shelf(room // 8)) as reading, self._file.change(room // 4) as con:
            progress("reading articles", 0, 0)
            collection = Given.of(articles).collect(
                columns, outlet_from, None, strict, reading,
                lambda read: progress("reading articles", read, 0), base, self.settings.reading,
            )  # fmt: skip
            fresh = arriving(con, collection.articles)
            added = {
                "new": fresh.rows.column("id").to_pylist(),
                "versions": list(fresh.versions),
                "retold": dict(fresh.retold),
                "unchanged": fresh.unchanged,
                "counts": dict(collection.counts),
                "skipped": [asdict(one) for one in collection.skipped],
            }
            if not fresh.rows.num_rows:
                return _with(results.nothing(con), {**added, "changed": []})
            insert(con, "given", fresh.rows)
            batch = fresh.rows.column("batch")[0].as_py()
            growing.account(con, batch, collection, fresh.unchanged)
            return self._grown(con, used, room, progress, tell, added)

    def remove(
        self,
        ids: Iterable[str],
        *,
        engine: Engine | None = None,
        memory: str | int | None = None,
        progress: Progress = _quiet,
        tell: Callable[[str], None] = _unheard,
    ) -> Findings:
        """Take articles out, as if they had never come, and find what that changes.

        Raises UsageError for an id that is not there. Gives what ``add`` gives.
        """
        wanted = sorted({ids} if isinstance(ids, str) else {str(one) for one in ids})
        named, room = pa.table({"id": pa.array(wanted, pa.string())}), budget.size(memory)
        with self._file.change(room // 4) as con:
            with handed(con, "wanted", named):
                found = fetch(
                    con, "SELECT serial, id FROM kept.given SEMI JOIN wanted USING (id)",
                    pa.schema([GIVEN.field("serial"), GIVEN.field("id")]),
                )  # fmt: skip
            missing = sorted(set(wanted) - set(found.column("id").to_pylist()))
            if missing:
                more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
                raise UsageError(f"there is no article {missing[0]!r}{more} in {self._file.path}")
            added = {"new": [], "versions": [], "unchanged": 0, "removed": wanted}
            if not wanted:
                return _with(results.nothing(con), {**added, "changed": []})
            growing.leave(con, found.select(["serial"]))
            return self._grown(con, engine or Local(), room, progress, tell, added)

    def query(
        self, article: Article | str | Path, *, carriers: int = 50, engine: Engine | None = None
    ) -> Answer:
        """Where an article's text is from, and who else has carried it; nearly what ``add`` finds.

        *article* is one, or its text (as ``str``), or a file (as ``Path``). The archive stays as it
        is. What it knows of all articles is loaded at the first query, and again after a change;
        of the carriers as many as *carriers* are named. Raises UsageError for an empty text,
        ArchiveError where the archive is ``outdated``.
        """
        if carriers < 0:
            raise UsageError(f"{carriers} carriers cannot be named: ask for 0 or more")
        # Dated and cleaned as it would be if it were added.
        asked = from_records([one_article(article)], strict=True).articles[0]
        with self._file.told():
            con = self._file.con
            if self._world is None:
                check_current(self._file, self.settings)
                self._world = World.of(con, self.settings)
            # To have threads costs as much as to look at so many by one.
            used = engine or Local(1 if len(self._world.ids) < _FEW else 0)
            return answer(con, asked, self._world, self.settings, used, carriers)

    def findings(self, *, memory: str | int | None = None) -> Findings:
        """All findings: what a scan of all articles gives, cell by cell."""
        with self._file.told():
            return results.read(self._file.con, Shelf(budget.size(memory) // 4))

    def sql(self, query: str) -> pa.Table:
        """The answer to a *query* in SQL, which reads this file alone. What there is to ask stands
        in docs/archive.md.

        Raises UsageError for what is no query, would change anything, or names what is not there.
        """
        return asking.ask(self._file, query)

    def columns(self) -> pa.Table:
        """Every column that there is to ask, with table, type and meaning: ``about.COLUMNS``."""
        return about.columns(self._file)

    def info(self) -> Mapping[str, Any]:
        """The archive in figures: see ``about.info``."""
        with self._file.told():
            return about.info(self._file)

    def export(self, folder: str | Path) -> None:
        """Write every table to *folder* as Parquet, whole or not at all: see ``exporting``.

        Raises UsageError where the folder holds anything else, or cannot be written.
        """
        exporting.export(self._file, Path(folder))

    def to_datasketch_lsh(
        self, threshold: float | None = None, bands: int | None = None, rows: int | None = None
    ) -> MinHashLSH:
        """All articles in a ``datasketch.MinHashLSH``, by their ids: see ``sketches.lsh``."""
        return sketches.lsh(*self._minima(), threshold, bands, rows)

    def to_datasketch_forest(self, trees: int = sketches.TREES) -> MinHashLSHForest:
        """All articles in a ``datasketch.MinHashLSHForest``, by their ids: ``sketches.forest``."""
        return sketches.forest(*self._minima(), trees)

    def verify(
        self, *, again: bool = False, engine: Engine | None = None, progress: Progress = _quiet
    ) -> list[str]:
        """What is wrong with the archive, in words; empty where nothing is.

        Reads all of it: blocks by their checksums, rows by what must hold between them, articles
        by what they said when they came. *again* scans all articles, too, and compares every table
        with what is stored. Raises ArchiveError for a damaged block, or *again* if ``outdated``.
        """
        with self._file.told(), closing(Shelf(budget.size(None) // 4)) as shelf:
            con = self._file.con
            if again:
                check_current(self._file, self.settings)
            wrong = checking.verify(con, self.settings)
            if again:
                wrong += checking.again(con, self.settings, engine or Local(), progress, shelf)
            return wrong

    @property
    def outdated(self) -> bool:
        """Whether another version of syndetect has made what is kept, or other sketches: the next
        ``add``, ``remove`` or ``compact`` makes all of it anew."""
        with self._file.told():
            return unlike(self._file.con, self.settings) is not None

    def compact(
        self, *, progress: Progress = _quiet, tell: Callable[[str], None] = _unheard
    ) -> tuple[int, int]:
        """Write the file anew, without the room of what has gone: its bytes before and after.

        What another version of syndetect has made is made anew first.
        """
        room = budget.size(None)
        if self.outdated:
            with self._file.change(room // 4) as con:
                self._grown(con, Local(), room, progress, tell, {"new": []})
        self._world = None
        return self._file.compact(room // 4)

    def _minima(self) -> tuple[list[str], U32, SketchHeader]:
        with self._file.told():
            return sketches.stored(self._file.con, self.settings)

    def _grown(
        self,
        con: Any,
        engine: Engine,
        room: int,
        progress: Progress,
        tell: Callable[[str], None],
        added: dict[str, Any],
    ) -> Findings:
        self._world = None
        with closing(Shelf(room // 4, work=room // 4)) as shelf, compiling(tell):
            found, changed = growing.grow(con, self.settings, engine, progress, shelf)
            told = results.told_otherwise(con, changed)
            added["changed"] = sorted(told.difference(added["new"], added.get("removed", ())))
            kept = Shelf(room // 8)  # of what is given, as long as somebody has it
            return _with(results.touched(found, told | set(added["new"]), kept), added)


def _with(found: Findings, added: Mapping[str, Any]) -> Findings:
    return replace(found, summary={**found.summary, "added": dict(added)})
