"""Findings made by hand, as a scan of a small newswire could have found them; and a small newswire
to be scanned. All is invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from syndetect import Archive, compare, scan, schema
from syndetect.engines import Local
from syndetect.evidence.ledger import SIGNALS
from syndetect.findings import Findings
from syndetect.ingest import from_records
from syndetect.ingest.dates import window
from syndetect.model import Credit, CreditRole, RelationKind, Trust
from syndetect.provenance.merges import Lookup
from syndetect.provenance.ties import Floats
from syndetect.provenance.witness import Tie, Witness
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.meeting import Met, meet
from syndetect.stages.reading import Read, read_all
from syndetect.text.tokens import fold, tokenise

WIRE = (
    "TORNHAVEN, March 18 (Reuters) - Ferry crews in Tornhaven walked out on Tuesday, halting all "
    "crossings to Ostrey. The harbour board said it would “not bargain under threat”. About 4,200 "
    "passengers were left waiting, among them a brass band on its way to the island's spring fair."
)
EDITED = (
    "Ferry crews in Tornhaven walked out on Tuesday morning, stopping every crossing to Ostrey. "
    "The harbour board said it would “not bargain under threat”. Sign up for our newsletter."
)
BODIES = {
    "wire-room/strike.txt": WIRE,
    "wire-room/strike-update.txt": "Talks opened on Wednesday. " + WIRE,
    "harbour-post/ferries.html": WIRE + "\nSign up for our newsletter.",
    "eastmere/closed.txt": WIRE,
    "eastmere/closed-again.txt": WIRE,
    "metro/strike.txt": WIRE,
    "valley-echo/hauliers.html": EDITED,
    "lantern/walkout.html": "No boat left Tornhaven for Ostrey after the crews downed tools.",
    "ostrey-herald/waits.html": "Our island waits. The board would “not bargain under threat”.",
    "post/brief.txt": "Ferries stop.",
    "digest/today.html": "Ferries stop. Cable car stuck. Fog. Council meets.",
    "valley-echo/cable.html": "Nineteen people hung above the Kell gorge for six hours.",
    "eastmere/cable.txt": "Nineteen people hung for six hours above the Kell gorge.",
    "lantern/cable-log.html": "Our reporter rode up. “We sang,” said a guide.",
    "harbour-post/fog.html": "Fog until noon.",
}
_HEADLINES = {
    "wire-room/strike.txt": "Ferry strike cuts off Ostrey",
    "harbour-post/ferries.html": "Ferry strike cuts off Ostrey",
    "wire-room/strike-update.txt": "Talks open as ferry strike enters second day",
    "valley-echo/hauliers.html": "Hauliers count the cost of the walkout",
    "valley-echo/cable.html": "Six hours above the gorge: nineteen rescued from cable car at Kell",
    "post/brief.txt": None,
}
_DATES = {
    "wire-room/strike.txt": ("2025-03-18T06:40+00:00", "declared"),
    "wire-room/strike-update.txt": ("2025-03-19T05:10+00:00", "declared"),
    "harbour-post/ferries.html": ("2025-03-18", "url"),
    "valley-echo/hauliers.html": ("2025-03-19T09:00", "declared"),
    "ostrey-herald/waits.html": ("2025-11-12", "page"),
    "post/brief.txt": (None, None),
}
_STRIKE = tuple(list(BODIES)[:11])
_CABLE = tuple(list(BODIES)[11:14])
REUTERS = "source:reuters:wire-room/strike.txt"
NAMELESS = "source:unknown:eastmere/cable.txt"
# child, parent, relation, probability, decided, reasons
_DERIVATIONS: Sequence[tuple[str, str, str, float, bool, Sequence[str]]] = (
    ("eastmere/closed-again.txt", "eastmere/closed.txt", "reprint", 0.999, False, ["one text"]),
    ("eastmere/closed.txt", REUTERS, "reprint", 0.97, True, ["credits Reuters in its dateline"]),
    ("eastmere/cable.txt", NAMELESS, "partial", 0.71, True, ["shares text neither has first"]),
    (
        "harbour-post/ferries.html",
        REUTERS,
        "reprint",
        0.998,
        True,
        ["credits Reuters in its dateline", "100% of it stands in the longer text"],
    ),
    ("lantern/walkout.html", "wire-room/strike.txt", "rewrite", 0.62, False, ["12 facts in order"]),
    ("metro/strike.txt", REUTERS, "reprint", 0.97, True, ["credits Reuters in its dateline"]),
    (
        "valley-echo/hauliers.html",
        "wire-room/strike.txt",
        "partial",
        0.9123456789,
        True,
        ["published 26 h later (a declared date)", "credits a contribution of Reuters"],
    ),
    ("valley-echo/cable.html", NAMELESS, "partial", 0.71, True, ["shares text neither has first"]),
    ("wire-room/strike-update.txt", "wire-room/strike.txt", "update", 0.95, True, ["same outlet"]),
    ("wire-room/strike.txt", REUTERS, "reprint", 0.98, True, ["credits Reuters in its dateline"]),
)
_COPIES = ("eastmere/closed.txt", "eastmere/closed-again.txt", "metro/strike.txt")
_ROLES = {
    "ostrey-herald/waits.html": "no_source_found",
    "post/brief.txt": "no_source_found",
    "digest/today.html": "digest",
    "lantern/cable-log.html": "no_source_found",
    "harbour-post/fog.html": "no_source_found",
}


def _span(left: str, right: str, text: tuple[str, str], kind: str) -> dict[str, Any]:
    begin, other = BODIES[left].index(text[0]), BODIES[right].index(text[1])
    return {
        "left_begin": begin,
        "left_end": begin + len(text[0]),
        "right_begin": other,
        "right_end": other + len(text[1]),
        "kind": kind,
        "words": len(text[0].split()),
    }


def _relation(
    left: str, right: str, kind: str, probability: float, shared: Sequence[Any] = (), **own: float
) -> dict[str, Any]:
    signals = {name: own.get(name, 0.0) for name in SIGNALS}
    signals["own_words"] = own.get("own_words", 45.0)
    ends = {"left": left, "right": right, "kind": kind, "probability": probability}
    tail = {"same_outlet": False, "found_by": "passages", "passages": list(shared)}
    return {**ends, **signals, **tail}


def _relations() -> list[dict[str, Any]]:
    hauliers, wire = "valley-echo/hauliers.html", "wire-room/strike.txt"
    said = "The harbour board said it would “not bargain under threat”."
    edited = (
        EDITED[: EDITED.index(" The harbour")],
        "Ferry crews in Tornhaven walked out on Tuesday, halting all crossings to Ostrey.",
    )
    sign = "Sign up for our newsletter."
    post, quote = "harbour-post/ferries.html", "“not bargain under threat”"
    return [
        _relation(
            post, wire, "reprint", 0.998, [_span(post, wire, (WIRE, WIRE), "verbatim")],
            own_left=0.99, own_right=1.0, own_weight=80.0, passage_words=46.0, passage_share=0.77,
        ),
        _relation(
            post, hauliers, "partial", 0.9, [_span(post, hauliers, (sign, sign), "furniture")],
        ),
        _relation(
            hauliers, wire, "partial", 0.9123456789,
            [
                _span(hauliers, wire, edited, "edited"),
                _span(hauliers, wire, (said, said), "verbatim"),
            ],
            own_left=0.8, own_right=0.4, own_weight=31.0, passage_words=22.0, passage_count=2.0,
        ),
        _relation(
            "ostrey-herald/waits.html", wire, "quotes_only", 0.04,
            [_span("ostrey-herald/waits.html", wire, (quote, quote), "quoted")], quoted_words=4.0,
        ),
        _relation("ostrey-herald/waits.html", "post/brief.txt", "undecided", 0.41, own_words=2.0),
        _relation("lantern/walkout.html", wire, "rewrite", 0.62, own_words=11.0),
        _relation("lantern/walkout.html", hauliers, "undecided", 0.38, own_words=11.0),
    ]  # fmt: skip


def relations_schema() -> pa.Schema:
    """The columns of relations.parquet."""
    signals = [(name, pa.float64()) for name in SIGNALS]
    return pa.schema([*schema.RELATION_HEAD, *signals, *schema.RELATION_TAIL])


def _article(name: str) -> dict[str, Any]:
    outlet = name.split("/")[0]
    parents = {row[0]: row for row in _DERIVATIONS}
    event = "event:strike" if name in _STRIKE else "event:cable" if name in _CABLE else "event:fog"
    date, trust = _DATES.get(name, ("2025-03-18T11:00", "declared"))
    return {
        "id": name,
        "path": name,
        "row": None,
        "outlet": None if outlet == "digest" else outlet.replace("-", " ").title(),
        "url": f"https://{outlet}.example/{name}",
        "published": date,
        "published_trust": trust,
        "headline": _HEADLINES.get(name, f"Strike: {outlet}" if name in _STRIKE else None),
        "language": "en",
        "words": len(BODIES[name].split()),
        "role": _ROLES.get(name, "derivative"),
        "group": _COPIES[0] if name in _COPIES else None,
        "event": event,
        "family": f"family:{event}" if name in parents else None,
        "copy_of": _COPIES[0] if name in _COPIES else None,
        "invisible": 0,
        **_line(name),
    }


def _line(name: str) -> dict[str, Any]:
    """The origin of an article, over all steps of derivation."""
    above = {row[0]: row for row in _DERIVATIONS}
    origin, probability, depth = name, 1.0, 0
    while origin in above:
        origin, probability = above[origin][1], probability * above[origin][3]
        depth += 1
    told = {"origin": origin, "origin_kind": "source", "origin_probability": round(probability, 6)}
    return {"depth": None if name.startswith("digest/") else depth, **(told if depth else {})}


def _table(wanted: pa.Schema, rows: Sequence[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=wanted)


_NOON = {"first": "2025-03-18T11:00", "last": "2025-03-18T11:00"}
_SEEN: dict[str, dict[str, Any]] = {
    "event:strike": {
        "first": "2025-03-18T06:40+00:00",
        "last": "2025-03-19T09:00",
        "spread_hours": 22.5,
        "dated": 8,
    },
    "event:cable": {**_NOON, "spread_hours": 0.0, "dated": 3},
    "event:fog": {**_NOON, "first_article": "harbour-post/fog.html", "dated": 1},
}


def _event(name: str, articles: Sequence[str], least: int, most: int) -> dict[str, Any]:
    voices = {"voices_least": least, "voices_most": most, "reason": "one agency, one reporter"}
    return {"event": name, "articles": list(articles), **voices, **_SEEN[name]}


def make_findings() -> Findings:
    """Fifteen articles: a strike with two unseen sources, a cable car, and fog."""
    return Findings(
        articles=_table(schema.RESULT_ARTICLES, [_article(name) for name in sorted(BODIES)]),
        bodies=_table(
            schema.RESULT_TEXTS,
            [
                {"id": name, "headline": _article(name)["headline"], "body": BODIES[name]}
                for name in sorted(BODIES)
            ],
        ),
        credits=_table(
            schema.RESULT_CREDITS,
            [
                {
                    "article": "wire-room/strike.txt",
                    "agency": "Reuters",
                    "role": "text",
                    "begin": 0,
                    "end": 29,
                    "text": "TORNHAVEN, March 18 (Reuters)",
                    "url": None,
                    "strength": 0.95,
                    "zone": "dateline",
                    "published": "2025-03-18",
                }
            ],
        ),
        furniture=_table(
            schema.RESULT_FURNITURE,
            [{"article": "valley-echo/hauliers.html", "begin": 152, "end": 179, "reason": "form"}],
        ),
        related=_table(relations_schema(), _relations()),
        derivations=_table(
            schema.RESULT_DERIVATIONS,
            [
                {
                    "child": child,
                    "parent": parent,
                    "parent_kind": "source" if parent.startswith("source:") else "article",
                    "relation": relation,
                    "probability": probability,
                    "decided": decided,
                    "reasons": list(reasons),
                }
                for child, parent, relation, probability, decided, reasons in _DERIVATIONS
            ],
        ),
        sources=_table(
            schema.RESULT_SOURCES,
            [
                {
                    "source": REUTERS,
                    "agency": "Reuters",
                    "url": "https://wire.example/world/ferry-strike-2025-03-18/",
                    "published": "2025-03-18",
                    "reasons": ["4 articles credit Reuters"],
                },
                {
                    "source": NAMELESS,
                    "agency": None,
                    "url": None,
                    "published": None,
                    "reasons": ["2 articles share text that none of them is known to have first"],
                },
            ],
        ),
        events=_table(
            schema.RESULT_EVENTS,
            [
                _event("event:cable", _CABLE, 2, 2),
                _event("event:fog", ["harbour-post/fog.html"], 1, 1),
                _event("event:strike", _STRIKE, 2, 5),
            ],
        ),
        families=_table(
            schema.RESULT_FAMILIES,
            [
                {
                    "family": "family:event:strike",
                    "event": "event:strike",
                    "origin": REUTERS,
                    "articles": sorted(row[0] for row in _DERIVATIONS if row[0] in _STRIKE),
                }
            ],
        ),
        summary={
            "version": "0.1.0",
            "settings": {"evidence": {"width": 3}},
            "settings_digest": "0123456789abcdef",
            "counts": {"articles": len(BODIES), "pairs compared": 7},
            "skipped": [
                {"path": "feeds/a.jsonl", "row": row, "reason": "no JSON", "detail": ""}
                for row in (3, 9, 12, 40)
            ]
            + [{"path": "logo.png", "row": None, "reason": "foreign format", "detail": ".png"}],
            "dropped": {"too common shingles": 3, "copies not unfolded": 0},
            "notes": [],
        },
    )


@pytest.fixture
def findings() -> Findings:
    """Findings of a small invented newswire."""
    return make_findings()


@pytest.fixture(scope="session")
def newswire_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the example newswire in three batches, the last with a new version of one
    article. To be read; who changes it makes a copy."""
    path = tmp_path_factory.mktemp("archive") / "news.archive"
    newswire = Path(__file__).resolve().parent.parent / "examples/newswire"
    with Archive.open(path) as archive:
        first = [newswire / "harbour-post", newswire / "wire-room"]
        archive.add(first, outlet_from="folder")
        archive.add(newswire, outlet_from="folder")
        fog = {
            "id": "harbour-post/fog.html",
            "outlet": "harbour-post",
            "headline": "Fog lifts over the sound",
            "published": "2025-03-12T08:00+01:00",
            "text": "The fog over the sound lifted at noon, and boats run to their times again.",
        }
        archive.add([fog])
    return path


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text that is set here in short lines."""
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


# A small newswire as text: two stories, and pages about neither. All of it is invented.
PILOTS = paragraphs("""
Harbour pilots in Quillmere refused to board incoming freighters on Wednesday after the council
halved their night allowance, leaving eleven ships at anchor beyond the breakwater.

