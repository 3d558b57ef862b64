"""Settings change answers; they are frozen, checked, written as TOML, and known by a digest.

What only changes speed (threads, batch size) is no setting: see ``engines``.
Every field carries its meaning; ``syndetect settings`` prints them all.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from syndetect.agency import Agency, as_toml, from_rows
from syndetect.errors import SettingsError
from syndetect.setting import check, of, one_of, parse, range_of, typed


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read, and what is too large to be an article: it is skipped, and named."""

    extraction: str = one_of(
        "balanced",
        "what is taken of a web page where that is open: rather too little, or too much",
        "precision", "balanced", "recall",
    )  # fmt: skip
    article: int = of(10**7, "characters of the longest article", 1, 10**9)
    page: int = of(
        20 * 10**6, "bytes of the largest file that is one article: a page, a text", 1, 10**9
    )
    line: int = of(64 * 10**6, "bytes of the longest line or record of a table", 1, 10**9)
    ratio: int = of(
        200, "bytes that one packed byte may unpack to, beyond the first 16 MB", 1, 10**6
    )
    unpacked: int = of(
        10**12, "bytes that one file, or member of an archive, unpacks to", 1, 10**15
    )
    members: int = of(10**6, "members of one archive", 1, 10**9)
    depth: int = of(4, "packings within one another; a .tar.gz has two", 1, 16)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """How an article becomes a sketch."""

    width: int = of(
        5, "words in a shingle; fewer find shorter overlaps and more chance ones", 2, 12
    )
    minima: int = of(128, "minimum hashes an article; cost and memory grow with it", 16, 1024)
    seed: int = of(1, "seed of the permutations, as datasketch's MinHash takes it", 0, 2**31 - 1)
    terms: int = of(40, "rarest salient terms kept an article, for finding rewrites", 5, 400)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Which pairs are worth a closer look; caps keep the cost near linear."""

    bands: int = of(32, "bands of the resemblance channel", 1, 256)
    rows: int = of(4, "minima in a band; bands × rows may not exceed the minima", 1, 64)
    bucket: int = of(
        64,
        "articles of one bucket that meet each of its others; the rest is cut and counted",
        2,
        4096,
    )
    rare: int = of(
        48,
        "groups of near-duplicates up to which a shingle is rare; beyond, it counts an eighth",
        2,
        4096,
    )
    shared: int = of(3, "rare shingles two articles must share to meet", 1, 100)
    neighbours: int = of(48, "articles with the most alike terms that each article meets", 1, 2000)
    alike: float = of(0.08, "least likeness of terms (0 to 1) at which two articles meet", 0, 1)
    common: int = of(
        600, "a term in more articles than this is too common to bring two together", 2, 10**6
    )
    unfold: int = of(
        20_000, "pairs that one compared pair of classes may stand for in the result", 1, 10**8
    )


@dataclass(frozen=True, slots=True)
class Events:
    """When articles count as being on one event."""

    window: float = of(
        96.0,
        "hours apart at which two articles may meet; an event may span twice that",
        1,
        24 * 366,
    )
    alike: float = of(0.24, "least likeness of terms (0 to 1) that joins articles", 0, 1)
    dated: float = of(0.21, "the same where the times of both are known and near", 0, 1)
    digest: int = of(
        4, "events with pieces in one page at which the page is called a digest", 2, 1000
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What counts as shared."""

    width: int = of(3, "words in a shingle of the evidence", 2, 12)
    passage: int = of(
        7, "words a shared passage has at least; below evidence.width it does nothing more", 4, 200
    )
    gap: int = of(4, "words that may differ inside an edited passage", 0, 50)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a probability becomes a word."""

    derived: float = of(
        0.5, "probability from which a pair is called derived; more asks more of parents", 0, 1
    )
    doubtful: float = of(
        0.3, "probability from which a pair that is not derived is undecided", 0, 1
    )
    reprint: float = of(0.65, "share of both texts in common from which derived is a reprint", 0, 1)


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Groups of near-identical articles (the ``group`` column, and ``--near-duplicates``)."""

    resemblance: float = of(
        0.7,
        "exact resemblance of shingles that makes near-duplicates; rare shingles are counted by "
        "these groups, too",
        0.05,
        1,
    )


