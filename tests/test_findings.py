"""Findings: questions they answer, and the way to disk and back."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import BODIES, REUTERS, make_findings, relations_schema

from syndetect import replacing, schema, store, unfinished
from syndetect.cli.outline import outline
from syndetect.errors import ResultError, UsageError
from syndetect.findings import Findings
from syndetect.model import PassageKind, RelationKind, Span, Trust
from syndetect.stored import Stored

WIRE, HAULIERS = "wire-room/strike.txt", "valley-echo/hauliers.html"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_folder_holds_the_files_that_are_documented(findings: Findings, tmp_path: Path) -> None:
    """A result has eleven files, and nothing is left beside it."""
    findings.save(tmp_path / "result")
    assert set(contents(tmp_path / "result")) == {
        "articles.jsonl", "texts.parquet", "credits.jsonl", "furniture.jsonl",
        "relations.parquet", "derivations.jsonl", "sources.jsonl", "events.jsonl",
        "families.jsonl", "graph.graphml", "summary.json",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_what_is_saved_is_opened(findings: Findings, tmp_path: Path) -> None:
    """Every table and the summary come back, but for digits that JSON Lines round."""
    findings.save(tmp_path / "r")
    opened = Findings.open(tmp_path / "r")
    for field in dataclasses.fields(Findings):
        if field.name not in ("related", "bodies", "derivations", "summary"):
            assert getattr(opened, field.name).equals(getattr(findings, field.name)), field.name
    assert opened.relations.equals(findings.relations)
    assert opened.texts is not None
    assert opened.texts.equals(findings.texts)
    assert opened.summary == findings.summary
    probabilities = opened.derivations.column("probability").to_pylist()
    assert 0.912346 in probabilities


def test_what_a_killed_process_left_goes(findings: Findings, tmp_path: Path) -> None:
    """A result that was half written when its process was killed; one in work stays."""
    for name in (".result.gone.part", ".result.busy.part", ".other.gone.part"):
        (tmp_path / name / "result").mkdir(parents=True)
        (tmp_path / name / "lock").touch()
    busy = unfinished.lock(tmp_path / ".result.busy.part" / "lock")
    assert busy is not None
    findings.save(tmp_path / "result")
    left = {path.name for path in tmp_path.iterdir()}
    os.close(busy)
    assert left == {".result.busy.part", ".other.gone.part", "result"}


def test_an_older_result_that_had_been_moved_aside_comes_back(
    findings: Findings, tmp_path: Path
) -> None:
    """A process was killed between two renamings, and the next one that writes fails: what stood
    there stands there again. What is no half of a result is left alone."""
    findings.save(tmp_path / "r")
    for name in (".r.gone.part", ".r.mine.part"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lock").touch()
    (tmp_path / ".r.mine.part" / "notes.txt").touch()
    expected = contents((tmp_path / "r").rename(tmp_path / ".r.gone.part" / "old"))
    with pytest.raises(OSError, match="full"), replacing.replacing(tmp_path / "r"):
        raise OSError("full")
    assert contents(tmp_path / "r") == expected
    assert {path.name for path in tmp_path.iterdir()} == {"r", ".r.mine.part"}


def test_a_folder_that_cannot_be_written_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the work, and whoever asks: the right to is that of the folder that is there."""
    asked = []
    monkeypatch.setattr(os, "access", lambda place, _mode: asked.append(place))
    with pytest.raises(UsageError, match=r"new/result: the result cannot be written there"):
        store.check(tmp_path / "new" / "result")
    assert asked == [tmp_path]


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    """As the folder of a result, or on the way to it."""
    (tmp_path / "loop").symlink_to("loop")
    for folder in (tmp_path / "loop", tmp_path / "loop" / "result"):
        with pytest.raises(UsageError, match="loop"):
            store.check(folder)


def test_same_findings_same_bytes(findings: Findings, tmp_path: Path) -> None:
    """Saving twice, from other chunks, or from what was opened, gives the same bytes."""
    findings.save(tmp_path / "a")
    pieces = {}
    for name in ("related", "bodies", "articles"):
        table = getattr(findings, name)
        pieces[name] = pa.concat_tables([table.slice(0, 3), table.slice(3)])
    dataclasses.replace(findings, **pieces).save(tmp_path / "b")
    Findings.open(tmp_path / "a").save(tmp_path / "c")
    first = contents(tmp_path / "a")
    assert contents(tmp_path / "b") == first
    assert contents(tmp_path / "c") == first