The walkout began at four in the morning, when the launch Petrel came back to its berth with two
pilots who had been told by radio of the vote.

The town's only cannery sent two hundred workers home before noon because no tin plate could be
unloaded, its manager Oskar Lindahl confirmed.

"We bring ships in through fog and ice, and we will not do it for the price of a bus ticket," the
pilots' spokesman, Ansel Vardy, told a crowd on the quay.

Mayor Edda Solberg answered that the town could not afford the allowance before the dredging
contract with Norrvik Marine had been signed.

Quillmere handles a fifth of the timber that leaves the Skarn peninsula, and grain for three
inland mills comes in over the same wharf.

Shipping agents warned that two of the waiting vessels carried seed potatoes that would spoil
within days unless their holds were aired.

A mediator from the ministry of labour is expected on Friday morning, and both sides have agreed
to sit at one table for the first time since January.

The last stoppage of the pilots, nine years ago, ended after six days with a rise of four per cent
and a promise of warmer jackets.
""")
PILOTS_OWN = paragraphs("""
It is quiet under the cranes of Quillmere these days. Nobody whistles, nobody shouts, and the
gulls have taken over the empty timber wharf.

I met the man whom half the town curses at the fishmonger's, where he bought three herrings and
apologised for the queue of freighters one can count from the window.

