"""Signs of an unseen source, and sources that only style names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import make_credit, make_witness
from test_provenance_styles import TWO

from syndetect import Findings, scan
from syndetect.cli.outline import outline
from syndetect.cli.paint_events import paint_outline
from syndetect.evidence.misquotes import Quoting
from syndetect.provenance import styles
from syndetect.provenance.parents import UNKNOWN
from syndetect.provenance.signs import signs
from syndetect.provenance.sources import unseen
from syndetect.provenance.styles import Written
from syndetect.provenance.witness import Witness

ONE_HABIT = "The order came from Lugansk, where Zelensky met US envoys."


def wrote(text: str, article: int = 0, **known: str) -> Witness:
    """A witness that writes as *text* does."""
    return replace(make_witness(article, **known), forms=styles.written(text, "en"))


def test_style_of_an_agency_is_a_hedged_sign() -> None:
    """The words, whose usage they are, and a probability that is no certainty."""
    assert signs(wrote(ONE_HABIT), None) == (
        "writes “Lugansk” as AFP does: perhaps AFP copy (45 %)",
    )


def test_style_that_agrees_with_a_credit_says_so() -> None:
    """Where the text credits the agency whose style it has, nothing is guessed."""
    [sign] = signs(wrote(TWO, agency="Reuters"), None)
    assert sign.endswith("as Reuters does, which it credits")


def test_a_credit_silences_a_weak_hint_of_another() -> None:
    """One habit of another agency is not told against a credit; two are, and stay a perhaps."""
    assert signs(wrote(ONE_HABIT, agency="AP"), None) == ()
    [sign] = signs(wrote(TWO, agency="AP"), None)
    assert "perhaps Reuters copy" in sign


def test_an_agencys_own_page_has_no_sign_of_style() -> None:
    """Nobody looks for the source of what an agency prints itself."""
    assert signs(wrote(TWO, own_agency="Reuters"), None) == ()


def test_a_spelling_of_nobody_is_a_sign_of_translation() -> None:
    """A form that all write otherwise hints at another language."""
    [sign] = signs(wrote("The Zaporizhia plant stood still."), None)
    assert sign == "writes “Zaporizhia” as no agency does: perhaps translated"


def test_changed_quotations_are_a_sign_where_they_are_the_rule() -> None:
    """Two or more, and more than are kept; one is a slip, and half are a rewriter's whim."""
    plain = make_witness(0)
    [sign] = signs(plain, Quoting(kept=1, changed=3))
    assert sign.startswith("has 3 of 4 quotations")
    assert sign.endswith("perhaps translated or retold")
    for kept, changed in ((0, 1), (2, 2), (5, 0)):
        assert signs(plain, Quoting(kept, changed)) == ()


def test_no_sign_is_no_sign() -> None:
    """An article without any of them has none."""
    assert signs(make_witness(0), None) == ()


def test_style_names_a_source_that_nobody_credits() -> None:
    """Its children agree in two habits of one agency: it is named, by style, and says how sure."""
    source = unseen(UNKNOWN, [wrote(TWO, 0), wrote(TWO, 1)])
    assert (source.agency, source.style) == (None, "Reuters")
    assert source.id == "source:unknown:a0"
    assert source.called == "perhaps Reuters"
    assert "by house style alone" in source.reasons[0]
    assert f"({styles.percent(styles.CAP)})" in source.reasons[0]
    assert source.url is source.published is None


def test_weaker_style_leaves_a_source_unknown() -> None:
    """One habit does not name a source, and the reason says which agency it fits."""
    source = unseen(UNKNOWN, [wrote(ONE_HABIT)])
    assert source.agency is source.style is None
    assert source.reasons[-1].endswith("that fits AFP, but not surely (45 %)")
    assert source.called == "a source without a name"


def test_style_never_stands_beside_a_credit() -> None:
    """A credited source is not renamed, and where a child credits anybody style is silent."""
    credited = unseen("AP", [wrote(TWO, agency="AP")])
    assert credited.agency == "AP"
    assert not any("style" in reason for reason in credited.reasons)
    part = replace(wrote(TWO, 1), part=make_credit("a1", "AFP"))
    assert unseen(UNKNOWN, [wrote(TWO), part]).style is None