def test_lines_keep_order_and_nulls(findings: Findings, tmp_path: Path) -> None:
    """JSON Lines have their keys in the order of the schema, nulls kept, letters as they are."""
    findings.save(tmp_path / "r")
    text = (tmp_path / "r" / "articles.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.split("\n")[:-1]]
    assert text.endswith("}\n")
    assert all(list(row) == schema.RESULT_ARTICLES.names for row in rows)
    brief = next(row for row in rows if row["id"] == "post/brief.txt")
    assert brief["headline"] is None


def test_an_older_result_is_replaced(findings: Findings, tmp_path: Path) -> None:
    """Saving onto a result leaves only the new one, even without its texts."""
    findings.save(tmp_path / "r")
    findings.save(tmp_path / "r", texts=False)
    assert "texts.parquet" not in contents(tmp_path / "r")
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


@pytest.mark.parametrize("beside", [False, True], ids=["foreign", "beside a result"])
def test_what_is_not_ours_is_never_removed(
    findings: Findings, tmp_path: Path, beside: bool
) -> None:
    """A folder with other files is refused, and stays as it was."""
    target = tmp_path / "r"
    target.mkdir()
    if beside:
        findings.save(target)
    (target / "notes.txt").write_text("mine")
    before = contents(target)
    with pytest.raises(UsageError, match=r"name another folder|name a new or an empty folder"):
        findings.save(target)
    assert contents(target) == before


def test_a_file_is_no_folder(findings: Findings, tmp_path: Path) -> None:
    """A file of that name, or on the way there, is refused."""
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "file" / "r"):
        with pytest.raises(UsageError, match="file"):
            findings.save(path)