His wife Maren keeps the accounts. By her reckoning a colleague who loses half of his bonus earns
less at night than the woman who sweeps the ferry hall.
""")
PILOTS_APART = paragraphs("""
For three days the timber of the Skarn peninsula has gone nowhere, and the sawmills of Quillmere
begin to stack planks on the football field.

Ansel Vardy speaks for the crews in the fog, and he did so on Wednesday from the roof of a bread
van:

The sawmill owners have asked the ministry to lend them a naval tug, though nobody on board of one
has ever seen the sandbanks of the Skarn at low water.

Should the dispute last into next week, the mills would rather shut than pay for a field.
""")
FIRE = paragraphs("""
A fire that broke out in the boiler room destroyed the great palm house of the botanical garden in
Dornfeld during the night to Sunday, and with it a collection of four hundred ferns.

Firefighters from six villages fought the flames until dawn, but the heat had cracked almost every
pane before the first engine reached the gate.

Nobody was hurt. A night watchman, Emil Tarnow, carried the garden's oldest cycad out in a
wheelbarrow and was treated for smoke.

The palm house was built in 1887 by the ironmaster Hugo Brandeis, who had seen something similar
on a journey and wanted a taller one.

Director Lene Abendroth put the damage at nine million crowns and said that seeds of most species
were kept in a cellar that did not burn.