def test_copies_do_not_add_up() -> None:
    """The same source from one child and from nine is equally sure."""
    one, nine = unseen(UNKNOWN, [wrote(ONE_HABIT)]), [wrote(ONE_HABIT, at) for at in range(9)]
    assert unseen(UNKNOWN, nine).style is None
    assert one.reasons[-1].split("(")[-1] == unseen(UNKNOWN, nine).reasons[-1].split("(")[-1]


def test_forms_that_disagree_name_nobody() -> None:
    """Children of two styles have no style in common."""
    other = [Written("the world wars: I, II", "World War II"), Written("Shiites: Shia", "Shia")]
    second = replace(make_witness(1), forms=tuple(other))
    assert unseen(UNKNOWN, [wrote(TWO), second]).style is None


STORY = (
    "The old depot at Quillmere burned for two nights before the roof fell in on Sunday. "
    "Its brick vaults had held grain for the whole Skarn peninsula since the railway came. "
    "Fourteen engines stood on the quay, and the harbour pumped seawater into the cellars. "
    "The mayor, Edda Solberg, promised a new roof before the winter storms arrive. "
)


def two_copies() -> list[dict[str, str]]:
    """Two undated articles with one text that nobody credits, in the style of an agency."""
    body = STORY + TWO
    return [
        {"id": "x", "outlet": "Quay Weekly", "text": body},
        {"id": "y", "outlet": "Lake Courier", "text": body + " A new roof is to be of slate."},
    ]


def test_a_scan_names_and_a_rejudged_result_too() -> None:
    """The name by style comes with a scan, makes no voice of an agency, and comes again when the
    result is judged anew without its texts."""
    found: Findings = scan(two_copies())
    [source] = found.sources.to_pylist()
    assert (source["source"], source["agency"]) == ("source:unknown:x", None)
    assert source["style"] == "Reuters"
    again = replace(found, bodies=None).rejudge({})
    assert again.sources.equals(found.sources)
    assert again.articles.equals(found.articles)
    assert all("perhaps Reuters copy" in row["signs"][0] for row in found.articles.to_pylist())


def test_style_changes_no_derivation() -> None:
    """The same two copies spelled like everyone have the same arrows, and the same voices."""
    styled = scan(two_copies())
    rows = [{**row, "text": row["text"].replace("Shi'ite", "Shiite")} for row in two_copies()]
    common = scan(rows)
    [source] = common.sources.to_pylist()
    assert source["agency"] is None
    assert common.derivations.select(["child", "parent", "decided"]).equals(
        styled.derivations.select(["child", "parent", "decided"])
    )
    assert common.events.equals(styled.events)


def lines_of(found: Findings, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a scan prints, without the breaks of lines."""
    paint_outline(outline(found), everything=False)
    return re.sub(r"\n +(?=\S)", " ", capsys.readouterr().out).splitlines()


def test_signs_stand_under_articles_without_a_source(capsys: pytest.CaptureFixture[str]) -> None:
    """Where no source is found the signs are told, and nowhere else; a source that only style
    names is told as a perhaps."""
    alone = {"id": "z", "outlet": "Skarn Mail", "text": "Herring is dear again. " + ONE_HABIT}
    found = scan([*two_copies(), alone])
    rows = [{**row, "event": "event:x"} for row in found.articles.to_pylist()]
    articles = pa.Table.from_pylist(rows, schema=found.articles.schema)
    event = {**found.events.to_pylist()[0], "event": "event:x", "articles": ["x", "y", "z"]}
    events = pa.Table.from_pylist([event], schema=found.events.schema)
    told = " ".join(lines_of(replace(found, articles=articles, events=events), capsys))
    assert "Signs: z writes “Lugansk” as AFP does: perhaps AFP copy (45 %)" in told
    assert told.count("Signs: ") == 1
    assert "○ Perhaps Reuters, not in the folder" in told
    assert "○ Perhaps Reuters, 2 articles – most write “Shi'ite” and “World War Two”" in told


def test_results_from_before_signs_still_open(tmp_path: Path) -> None:
    """A folder without the two columns opens, has no signs, and can be judged again."""
    scan(two_copies()).save(tmp_path / "r")
    path = tmp_path / "r" / "articles.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    older = [{k: v for k, v in row.items() if k not in ("signs", "forms")} for row in rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in older), encoding="utf-8")
    found = Findings.open(tmp_path / "r")
    assert found.articles.column("signs").null_count == 2
    assert found.rejudge({}).sources.column("agency").to_pylist() == [None]
    assert outline(found).articles == 2
