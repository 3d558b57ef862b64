"""A mapping to an Article: the one place that judges the values people hand in.

Numbers become strings where a string is meant, missing values of every library become None, dates
become ISO 8601. A body that is no text, or empty, makes a skip; any other bad value is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from numbers import Integral, Real

from syndetect.errors import InputError, UsageError
from syndetect.ingest.collection import Collection, Ledger, settle, unheard
from syndetect.ingest.dates import parse_published
from syndetect.ingest.decoding import clean
from syndetect.ingest.outlets import hostname
from syndetect.model import Article, Trust
from syndetect.settings import Reading
from syndetect.shelf import Shelf

# Our names of columns, and other spellings of them: the first that holds a value is taken.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "outlet": ("outlet",),
    "url": ("url",),
    "published": ("published",),
    "crawled": ("crawled",),
    "headline": ("headline", "title"),
    "text": ("text", "body"),
    "language": ("language",),
    "byline": ("byline",),
}
_ALIASES = {alias: name for name, aliases in FIELDS.items() for alias in aliases}
_OTHER_FIELDS = ("published_trust", "path", "row", "declared_sources")
_SHOWN = 20  # names of columns in a message


class Columns:
    """Which column of a table is which field of an article.

    *mapping* gives our name to theirs (``{"text": "content"}``). A column that is not mapped is
    found by its own name, whatever its case. Raises UsageError for a name of ours that is unknown.
    """

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._mapped: dict[str, str] = {}
        for ours, theirs in (mapping or {}).items():
            if ours not in _ALIASES:
                raise UsageError(f"columns: there is no field {ours!r}. Fields: {_names(FIELDS)}.")
            self._mapped[_ALIASES[ours]] = theirs
        self._layouts: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}
        self._seen: dict[str, None] = {}

    def layout(self, names: Iterable[object]) -> list[tuple[str, list[str]]]:
        """For each of our fields the columns among *names* that hold it, best first."""
        key = tuple(name for name in names if isinstance(name, str))
        if key in self._layouts:
            return self._layouts[key]
        self._seen.update(dict.fromkeys(key))
        folded = {name.strip().casefold(): name for name in reversed(key)}
        layout = []
        for ours, aliases in FIELDS.items():
            columns = [self._mapped[ours]] if self._mapped.get(ours) in key else []
            columns += [folded[alias] for alias in aliases if alias in folded]
            if columns:
                layout.append((ours, list(dict.fromkeys(columns))))
        if len(self._layouts) < 1000:  # rows with ever new keys must not fill the memory
            self._layouts[key] = layout
        return layout

    def has_text(self, names: Iterable[object]) -> bool:
        """Whether one of the columns *names* is the text."""
        return any(ours == "text" for ours, _ in self.layout(names))

    def is_text(self, name: str) -> bool:
        """Whether a column of that name is the text."""
        return name == self._mapped.get("text") or name.strip().casefold() in FIELDS["text"]

    def fields(self, record: Mapping[str, object]) -> dict[str, object]:
        """The values of *record* under our names; a field without a value is left out."""
        fields = {}
        for ours, columns in self.layout(record):
            for column in columns:
                if not missing(value := record[column]):
                    fields[ours] = value
                    break
        return fields

    def check(self) -> None:
        """Raise InputError if a mapped column stood in no table that was read."""
        absent = [name for name in self._mapped.values() if name not in self._seen]
        if absent and self._seen:
            raise InputError(
                f"No input has a column {absent[0]!r}. The columns are: {_names(self._seen)}."
                " Name one of these in columns."
            )


def missing(value: object) -> bool:
    """Whether *value* stands for nothing: None, NaN, NaT, NA or blank text."""
    if isinstance(value, str):  # as nearly all are
        return not value or value.isspace()
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, Real) and bool(value != value)  # NaN


def article(
    fields: Mapping[str, object], ledger: Ledger, *, path: str | None, row: int | None, name: str
) -> Article | None:
    """The article that *fields* (our names) describe; None where it has no text, with a skip.

    *name* is the id where none is given. The outlet is the field, else the host of the URL.
    """
    place = path or "records"
    text = fields.get("text")
    if missing(text):
        ledger.skip(place, row, "no text")
        return None
    if not isinstance(text, str):
        ledger.skip(place, row, "text is not a string", f"it is {type(text).__name__}")
        return None
    if len(text) > ledger.limits.article:
        ledger.too_large(place, row, "article", "article")
        return None
    body, replaced = clean(text)
    if replaced:
        ledger.count("lone surrogates replaced")
    url = _string(fields, "url", ledger)
    published = _date(fields, "published", ledger)
    trust = _trust(fields.get("published_trust"), ledger)
    return Article(
        id=_string(fields, "id", ledger) or name,
        body=body,
        headline=_string(fields, "headline", ledger),
        byline=_string(fields, "byline", ledger),
        outlet=_string(fields, "outlet", ledger) or hostname(url),
        url=url,
        published=published,
        published_trust=(trust or Trust.DECLARED) if published else None,
        crawled=_date(fields, "crawled", ledger),
        language=_string(fields, "language", ledger),
        path=path,
        row=row,
        declared_sources=_strings(fields.get("declared_sources")),
    )


def from_records(
    records: Iterable[Article | Mapping[str, object]],
    *,
    columns: Mapping[str, str] | None = None,
    sample: int | None = None,
    strict: bool = False,
    shelf: Shelf | None = None,
    heard: Callable[[int], None] = unheard,
    limits: Reading | None = None,
) -> Collection:
    """The collection of *records*: articles, or mappings with the columns of a table.

    A record without an id is called after its place, ``record#1``. What is no article is skipped
    and listed; with *strict* it is an InputError. *columns*, *sample*, *heard* and *limits* are
    those of ``collect``.
    >>> from_records([{"id": "a", "text": "The bridge is open again."}]).articles[0].id
    'a'
    """
    if isinstance(records, str | bytes | Mapping):
        raise UsageError("from_records takes an iterable of articles or mappings, not one of them.")
    check_sample(sample)
    ledger, names = Ledger(strict=strict, limits=limits), Columns(columns)

    def coming() -> Iterator[Article]:
        yield from _articles(records, names, ledger)
        names.check()

    return settle(coming(), ledger, sample, shelf, heard)


def check_sample(sample: int | None) -> None:
    """Raise UsageError unless *sample* is None or a number of articles."""
    if sample is not None and (isinstance(sample, bool) or sample < 1):
        raise UsageError(f"sample is {sample!r}: it must be a number of articles, 1 or more.")


def _articles(records: Iterable[object], columns: Columns, ledger: Ledger) -> Iterator[Article]:
    for number, record in enumerate(records, 1):
        ledger.count("records read")
        name = f"record#{number}"
        path: str | None = None
        row: int | None = None
        if isinstance(record, Article):
            fields = {n: getattr(record, n) for n in Article.__dataclass_fields__}
            fields["text"] = fields.pop("body")
        elif isinstance(record, Mapping):
            fields = columns.fields(record)
            fields |= {n: record[n] for n in _OTHER_FIELDS if not missing(record.get(n))}
        else:
            detail = f"it is {type(record).__name__}, not an Article or a mapping"
            ledger.skip("records", number, "not an article", detail)
            continue
        if isinstance(fields.get("path"), str):
            path = clean(str(fields["path"]))[0]
        if isinstance(fields.get("row"), int):
            row = int(str(fields["row"]))
        made = article(fields, ledger, path=path, row=row if path else number, name=name)
        if made is not None:
            yield made if path else replace(made, row=row)


def _string(fields: Mapping[str, object], name: str, ledger: Ledger) -> str | None:
    """The field as text: numbers written out, lists joined; counted where it is neither."""
    value = fields.get(name)
    if missing(value):
        return None
    written = value if isinstance(value, str) else _written(value)
    if written is None:
        ledger.count(f"{name} not understood")
        return None
    return clean(written.strip())[0] or None


def _written(value: object) -> str | None:
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return ", ".join(part.strip() for part in value if isinstance(part, str))
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real | Decimal):  # ids of a table with gaps come as 3.0
        number = float(value)
        return str(int(number)) if number.is_integer() else str(number)
    return None


def _date(fields: Mapping[str, object], name: str, ledger: Ledger) -> str | None:
    value = fields.get(name)
    if missing(value):
        return None
    found = parse_published(value)
    if found is None:
        ledger.count(f"{name} not understood")
    return found


def _trust(value: object, ledger: Ledger) -> Trust | None:
    if missing(value):
        return None
    if isinstance(value, str) and value in set(Trust):
        return Trust(value)
    ledger.count("published_trust not understood")
    return None


def _strings(value: object) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, Sequence):
        return ()
    return tuple(clean(part.strip())[0] for part in values if isinstance(part, str) and part)


def _names(names: Iterable[str]) -> str:
    listed = sorted(names)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more
