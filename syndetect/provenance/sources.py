"""Sources that are not in the collection: who they are, as far as the texts tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.model import Source
from syndetect.provenance import styles
from syndetect.provenance.families import components_of, whole
from syndetect.provenance.parents import UNKNOWN
from syndetect.provenance.ties import Ties
from syndetect.provenance.witness import Witness
from syndetect.provenance.witnesses import Witnesses

_ONE_TEXT = 0.5  # share of a text that stands in another from which both are of one dispatch


def sources(witnesses: Witnesses, choices: pa.Table, ties: Ties) -> tuple[pa.Table, schema.I32]:
    """The unseen sources (``schema.RESULT_SOURCES``, by id), and for each article the row of its
    own, -1 where it has none. *choices* are ``placing.CHOICES``.
    """
    label = _labels(choices, ties, len(witnesses))
    first = _first(choices)
    child = schema.plain(first, "child")
    order = np.flatnonzero(label >= 0)
    order = order[np.argsort(label[order], kind="stable")]
    parts = [schema.RESULT_SOURCES.empty_table()]
    for some in whole(label[order]):
        rows = pa.array(np.searchsorted(child, order[some]))
        names = first.column("source").take(rows).to_pylist()
        told = zip(names, witnesses.some(order[some]), strict=True)
        made = [
            unseen(group[0][0], [one for _, one in group])
            for _, found in groupby(told, key=lambda pair: int(label[pair[1].article]))
            if (group := list(found))
        ]
        parts.append(schema.records(schema.RESULT_SOURCES, made, id="source"))
    made_all = pa.concat_tables(parts)
    by_id = pc.sort_indices(made_all.column("source")).to_numpy().astype(np.int64)
    place = np.empty(len(by_id), dtype=np.int32)
    place[by_id] = np.arange(len(by_id), dtype=np.int32)
    row = np.full(len(label), -1, dtype=np.int32)
    row[order] = place[np.unique(label[order], return_inverse=True)[1]]
    return schema.rows_of(made_all, by_id), row


def _first(choices: pa.Table) -> pa.Table:
    """The first parents that are sources."""
    return choices.filter((pc.field("order") == 1) & pc.field("source").is_valid())


def _labels(choices: pa.Table, ties: Ties, articles: int) -> schema.I32:
    """Which articles have one source, by the least of them; -1 for those that have none.

    The children of one agency, or of nobody known, have one as far as they are held together by
    their text. They are where one speaks for the other's source, and where half of a text stands in
    the other: an agency's dispatches are many.
    """
    first = _first(choices).combine_chunks()
    child, siblings = schema.plain(first, "child"), first.column("siblings")
    named = np.full(articles, -1, dtype=np.int32)
    named[child] = pc.rank(first.column("source"), tiebreaker="dense").to_numpy()
    speaks = first.filter(pc.field("kin").is_valid())
    alike = np.maximum(ties.own_left, ties.own_right) >= _ONE_TEXT
    ends = np.concatenate(
        [
            np.column_stack((schema.plain(speaks, "child"), schema.plain(speaks, "kin"))),
            np.column_stack(
                (
                    child[pc.list_parent_indices(siblings).to_numpy()],
                    pc.list_flatten(siblings).to_numpy(),
                )
            ),
            np.column_stack((ties.left[alike], ties.right[alike])),
        ]
    )
    one, other = named[ends.T]
    held = components_of(ends[(one >= 0) & (one == other)], articles)
    return np.where(named >= 0, held, np.int32(-1))


def unseen(agency: str, children: Sequence[Witness]) -> Source:
    """The source that *children* have in common, named by the first of them in order of id.

    URL and date come from the credits of the children that carry them, where they agree. A source
    that nobody credits gets the agency of their house style, where that is fairly sure: style never
    stands beside a credit.
    """
    first = min(child.id for child in children)
    count = len(children)
    if agency == UNKNOWN:
        reason = (
            "1 article shares text with others, and who had it first is not known"
            if count == 1
            else f"{count} articles share text, and who of them had it first is not known"
        )
        name, how = _by_style(children)
        said = (*how, reason) if name else (reason, *how)
        return Source(f"source:unknown:{first}", None, None, None, said, name)
    credits = [c for child in children for c in (child.credit, child.part) if c is not None]
    credits = [credit for credit in credits if credit.agency == agency]
    urls = sorted({c.url for c in credits if c.url})
    dates = sorted({c.published for c in credits if c.published})
    direct = sum(
        agency in (child.agency, child.part.agency if child.part else None) for child in children
    )
    who, credit = ("1 article", "credits") if direct == 1 else (f"{direct} articles", "credit")
    reasons = [f"{who} straight from it {credit} {agency}"]
    if count > direct:
        more = "1 more shares" if count == direct + 1 else f"{count - direct} more share"
        reasons.append(f"{more} text with {'it' if direct == 1 else 'them'}")
    return Source(
        f"source:{agency.lower().replace(' ', '-')}:{first}",
        agency,
        urls[0] if len(urls) == 1 else None,
        dates[0] if len(dates) == 1 else None,
        tuple(reasons),
    )


def _by_style(children: Sequence[Witness]) -> tuple[str | None, tuple[str, ...]]:
    """The agency whose usage the children agree in, where style is sure enough, and what is said
    of it; nothing where one of them credits anybody.
    """
    if any(child.agency or child.part or child.own_agency for child in children):
        return None, ()
    forms = styles.common(child.forms for child in children)
    usage = styles.likely(form.key for form in forms)
    if usage is None or usage.probability < styles.HINTED:
        return None, ()
    whose = "it writes" if len(children) == 1 else "most write"
    seen = f"{whose} {styles.quoted(forms, usage.forms)} as {usage.agency} does"
    sure = styles.percent(usage.probability)
    if usage.probability < styles.NAMED:
        return None, (f"{seen}: that fits {usage.agency}, but not surely ({sure})",)
    return usage.agency, (f"{seen}: named by house style alone ({sure}), nobody credits it",)