@dataclass(frozen=True, slots=True)
class Provenance:
    """How relations become history."""

    margin: float = of(
        1.0, "log-likelihood by which one direction must lead, else it is undecided", 0, 20
    )
    credit: float = of(0.6, "least strength of a credit that names an unseen source", 0, 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by the stage they belong to; ``agencies`` are known beside the package's own
    (``agency.read_agencies`` reads them from a file).
    """

    reading: Reading = field(default_factory=Reading)
    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    candidates: Candidates = field(default_factory=Candidates)
    events: Events = field(default_factory=Events)
    evidence: Evidence = field(default_factory=Evidence)
    verdict: Verdict = field(default_factory=Verdict)
    near_duplicates: NearDuplicates = field(default_factory=NearDuplicates)
    provenance: Provenance = field(default_factory=Provenance)
    agencies: tuple[Agency, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "agencies", from_rows(self.agencies))
        for name, value, entry in self._entries():
            check(name, value, entry)
        if self.candidates.bands * self.candidates.rows > self.fingerprints.minima:
            raise SettingsError(
                f"candidates.bands × candidates.rows = {self.candidates.bands} × "
                f"{self.candidates.rows} needs more than the {self.fingerprints.minima} minima of "
                "fingerprints.minima: raise the minima or lower the bands"
            )
        if self.verdict.doubtful > self.verdict.derived:
            raise SettingsError("verdict.doubtful may not exceed verdict.derived: lower it")

    @property
    def digest(self) -> str:
        """Sixteen hex digits that are equal where all settings are."""
        values: dict[str, Any] = {}
        for name, value, entry in self._entries():
            section, _, key = name.partition(".")
            values.setdefault(section, {})[key] = typed(value, entry)
        if self.agencies:
            values["agencies"] = [dataclasses.asdict(agency) for agency in self.agencies]
        plain = json.dumps(values, sort_keys=True)
        return hashlib.blake2b(plain.encode(), digest_size=8).hexdigest()

    def changed(self, changes: Mapping[str, Any]) -> Settings:
        """These settings with some others: ``{"evidence.width": 4}``; text is read as TOML."""
        return _merged(self, {name: parse(value) for name, value in changes.items()})

    @classmethod
    def from_mapping(cls, tree: Mapping[str, Any]) -> Settings:
        """Settings from sections of values, as a result's ``summary`` has them; text is none."""
        flat: dict[str, Any] = {}
        for section, values in tree.items():
            if section == "agencies":
                continue
            if not isinstance(values, Mapping):
                raise SettingsError(f"setting {section!r} stands outside a [section]")
            flat.update({f"{section}.{key}": value for key, value in values.items()})
        made = _merged(cls(), flat)
        return dataclasses.replace(made, agencies=tree.get("agencies", ()))

    @classmethod
    def from_toml(cls, text: str) -> Settings:
        """Read what ``to_toml`` writes; what is not named keeps its default."""
        try:
            tree = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"the settings are no TOML: {error}") from error
        return cls.from_mapping(tree)

    def to_mapping(self) -> dict[str, Any]:
        """What ``from_mapping`` reads, as JSON has it: lists, and no tuples."""
        found: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self)))
        return found

    def to_toml(self) -> str:
        """Every setting with its meaning and range, as TOML."""
        lines: list[str] = []
        section = ""
        for name, value, entry in self._entries():
            here, _, key = name.partition(".")
            if here != section:
                lines += [] if not section else [""]
                doc = (type(getattr(self, here)).__doc__ or "").strip()
                lines += [f"[{here}]  # {doc}"]
                section = here
            told = json.dumps(value) if isinstance(value, str) else value
            lines += [f"# {entry.metadata['meaning']} ({range_of(entry)})", f"{key} = {told}"]
        for agency in self.agencies:
            lines += ["", "[[agencies]]  # known beside the package's own", *as_toml(agency)]
        return "\n".join(lines) + "\n"

    def _entries(self) -> Iterator[tuple[str, Any, dataclasses.Field[Any]]]:
        for section in sections():
            part = getattr(self, section)
            for entry in dataclasses.fields(part):
                yield f"{section}.{entry.name}", getattr(part, entry.name), entry


def sections() -> tuple[str, ...]:
    """The names of the sections of settings, in order."""
    return tuple(one.name for one in dataclasses.fields(Settings) if one.name != "agencies")


def _merged(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """*settings* with other values, of which none is text to be read."""
    parts = {section: getattr(settings, section) for section in sections()}
    known = {
        f"{section}.{entry.name}": entry
        for section, part in parts.items()
        for entry in dataclasses.fields(part)
    }
    changed: dict[str, dict[str, Any]] = {}
    for name, value in changes.items():
        if name not in known:
            raise SettingsError(f"unknown setting {name!r}: see `syndetect settings`")
        section, _, key = name.partition(".")
        changed.setdefault(section, {})[key] = typed(value, known[name])
    return dataclasses.replace(
        settings, **{s: dataclasses.replace(parts[s], **v) for s, v in changed.items()}
    )
