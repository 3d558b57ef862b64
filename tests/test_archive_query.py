"""What an archive says of an article: the partners and the facts that a scan with it has."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from archived import Row, made, newsroom
from archived import newswire as rows_of
from conftest import BUGLE, FIRE, HERRING, PILOTS, PILOTS_OWN, curled, told

from syndetect import Article, Findings, scan
from syndetect.archive import Archive
from syndetect.archive.answer import Answer
from syndetect.errors import UsageError
from syndetect.evidence.ledger import FACTS
from syndetect.ingest import from_records
from syndetect.model import RelationKind

_SIDES = ("left", "right")


def article(row: Row) -> Article:
    return from_records([row]).articles[0]


def turned(name: str) -> str:
    """A fact of one side, of the other."""
    stem, _, side = name.rpartition("_")
    return f"{stem}_{_SIDES[1 - _SIDES.index(side)]}" if side in _SIDES else name


def partners(whole: Findings, id: str) -> dict[str, Row]:
    """The relations of an article in a scan, by the partner, with it on the left."""
    found = {}
    for row in whole.relations.to_pylist():
        if row["left"] == id:
            found[row["right"]] = row
        elif row["right"] == id:
            found[row["left"]] = row | {name: row[turned(name)] for name in FACTS}
    return found


def facts(answer: Answer) -> dict[str, Row]:
    return {one.article.id: dict(one.relation.evidence.signals) for one in answer.matches}


def assert_consistent(answer: Answer) -> None:
    """Names are those that people know, and each that a derivation has is told of."""
    derivations = (*answer.derivations, *answer.children)
    assert "\U0010ffff" not in repr((derivations, answer.sources, answer.origin, answer.matches))
    sources = {one.parent for one in answer.derivations if one.parent_kind == "source"}
    assert sources == {one.id for one in answer.sources}
    if answer.origin_kind == "source":
        assert answer.origin in sources
    assert bool(answer.parents) == (answer.origin is not None)


def assert_as_scanned(answer: Answer, whole: Findings) -> None:
    """The partners that a scan derives are those that the answer derives, and of all that both have
    the facts are the same. Of parents, children and probabilities nothing is said: they are judged
    among fewer articles."""
    assert_consistent(answer)
    id = answer.asked.id
    scanned, found = partners(whole, id), facts(answer)
    derived = {name for name, row in scanned.items() if RelationKind(row["kind"]).derived}
    assert derived <= found.keys()
    for name in found.keys() & scanned.keys():
        same = {fact: scanned[name][fact] for fact in FACTS}
        assert {fact: found[name][fact] for fact in FACTS} == same, name
    assert {one.article.id for one in answer.matches if one.derived} == derived


def nameless(end: str | None) -> str | None:
    """An article, or a source without the article that it is called after."""
    return ":".join(end.split(":")[:2]) if end and end.startswith("source:") else end


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = made(tmp_path_factory.mktemp("query") / "news.archive", rows_of())
    with Archive.open(path, write=False) as opened:
        yield opened


def test_an_article_that_is_there_is_the_same(archive: Archive) -> None:
    """Asked of an article that it has, an archive names it and its copies, and all their kin."""
    events = {row["id"]: row["event"] for row in archive.findings().articles.to_pylist()}
    for row in rows_of("p1 p4 f1"):
        answer = archive.query(article(row))
        own = next(one for one in answer.matches if one.article.id == row["id"])
        assert own.derived
        assert answer.same is not None
        assert answer.event == events[row["id"]]
        assert answer.parents


def test_a_copy_a_cut_and_a_rewrite_are_derived(archive: Archive) -> None:
    """A copy set otherwise, the opening alone, and a story that takes over paragraphs have their
    text from those that have it; the passages say where."""
    for text, whose in (
        (told(*map(curled, PILOTS)), "p1"),
        (told(*PILOTS[:4]), "p1"),
        (told(*PILOTS_OWN[:2], *PILOTS[2:4], *PILOTS_OWN[2:]), "p1"),
        (told(*FIRE[1:]), "f1"),
    ):
        answer = archive.query(text)
        assert answer.asked == Article(id="asked", body=text)
        matches = {one.article.id: one for one in answer.matches}
        assert matches[whose].derived
        assert matches[whose].relation.left == "asked"
        assert matches[whose].relation.right == whose
        for passage in matches[whose].relation.evidence.passages:
            assert 0 <= passage.left.begin < passage.left.end <= len(text)
        assert matches[whose].article.body == ""
        assert whose in [one.id for one in answer.carriers]
        assert answer.carried == len(answer.carriers)
        assert answer.parents or answer.children
        likely = [one.relation.probability for one in answer.matches]
        assert likely == sorted(likely, reverse=True)


def test_who_else_does_not_name_the_asked_article(tmp_path: Path) -> None:
    """An article that is there is none of those who else carried it: known by its id, by its file
    where no other outlet speaks against it, by outlet and date or address. Copies of others are,
    and of a bare text all are."""
    text, folder = told(*PILOTS), tmp_path / "crawl"
    for name in ("echo", "herald"):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.txt").write_text(text, encoding="utf-8")
    dated = {"id": "r7", "outlet": "bugle", "text": text, "published": "2031-05-07"}
    linked = {"id": "r8", "outlet": "post", "text": text, "url": "https://post.example/8"}
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add(folder, outlet_from="folder")
        archive.add([dated, linked])
        every = {"echo/a.txt", "herald/a.txt", "r7", "r8"}
        elsewhere = tmp_path / "a.txt"
        elsewhere.write_text(text, encoding="utf-8")
        for given, itself in (
            (folder / "herald/a.txt", "herald/a.txt"),
            (Article(id="echo/a.txt", body=text), "echo/a.txt"),
            (Article("herald/a.txt", text, outlet="bugle"), "herald/a.txt"),
            (article({**dated, "id": "x"}), "r7"),
            (article({**linked, "id": "x", "published": "2031-06-01"}), "r8"),
            (article({**linked, "id": "x", "outlet": "other"}), None),
            (article({**dated, "id": "x", "published": "2031-05-08"}), None),
            (Article("x", text, path="echo/a.txt", row=2), None),
            (Article("/x/echo/a.txt", text, path="a.txt", outlet="bugle"), None),
            (elsewhere, None),
            (text, None),
        ):
            answer = archive.query(given)
            assert answer.itself == ((itself,) if itself else ()), given
            assert {one.id for one in answer.carriers} == every - {itself}
            assert answer.carried == answer.family == len(every - {itself})
        other = archive.query(Article("r7", f"{text} More was said.", outlet="bugle"))
        assert (other.same, other.itself, other.carried) == (None, (), 4)


def test_what_is_unrelated_meets_nobody(archive: Archive) -> None:
    """Of a text on something else there is no parent, no origin, no carrier, and no event."""
    for text in ("Kettle drums rolled at noon.", told(*HERRING[::-1]).upper()[::-1], "…", "7"):
        answer = archive.query(text)
        assert not [one for one in answer.matches if one.derived]
        assert answer.derivations == answer.children == answer.sources == answer.carriers == ()
        assert (answer.origin, answer.origin_kind, answer.origin_probability) == (None,) * 3
        assert (answer.carried, answer.same, answer.event) == (0, None, None)


def test_an_article_is_given_as_text_or_file_or_record(archive: Archive, tmp_path: Path) -> None:
    """A text, the file that holds it, and the article are asked alike; an empty text is refused,
    and so is the name of a file as text."""
    text = told(*PILOTS[:5])
    path = tmp_path / "asked.txt"
    path.write_text(text, encoding="utf-8")
    known = facts(archive.query(text))
    assert known
    assert facts(archive.query(path)) == facts(archive.query(Article(id="x", body=text))) == known
    for empty in ("", " \n", Article(id="x", body="\t")):
        with pytest.raises(UsageError, match="text is empty"):
            archive.query(empty)
    with pytest.raises(UsageError, match="is the path of a file"):
        archive.query(str(path))


def test_a_source_is_called_after_the_asked(tmp_path: Path) -> None:
    """A source that only the asked article has bears its id, as in a scan."""
    rows = [*rows_of("h1"), {**rows_of("p1")[0], "id": "mine"}]
    whole = {row["id"]: row for row in scan(rows).articles.to_pylist()}
    path = made(tmp_path / "news.archive", rows[:1])
    with Archive.open(path, write=False) as archive:
        answer = archive.query(article(rows[1]))
    assert_consistent(answer)
    assert answer.origin == whole["mine"]["origin"] == "source:reuters:mine"


def test_an_article_is_asked_as_it_would_be_added(archive: Archive) -> None:
    """Half a character becomes the sign for none, and a date that only the address has is read."""
    text = told(*PILOTS[:6])
    answer = archive.query(
        Article(id="a\ud800", body=f"{text} \ud800", url="https://x.example/2031/05/07/pilots")
    )
    assert (answer.asked.id, answer.asked.body) == ("a\ufffd", f"{text} \ufffd")
    assert answer.asked.published == "2031-05-07"
    assert {one.article.id for one in answer.matches if one.derived} >= {"p1", "p2"}
    with pytest.raises(UsageError, match="-1 carriers cannot be named"):
        archive.query(text, carriers=-1)


def test_carriers_are_as_many_as_asked_for(archive: Archive) -> None:
    """The earliest carriers come first, at most as many as wished; their number is of all."""
    text = told(*PILOTS)
    every = archive.query(text)
    assert every.carried == len(every.carriers) > 3
    for wished in (0, 1, 3):
        answer = archive.query(text, carriers=wished)
        assert answer.carriers == every.carriers[:wished]
        assert answer.carried == every.carried


def test_little_archives_answer(tmp_path: Path) -> None:
    """An archive of nothing knows nothing; one of one article knows that."""
    with Archive.open(tmp_path / "news.archive") as archive:
        for text in ("Ferries stop.", told(*PILOTS)):
            answer = archive.query(text)
            assert (answer.matches, answer.event, answer.same) == ((), None, None)
        archive.add(rows_of("p1"))
        answer = archive.query(told(*PILOTS[:6]))
        assert [one.article.id for one in answer.matches] == ["p1"]
        assert answer.matches[0].derived
        assert answer.event == "event:p1"
        archive.remove("p1")
        assert archive.query(told(*PILOTS[:6])).matches == ()


def test_a_query_knows_the_last_change(tmp_path: Path) -> None:
    """What was added or removed between two queries is known to the second."""
    text = told(*PILOTS[:6], *BUGLE)
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add(rows_of("p1 f1"))
        assert {one.article.id for one in archive.query(text).matches if one.derived} == {"p1"}
        archive.add(rows_of("p2"))
        assert {one.article.id for one in archive.query(text).matches if one.derived} == {
            "p1",
            "p2",
        }
        archive.remove("p1")
        assert {one.article.id for one in archive.query(text).matches if one.derived} == {"p2"}
        archive.compact()
        assert {one.article.id for one in archive.query(text).matches if one.derived} == {"p2"}


@pytest.mark.parametrize("id", ["p1", "p3", "p4", "p5", "p7", "f2", "f3", "c1", "r1", "s1"])
def test_of_the_newswire_partners_and_facts_are_those_of_a_scan(
    tmp_path: Path, scanned: Findings, id: str
) -> None:
    """Of an article held out, the archive derives the partners that a scan with it derives, and no
    others, with the same facts. Here parents and origin are those of the scan, too: but for a
    source's name, which is that of its first article."""
    asked = next(row for row in rows_of() if row["id"] == id)
    path = made(tmp_path / "news.archive", [row for row in rows_of() if row["id"] != id])
    with Archive.open(path, write=False) as archive:
        answer = archive.query(article(asked))
    assert_as_scanned(answer, scanned)
    graph = scanned.graph
    told, known = (
        [nameless(one.parent) for one in some] for some in (answer.parents, graph.parents_of(id))
    )
    assert told == known
    origin = graph.origin_of(id)
    assert nameless(answer.origin) == nameless(origin and origin[0])