Investigators believe that a valve replaced in autumn had been fitted the wrong way round.
""")
FIRE_OWN = paragraphs("""
Dornfeld wakes to the smell of wet ash. Where the palm house stood, ribs of black iron lean over a
heap of glass, and schoolchildren leave flowers at the fence.

Old gardeners remember how the ferns were moved by sledge in the winter of the flood, and how the
watchman Tarnow slept beside the boilers for a month.

The council meets on Tuesday to decide whether iron can be cast the old way again; a foundry in
Abel's Mill has offered the moulds for nothing.
""")
CHESS = paragraphs("""
Sixteen-year-old Ilka Morvan won the junior chess cup of the lake district with seven points out
of nine, half a point ahead of the favourite from Steinhude.

Her last game lasted six hours. With a rook against two connected pawns she found a narrow path
that the commentators had called lost an hour before.

Morvan learned the moves from a library book on endings and trains on an old board with a bottle
cap for a missing bishop.
""")
HERRING = paragraphs("""
The herring museum in Tollby opens a new wing on smoking and salting, paid for by the will of a
retired cooper who never ate fish.

Visitors can roll barrels over a cobbled yard, try on oilskins from three centuries, and smell
five kinds of wood smoke without getting it into their clothes.
""")
SAID = PILOTS[3][: PILOTS[3].rindex('"') + 1]  # the quotation alone
BUGLE = (
    "The Bugle appears on weekdays and is set by Tarn and Daughters in the old tannery.",
    "Sign up for our free newsletter to get the Harbour Bugle in your inbox every morning.",
)


def curled(text: str) -> str:
    """The same words as another desk sets them: curly marks, other space, soft hyphens."""
    parts = text.split('"')
    marked = "".join(p + "“”"[at % 2] * (at + 1 < len(parts)) for at, p in enumerate(parts))
    return marked.replace("'", "’").replace(", ", ",\u00a0").replace("harbour", "har\u00adbour")


def told(*parts: str) -> str:
    return "\n\n".join(parts)


def _wired(name: str, outlet: str, published: str | None, *parts: str) -> dict[str, Any]:
    return {"id": name, "outlet": outlet, "published": published, "text": told(*parts)}


DATELINE = "QUILLMERE, May 7 (Reuters) - "
NEWSWIRE = (
    _wired("p1", "Coastal Ledger", "2031-05-07T09:00+00:00", DATELINE + PILOTS[0], *PILOTS[1:]),
    _wired("p2", "Skarn Mail", "2031-05-07T11:00+00:00", DATELINE + PILOTS[0], *PILOTS[1:]),
    _wired("p3", "Inland Times", None, DATELINE + curled(PILOTS[0]), *map(curled, PILOTS[1:])),
    _wired("p4", "Norrvik Post", "2031-05-07T15:30+00:00", *PILOTS[:6]),
    _wired(
        "p5",
        "Harbour Bugle",
        "2031-05-08",
        *PILOTS_OWN[:2],
        PILOTS[2],
        PILOTS_OWN[2],
        *BUGLE,
    ),
    _wired("p6", "Quay Weekly", "2031-05-08", *PILOTS_APART[:2], SAID, *PILOTS_APART[2:]),
    _wired(
        "p7",
        "Coastal Ledger",
        "2031-05-08T07:00+00:00",
        "Harbour pilots in Quillmere voted on Thursday to stay ashore for a second day, and the "
        "number of waiting freighters rose to fourteen.",
        *PILOTS[3:5],
        "Talks that were called for the evening fell through when the deputy mayor missed the bus.",
        *PILOTS[6:8],
    ),
    _wired("f1", "Dornfeld Bote", "2031-06-15T06:00+00:00", *FIRE),
    _wired("f2", "Lake Courier", "2031-06-15T10:00+00:00", *map(curled, FIRE)),
    _wired("f3", "Harbour Bugle", "2031-06-16", *FIRE_OWN, *BUGLE),
    _wired("c1", "Harbour Bugle", "2031-07-02", *CHESS, *BUGLE),
    _wired("h1", "Harbour Bugle", "2031-09-20", *HERRING, *BUGLE),
    _wired("r1", "Week in Brief", "2031-07-03", PILOTS[2], FIRE[2], CHESS[1], "More next week."),
    _wired("s1", "Coastal Ledger", "2031-05-07", "Ferries stop."),
    _wired("s2", "Skarn Mail", "2031-05-07", "Ferries stop."),
)


@pytest.fixture(scope="session")
def scanned() -> Findings:
    """What a scan of ``NEWSWIRE`` finds."""
    return scan([dict(row) for row in NEWSWIRE])


def read_rows(rows: Sequence[Mapping[str, Any]]) -> Read:
    """What stands in articles given as records, before any two are compared."""
    return read_all(from_records(rows).articles, Local(1), lambda *_: None, Shelf())


def met_rows(found: Read) -> Met:
    """Which of them meet, and where."""
    return meet(found, Settings(), Local(1), lambda *_: None, Shelf())


def compare_texts(left: str, right: str, **settings: Any) -> dict[str, Any]:
    """Signals, kind and probability of two texts."""
    relation = compare(left, right, settings=Settings().changed(settings))
    return {
        **relation.evidence.signals,
        "kind": relation.kind,
        "probability": relation.probability,
        "passages": relation.evidence.passages,
    }


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return [fold(raw) for raw in tokenise(text).raw]


def make_witness(article: int, published: str | None = None, **known: Any) -> Witness:
    """A witness with an id after its ordinal; ``agency`` stands for a credit of the text."""
    trust = known.pop("trust", Trust.DECLARED)
    agency = known.get("agency")
    if agency and "credit" not in known:
        known["credit"] = make_credit(f"a{article}", agency)
    fixed: dict[str, Any] = {"outlet": f"Outlet {article}", "url": None} | known
    return Witness(
        article=article,
        id=f"a{article}",
        window=window(published) if published else None,
        trust=trust if published else None,
        published=published,
        **fixed,
    )


def make_credit(
    article: str, agency: str, role: CreditRole = CreditRole.TEXT, **known: Any
) -> Credit:
    """A sure credit in the dateline."""
    fixed = {"begin": 0, "end": 9, "zone": "dateline", "strength": 0.95} | known
    return Credit(article=article, agency=agency, role=role, text=f"({agency})", **fixed)


def looked_up_by(of_two: Callable[[int, int], tuple[float, float]]) -> Lookup:
    """What was compared, told of two articles at a time."""

    def pairs(ones: schema.I64, others: schema.I64) -> tuple[Floats, Floats]:
        ends = zip(ones.tolist(), others.tolist(), strict=True)
        found = np.array([of_two(*pair) for pair in ends], dtype=np.float64).reshape(-1, 2)
        return found[:, 0].copy(), found[:, 1].copy()

    return pairs


def make_tie(left: int, right: int, probability: float = 0.95, **known: Any) -> Tie:
    """A derived pair that shares most of both texts."""
    facts = {"own_left": 0.8, "own_right": 0.8, "passage_words": 90.0} | known
    kind = facts.pop("kind", RelationKind.PARTIAL)
    return Tie(left, right, kind, probability, **facts)
