"""What PROV and schema.org are told of an article and of a derivation, and under which names.

Both use the same URIs for the same things. A URI is a kind and a percent-encoded id, so that two
ids never meet, and stands as it is as the local part of a qualified name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc

from syndetect.credits import UNSPECIFIED
from syndetect.export.jsonlines import rounded, rows
from syndetect.model import CreditRole

# Prefixes, and the URIs that they stand for.
SPACES: Mapping[str, str] = {
    name: f"urn:syndetect:{name}:" for name in ("article", "source", "outlet", "agency")
} | {"syndetect": "urn:syndetect:terms:"}

_ARTICLE = (
    "role", "event", "family", "group", "copy_of", "published_trust",
    "origin", "origin_kind", "origin_probability", "depth",
)  # fmt: skip
# Roles of a credit that say that the text, or a part of it, is the agency's.
TEXT_ROLES = (CreditRole.TEXT, CreditRole.CONTRIBUTION, CreditRole.OWN)


@dataclass(frozen=True, slots=True)
class TextCredit:
    """That a text is an agency's: all credits of one article to one agency in one role.

    *strength* is that of the strongest; *texts* are their distinct wordings, in their order.
    """

    agency: str
    role: str
    strength: float
    texts: tuple[str, ...]


def local(text: str) -> str:
    """*text* as the local part of a qualified name: letters, digits, ``_-.~/`` and ``%XX``.

    >>> local("wire room/a:1")
    'wire%20room/a%3A1'
    """
    made = quote(text, safe="/", errors="surrogatepass")
    for edge in ("-", "."):  # may not stand first, and a point not last
        if made.startswith(edge):
            made = f"%{ord(edge):02X}{made[1:]}"
    return f"{made[:-1]}%2E" if made.endswith(".") else made


def qualified(kind: str, text: str) -> str:
    """The qualified name of an article, a source, an outlet or an agency."""
    return f"{kind}:{local(text)}"


def parent_of(row: Mapping[str, Any]) -> str:
    """The qualified name of the parent of a derivation."""
    return qualified("source" if row["parent_kind"] == "source" else "article", row["parent"])


def agency_of(agency: str, holder: str) -> str:
    """The qualified name of an agency that *holder* (a qualified name) credits.

    An agency that is not named is another one each time.
    """
    name = qualified("agency", agency)
    return f"{name}/{quote(holder, safe='')}" if agency == UNSPECIFIED else name


def uri(name: str) -> str:
    """The URI of a qualified name."""
    prefix, _, rest = name.partition(":")
    return SPACES[prefix] + rest


def of_article(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of an article beside what the vocabularies have words for."""
    return {name: rounded(row[name]) for name in _ARTICLE if row.get(name) is not None}


def of_derivation(row: Mapping[str, Any]) -> dict[str, Any]:
    """How sure a derivation is, and why. ``spans`` are stretches ("0-120", code points) of the
    child's body that stand in the parent."""
    share, spans = row.get("share"), row.get("spans")
    found = {
        "relation": row["relation"],
        "probability": rounded(row["probability"]),
        "decided": bool(row["decided"]),
        "order": row.get("order") or 1,
        "share": rounded(share),
        "spans": [f"{span['begin']}-{span['end']}" for span in spans or ()],
        "reasons": list(row["reasons"] or ()),
    }
    return {name: value for name, value in found.items() if value is not None and value != []}


def text_credits(credits: pa.Table) -> dict[str, list[TextCredit]]:
    """The credits of ``TEXT_ROLES`` by article, by agency, then by role; weaker claims of images
    and cited words are left to ``credits.jsonl``."""
    wanted = credits.filter(pc.is_in(credits["role"], pa.array([str(r) for r in TEXT_ROLES])))
    found: dict[str, dict[tuple[str, str], tuple[float, list[str]]]] = {}
    for row in rows(wanted):
        of_one = found.setdefault(row["article"], {})
        strength, texts = of_one.get((row["agency"], row["role"]), (0.0, []))
        text = " ".join((row["text"] or "").split())
        if text and text not in texts:
            texts.append(text)
        of_one[row["agency"], row["role"]] = (max(strength, row["strength"] or 0.0), texts)
    return {
        article: [
            TextCredit(agency, role, rounded(strength), tuple(texts))
            for (agency, role), (strength, texts) in sorted(of_one.items())
        ]
        for article, of_one in found.items()
    }


def joined(chunks: Iterable[str]) -> Iterator[str]:
    """*chunks* as members of a JSON array or object, one a line, with commas between them."""
    before = ""
    for chunk in chunks:
        yield f"{before}{chunk}"
        before = ",\n"
    if before:
        yield "\n"