@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
def test_a_crash_leaves_no_half_result(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """If writing dies midway, the old result stands, and nothing else does."""
    if there:
        findings.save(tmp_path / "r")
    before = {path.name: contents(path) for path in tmp_path.iterdir()}

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_write_parquet", die)
    with pytest.raises(KeyboardInterrupt):
        findings.save(tmp_path / "r")
    assert {path.name: contents(path) for path in tmp_path.iterdir()} == before


def test_a_failed_rename_brings_the_old_result_back(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the new folder cannot take the place, the old one returns to it."""
    findings.save(tmp_path / "r")
    before = contents(tmp_path / "r")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "result":
            raise PermissionError(13, "not today")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UsageError, match="not today"):
        findings.save(tmp_path / "r", texts=False)
    assert contents(tmp_path / "r") == before


def test_a_result_is_on_the_disk_before_it_has_its_name(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of its files, while an older one still stands; and then its name."""
    findings.save(tmp_path / "r")
    older = (tmp_path / "r").stat().st_ino
    settled: dict[str, bool] = {}

    def on_disk(path: Path) -> None:
        settled[path.name] = (tmp_path / "r").stat().st_ino == older

    monkeypatch.setattr(replacing, "on_disk", on_disk)
    findings.save(tmp_path / "r")
    assert settled == {**dict.fromkeys((*store.FILES, "result"), True), tmp_path.name: False}


def test_findings_are_shown_in_a_line(findings: Findings) -> None:
    """What a person sees at a prompt is how much was found, not the tables."""
    assert repr(findings) == (
        "Findings of 15 articles: 7 relations, 10 derivations, 3 events, 2 unseen sources"
    )


def test_no_texts_means_no_line_of_them(findings: Findings, tmp_path: Path) -> None:
    """Without texts the graph has no opening line either: it is as that of what is opened."""
    findings.save(tmp_path / "a", texts=False)
    Findings.open(tmp_path / "a").save(tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert b"Ferries stop." not in contents(tmp_path / "a")["graph.graphml"]


def test_a_damaged_summary_is_called_so(findings: Findings, tmp_path: Path) -> None:
    """A summary that is cut is not missing."""
    findings.save(tmp_path / "r")
    (tmp_path / "r" / "summary.json").write_text("{")
    with pytest.raises(ResultError, match=r"summary\.json: is damaged"):
        Findings.open(tmp_path / "r")


def test_an_article_and_itself_need_no_explanation(findings: Findings) -> None:
    """One article twice is a mistake."""
    with pytest.raises(UsageError, match="named twice"):
        findings.explain(WIRE, WIRE)


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    """Opening nothing is a ResultError that tells what to name."""
    with pytest.raises(ResultError, match="no such folder"):
        Findings.open(tmp_path / "none")


def test_another_folder_is_no_result(tmp_path: Path) -> None:
    """A folder with a foreign summary.json is no result."""
    (tmp_path / "summary.json").write_text('{"tool": "other"}')
    with pytest.raises(ResultError, match="no result"):
        Findings.open(tmp_path)


@pytest.mark.parametrize("name", sorted(store.FILES - {"texts.parquet", "graph.graphml"}))
def test_a_missing_file_is_named(findings: Findings, tmp_path: Path, name: str) -> None:
    """A result that is not whole says which file is missing."""
    findings.save(tmp_path / "r")
    (tmp_path / "r" / name).unlink()
    with pytest.raises(ResultError, match=name):
        Findings.open(tmp_path / "r")


def test_a_later_form_is_refused(findings: Findings, tmp_path: Path) -> None:
    """A result of a form to come is refused with its version."""
    findings.save(tmp_path / "r")
    path = tmp_path / "r" / "summary.json"
    later = {**json.loads(path.read_text()), "format": store.FORMAT + 1, "version": "9.1"}
    path.write_text(json.dumps(later))
    with pytest.raises(ResultError, match=r"9\.1.*update"):
        Findings.open(tmp_path / "r")


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"family": 3, "event": [], "origin": 0}'])
def test_a_broken_line_is_named(findings: Findings, tmp_path: Path, line: str) -> None:
    """Broken JSON Lines end in a ResultError with the file."""
    findings.save(tmp_path / "r")
    (tmp_path / "r" / "families.jsonl").write_text(line + "\n")
    with pytest.raises(ResultError, match=r"families\.jsonl.*line"):
        Findings.open(tmp_path / "r")


def test_a_broken_parquet_is_named(findings: Findings, tmp_path: Path) -> None:
    """A Parquet file that is none, or lacks a column, ends in a ResultError."""
    findings.save(tmp_path / "r")
    path = tmp_path / "r" / "relations.parquet"
    pq.write_table(findings.relations.drop_columns(["kind"]), path)
    with pytest.raises(ResultError, match="column kind"):
        Findings.open(tmp_path / "r")
    path.write_bytes(b"PAR1")
    with pytest.raises(ResultError, match=r"relations\.parquet"):
        Findings.open(tmp_path / "r")


def test_columns_of_later_versions_are_passed_over(findings: Findings, tmp_path: Path) -> None:
    """A field that this version does not know does not stop it; a new signal is kept."""
    findings.save(tmp_path / "r")
    path = tmp_path / "r" / "families.jsonl"
    path.write_text(json.dumps({**json.loads(path.read_text()), "mood": "good"}) + "\n")
    signal = pa.array([0.5] * findings.relations.num_rows)
    more = findings.relations.append_column("tomorrow", signal)
    pq.write_table(more, tmp_path / "r" / "relations.parquet")
    opened = Findings.open(tmp_path / "r")
    assert opened.families.equals(findings.families)
    relation = opened.relation(WIRE, HAULIERS)
    assert relation is not None
    assert relation.evidence.signals["tomorrow"] == 0.5


def test_empty_findings_make_the_round(findings: Findings, tmp_path: Path) -> None:
    """No article at all is a result too."""
    empty = dataclasses.replace(
        findings,
        **{
            field.name: getattr(findings, field.name).slice(0, 0)
            for field in dataclasses.fields(Findings)
            if field.name != "summary"
        },
    )
    empty.save(tmp_path / "r")
    opened = Findings.open(tmp_path / "r")
    assert opened.articles.schema == schema.RESULT_ARTICLES
    assert opened.near_duplicates() == []


def test_line_separators_in_text_survive(findings: Findings, tmp_path: Path) -> None:
    """U+2028, U+0085 and lone surrogates in names do not break the lines."""
    odd = "a\u2028b\x85c\x1ed"
    columns = findings.families.to_pydict() | {"origin": [odd]}
    skip = {"path": "bad\udcff.txt", "row": None, "reason": "binary", "detail": odd}
    dataclasses.replace(
        findings,
        families=schema.build(schema.RESULT_FAMILIES, columns),
        summary={**findings.summary, "skipped": [skip]},
    ).save(tmp_path / "r")
    opened = Findings.open(tmp_path / "r")
    assert opened.families.column("origin").to_pylist() == [odd]
    assert opened.summary["skipped"] == [skip]


def test_an_article_is_found_by_id(findings: Findings) -> None:
    """An article comes back as a record, with its body and the trust of its date."""
    article = findings.article("ostrey-herald/waits.html")
    assert article.body == BODIES["ostrey-herald/waits.html"]
    assert article.published_trust is Trust.PAGE


def test_an_unknown_id_names_near_ones(findings: Findings) -> None:
    """A mistyped id is answered with those like it; a part of one with those that hold it."""
    with pytest.raises(UsageError, match=r"Did you mean 'harbour-post/ferries\.html'"):
        findings.article("harbour-post/fairies.html")
    with pytest.raises(UsageError, match=r"'valley-echo/hauliers\.html'"):
        findings.relation("HAULIERS", WIRE)
    with pytest.raises(UsageError, match=r"articles\.jsonl"):
        findings.article("")


def test_a_relation_is_found_from_both_sides(findings: Findings) -> None:
    """Asked the other way round, signals and passages change sides, and nothing else."""
    one, other = findings.relation(HAULIERS, WIRE), findings.relation(WIRE, HAULIERS)
    assert one is not None
    assert other is not None
    assert (one.left, other.left) == (HAULIERS, WIRE)
    assert one.kind is other.kind is RelationKind.PARTIAL
    assert one.evidence.signals["own_left"] == other.evidence.signals["own_right"] == 0.8
    assert one.evidence.signals["own_weight"] == other.evidence.signals["own_weight"]
    for here, there in zip(one.evidence.passages, other.evidence.passages, strict=True):
        assert (here.left, here.right) == (there.right, there.left)


def test_every_relation_is_found(findings: Findings) -> None:
    """Each row of the table is found under its own ids."""
    for row in findings.relations.to_pylist():
        found = findings.relation(row["left"], row["right"])
        assert found is not None
        assert found.probability == row["probability"]


def test_no_relation_where_none_was_compared(findings: Findings) -> None:
    """A pair that was not compared, and an article with itself, have no relation."""
    assert findings.relation("digest/today.html", WIRE) is None
    assert findings.relation(WIRE, WIRE) is None
    nothing = dataclasses.replace(findings, related=relations_schema().empty_table())
    assert nothing.relation(HAULIERS, WIRE) is None


def test_relations_of_one_kind(findings: Findings) -> None:
    """All relations of a kind come in the order of the table."""
    found = [relation.probability for relation in findings.relations_of(RelationKind.UNDECIDED)]
    assert found == [0.41, 0.38]


def test_near_duplicates_are_groups(findings: Findings) -> None:
    """Articles with one group stand together, sorted."""
    assert findings.near_duplicates() == [
        ("eastmere/closed-again.txt", "eastmere/closed.txt", "metro/strike.txt")
    ]


def test_the_graph_is_made_once(findings: Findings) -> None:
    """The graph knows the parents, and is the same object when asked again."""
    assert [one.parent for one in findings.graph.parents_of(HAULIERS)] == [WIRE]
    assert findings.graph is findings.graph


def test_an_explanation_has_the_words(findings: Findings) -> None:
    """Passages carry the text of both sides, and the ledger adds up its parts."""
    found = findings.explain(WIRE, HAULIERS)
    assert found.relation is not None
    assert found.relation.left == WIRE
    assert [one.passage.kind for one in found.passages] == [
        PassageKind.EDITED,
        PassageKind.VERBATIM,
    ]
    assert found.passages[1].left == found.passages[1].right
    assert found.passages[0].passage.words == 14
    assert found.ledger[0].name == "prior"


def test_an_explanation_names_what_joins(findings: Findings) -> None:
    """Parent and child are joined by one derivation; siblings by what both come from."""
    (direct,) = findings.explain(WIRE, HAULIERS).directions or ()
    assert (direct.child, direct.parent) == (HAULIERS, WIRE)
    found = findings.explain("metro/strike.txt", HAULIERS)
    ways = [(one.child, one.parent) for one in found.directions or ()]
    assert ways == [("metro/strike.txt", REUTERS), (HAULIERS, WIRE), (WIRE, REUTERS)]
    assert [source.agency for source in found.sources] == ["Reuters"]
    assert findings.explain(WIRE, "valley-echo/cable.html").directions == ()


def test_copies_need_no_comparing(findings: Findings) -> None:
    """Two copies of one text are called identical, though no pair of theirs was compared."""
    found = findings.explain("eastmere/closed.txt", "metro/strike.txt")
    assert found.identical
    assert found.relation is None


def test_without_texts_there_are_offsets(findings: Findings, tmp_path: Path) -> None:
    """A result without texts explains with offsets, and says that texts are left out."""
    findings.save(tmp_path / "r", texts=False)
    opened = Findings.open(tmp_path / "r")
    found = opened.explain(HAULIERS, WIRE)
    assert opened.texts is None
    assert not found.texts
    assert found.passages[0].left is None
    assert found.passages[0].passage.left == Span(0, 90)


def test_hand_made_findings_are_the_same_each_time() -> None:
    """The fixture itself is deterministic."""
    assert make_findings() == make_findings()


def test_a_result_that_lost_an_article_is_refused(findings: Findings, tmp_path: Path) -> None:
    """Where a table names an article that is gone, the folder says which, and what to do."""
    findings.save(tmp_path / "r")
    path = tmp_path / "r" / "articles.jsonl"
    lost = findings.relations.column("left")[0].as_py()
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if json.loads(line)["id"] != lost), "utf-8")
    with pytest.raises(ResultError, match=r"which articles\.jsonl lacks"):
        Findings.open(tmp_path / "r")


