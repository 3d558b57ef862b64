"""How sketches were made: what must agree before two of them are compared.

The header travels with every stored sketch: in a table's metadata, in the bytes of one fingerprint,
in an archive. Sketches whose headers differ are refused, never compared.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

import pyarrow as pa

from syndetect.errors import SettingsError
from syndetect.settings import Fingerprints

_HEADER = b"syndetect.sketch"
_UNSAID = "these fingerprints do not say how they were made: make them anew"


@dataclass(frozen=True, slots=True)
class SketchHeader:
    """What makes two sketches comparable: all of it must agree.

    *scheme*, *size* and *seed* are those of ``datasketch.MinHash``; its input is the low 32 bits
    of each shingle hash. *width* is the number of words in a shingle, *hash* the shingle's hash
    (see ``kernels.hashing``), *version* counts changes of the definition.
    """

    size: int
    seed: int
    width: int
    scheme: str = "affine32"
    hash: str = "xxh64"
    version: int = 1

    @classmethod
    def of(cls, settings: Fingerprints) -> SketchHeader:
        """The header of sketches that these settings make."""
        return cls(size=settings.minima, seed=settings.seed, width=settings.width)

    @property
    def settings(self) -> dict[str, int]:
        """The settings that make such sketches, as ``Settings.changed`` takes them."""
        values = {"minima": self.size, "seed": self.seed, "width": self.width}
        return {f"fingerprints.{name}": value for name, value in values.items()}

    @classmethod
    def read(cls, table: pa.Table) -> SketchHeader:
        """The header that a table of fingerprints carries; SettingsError where it has none."""
        return cls.from_json((table.schema.metadata or {}).get(_HEADER, b""))

    def write(self, table: pa.Table) -> pa.Table:
        """The same table with this header in its metadata."""
        header = self.to_json().encode()
        return table.replace_schema_metadata({**(table.schema.metadata or {}), _HEADER: header})

    @classmethod
    def from_json(cls, text: str | bytes) -> SketchHeader:
        """The header that ``to_json`` wrote; SettingsError for what is none."""
        try:
            header = cls(**json.loads(text))
        except (TypeError, ValueError) as error:
            raise SettingsError(_UNSAID) from error
        fields = dataclasses.fields(cls)
        if any(type(getattr(header, one.name)).__name__ != one.type for one in fields):
            raise SettingsError(_UNSAID)
        return header

    def to_json(self) -> str:
        """All fields as one JSON object, the same for equal headers."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True)


def check_same(
    left: SketchHeader, right: SketchHeader, remedy: str = "make both with the same settings"
) -> None:
    """Raise SettingsError, which names what differs and ends with *remedy*, unless two sketches
    may be compared.
    """
    if told := differing(left, right):
        raise SettingsError(f"sketches that do not agree cannot be compared: {told}; {remedy}")


def differing(left: SketchHeader, right: SketchHeader) -> str:
    """What two headers have otherwise, in words; empty where they agree."""
    return ", ".join(
        f"{entry.name} {getattr(left, entry.name)!r} and {getattr(right, entry.name)!r}"
        for entry in dataclasses.fields(SketchHeader)
        if getattr(left, entry.name) != getattr(right, entry.name)
    )