def test_of_a_newsroom_partners_and_facts_are_those_of_a_scan(tmp_path: Path) -> None:
    """The same for articles of a newsroom."""
    rows = newsroom()
    whole, chosen = scan(rows), random.Random(5).sample(rows, 8)
    ids = {row["id"] for row in chosen}
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add([row for row in rows if row["id"] not in ids])
        for row in chosen:
            archive.add([one for one in chosen if one is not row])
            answer = archive.query(article(row))
            assert_as_scanned(answer, whole)
            archive.remove(ids - {row["id"]})


def test_a_text_that_is_there_is_asked_as_its_copies_are(tmp_path: Path) -> None:
    """The text of one that is there, of another outlet and years later, meets all whom it meets in
    a scan with it, and counts as no further telling of its event."""
    rows = newsroom()
    path = made(tmp_path / "news.archive", rows)
    with Archive.open(path, write=False) as archive:
        for row in random.Random(2).sample(rows, 4):
            asked = row | {"id": "asked", "outlet": "Other", "published": "2031-05-05"}
            scanned = partners(scan([*rows, asked]), "asked")
            found = facts(archive.query(article(asked)))
            assert scanned.keys() <= found.keys()
            for name, one in scanned.items():
                assert found[name]["event_articles"] == one["event_articles"]


def test_an_article_of_another_language_is_no_partner(tmp_path: Path) -> None:
    """Names alone bring nobody of another language near, as in a scan."""
    names = ("Brantov", "Kelstrom", "Ferrolite", "Oskerby", "Mirelda", "Zanquist", "Hollengard")
    english = " ".join(
        f"It was {one} who told the council that the harbour would be closed this year, and that "
        "nobody had asked for the money."
        for one in names
    )
    german = " ".join(
        f"Es war {one}, der dem Rat sagte, dass der Hafen in diesem Jahr geschlossen werde und "
        "dass niemand nach dem Geld gefragt habe."
        for one in names
    )
    path = made(tmp_path / "news.archive", [{"id": "de", "text": german, "outlet": "Kurier"}])
    with Archive.open(path, write=False) as archive:
        answer = archive.query(english)
        assert answer.matches == ()
        assert [one.article.id for one in archive.query(german + " Mehr.").matches] == ["de"]