def test_an_opened_result_reads_no_body_until_one_is_asked_for(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does telling of its events, where all named articles have headlines."""
    ids = findings.articles.column("id").to_pylist()
    headed = {"headline": pa.array([f"Of {name}" for name in ids])}
    for field in ("articles", "bodies"):
        table = getattr(findings, field)
        table = table.set_column(
            table.column_names.index("headline"), "headline", headed["headline"]
        )
        findings = dataclasses.replace(findings, **{field: table})
    findings.save(tmp_path / "r")
    read: list[str] = []
    part = Stored._part

    def reading(self: Stored, group: int, names: Sequence[str]) -> pa.Table:
        read.extend(names)
        return part(self, group, names)

    monkeypatch.setattr(Stored, "_part", reading)
    opened = Findings.open(tmp_path / "r")
    assert list(outline(opened).events)
    assert opened.relation(WIRE, HAULIERS)
    assert "body" not in read
    assert opened.article(WIRE).body == findings.article(WIRE).body
    assert "body" in read


def test_texts_in_another_order_are_found(findings: Findings) -> None:
    """A body belongs to the id beside it, not to the row it stands in."""
    assert findings.bodies is not None
    turned = findings.texts.take(list(range(findings.articles.num_rows))[::-1])  # type: ignore[union-attr]
    some = dataclasses.replace(findings, bodies=turned.slice(3))
    for name in turned.column("id").to_pylist():
        gone = name in turned.slice(0, 3).column("id").to_pylist()
        assert some.article(name).body == ("" if gone else findings.article(name).body)


@pytest.mark.parametrize("lines", [1, 2, 15])
def test_lines_are_read_some_at_a_time(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    """However many: the tables are the same, and a broken line is called by its number."""
    findings.save(tmp_path / "r")
    whole = Findings.open(tmp_path / "r")
    monkeypatch.setattr(store, "_LINES", lines)
    for name in store.LINES:
        assert getattr(Findings.open(tmp_path / "r"), name).equals(getattr(whole, name))
    path = tmp_path / "r" / "articles.jsonl"
    told = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*told[:8], "{\n", *told[8:]]), encoding="utf-8")
    with pytest.raises(ResultError, match="about line 9:"):
        Findings.open(tmp_path / "r")
