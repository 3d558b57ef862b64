"""From paths to articles, with everything that can be wrong on a disk."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndetect.errors import InputError, UsageError
from syndetect.ingest import Collection, collect, read_one
from syndetect.ingest.articles import Articles
from syndetect.ingest.sniffing import ENDINGS
from syndetect.model import Trust
from syndetect.settings import Reading

DATA = Path(os.environ.get("SYNDETECT_DATA", Path(__file__).parents[2] / "shared" / "data"))


def reasons(found: Collection) -> dict[str, str]:
    return {
        skip.path if skip.row is None else f"{skip.path}#{skip.row}": skip.reason
        for skip in found.skipped
    }


@pytest.fixture
def newsstand(tmp_path: Path) -> Path:
    """One good article in each format, in folders named after outlets."""
    root = tmp_path / "news"
    for folder in ("courier", "gazette"):
        (root / folder).mkdir(parents=True)
    (root / "courier/1.txt").write_bytes(b"\xef\xbb\xbfThe bridge is open.\r\n")
    (root / "courier/2.md").write_text("# Bridge opens\n\nThe bridge is open.", "utf-8")
    paragraph = "<p>The old bridge over the Lem opened again after two long years of repairs.</p>"
    html = f"<html><body><article><h1>Bridge</h1>{paragraph * 3}</article></body></html>"
    (root / "gazette/3.html").write_text(html, "utf-8")
    row = {"id": "g4", "text": "Ferries run on.", "outlet": "Gazette", "published": "2018-07-15"}
    (root / "gazette/4.jsonl").write_text(json.dumps(row), "utf-8")
    (root / "gazette/5.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Trams run on."}'))
    (root / "gazette/6.csv").write_text("title,text\nBuses,Buses run on.\n", "utf-8")
    pq.write_table(pa.table({"text": ["Trains run on."]}), root / "gazette/7.parquet")
    return root


def test_every_format_is_read(newsstand: Path) -> None:
    """Ids are paths below the folder, path#row for rows, or what the id column says."""
    found = collect([newsstand])
    assert [article.id for article in found.articles] == [
        "courier/1.txt", "courier/2.md", "g4", "gazette/3.html", "gazette/5.jsonl.gz#1",
        "gazette/6.csv#1", "gazette/7.parquet#1",
    ]  # fmt: skip
    assert found.skipped == ()
    one, two, four = found.articles[:3]
    assert (one.body, one.path, one.row, one.headline) == (
        "The bridge is open.\r\n", "courier/1.txt", None, None,
    )  # fmt: skip
    assert two.headline == "Bridge opens"
    assert (four.path, four.row, four.published_trust) == ("gazette/4.jsonl", 1, Trust.DECLARED)
    assert {k: v for k, v in found.counts.items() if k in ("files read", "rows read")} == {
        "files read": 7, "rows read": 4,
    }  # fmt: skip


def test_the_order_of_paths_is_no_matter(newsstand: Path) -> None:
    """Files and folders in any order, some twice, give one and the same collection."""
    paths = [newsstand / "gazette", newsstand / "courier/1.txt", newsstand / "courier"]
    expected = collect(paths)
    for order in permutations(paths):
        assert collect([*order, order[0]]) == expected


def test_the_files_clock_is_no_date(newsstand: Path) -> None:
    """When a copy was made says nothing: a changed modification time changes nothing."""
    before = collect([newsstand])
    os.utime(newsstand / "courier/1.txt", (0, 1_531_648_468))
    assert collect([newsstand]) == before
    assert before.articles[0].published is None


def test_outlets_from_folders_and_urls(newsstand: Path) -> None:
    """If so wished, the folder names the outlet of what declares none, and the URL's host goes
    before a declared one.
    """
    outlets = {article.id: article.outlet for article in collect([newsstand]).articles}
    assert outlets["courier/1.txt"] is None
    assert outlets["g4"] == "Gazette"
    found = collect([newsstand], outlet_from="folder").articles
    outlets = [article.outlet for article in found]
    assert outlets == ["courier", "courier", "Gazette", "gazette", "gazette", "gazette", "gazette"]
    assert collect([newsstand / "courier"], outlet_from="folder").articles[0].outlet == "courier"
    row = '{"text": "A.", "outlet": "Courier", "url": "https://www.c.example/1"}'
    (newsstand / "8.jsonl").write_text(row)
    for source, outlet in ((None, "Courier"), ("url", "c.example"), ("folder", "Courier")):
        assert collect([newsstand / "8.jsonl"], outlet_from=source).articles[0].outlet == outlet
    with pytest.raises(UsageError, match="outlet_from is 'file'"):
        collect([newsstand], outlet_from="file")


def test_a_declared_outlet_goes_before_the_folder(tmp_path: Path) -> None:
    """Front matter and mapped columns declare an outlet; the host of a page or a URL does not."""
    paragraph = "<p>The old bridge over the Lem opened again after two long years of repairs.</p>"
    link = '<link rel="canonical" href="https://www.lem.example/1">'
    page = f"<html><head>{link}</head><body><article>{paragraph * 3}</article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "b.md").write_text("---\noutlet: Lem Courier\n---\nThe bridge is open.")
    (tmp_path / "c.csv").write_text("text,paper,url\nA.,Gazette,\nB.,,https://b.example/1\n")
    plain = collect([tmp_path], columns={"outlet": "paper"}).articles
    assert [one.outlet for one in plain] == ["lem.example", "Lem Courier", "Gazette", "b.example"]
    found = collect([tmp_path], columns={"outlet": "paper"}, outlet_from="folder").articles
    folder = tmp_path.name
    assert [one.outlet for one in found] == [folder, "Lem Courier", "Gazette", folder]


def test_a_base_is_what_ids_are_paths_below(tmp_path: Path) -> None:
    """Files and rows without an id are called by their path below the base; a row's own id stays.
    The folder that names the outlet is the same."""
    day = tmp_path / "d1/echo"
    day.mkdir(parents=True)
    (day / "a.txt").write_text("Ferries stop.")
    (day / "b.jsonl").write_text('{"text": "Buses run."}\n{"id": "own", "text": "Trams run."}\n')
    found = collect([day], base=tmp_path, outlet_from="folder").articles
    assert found.column("id") == ["d1/echo/a.txt", "d1/echo/b.jsonl#1", "own"]
    assert found.column("path") == ["d1/echo/a.txt", "d1/echo/b.jsonl", "d1/echo/b.jsonl"]
    assert set(found.column("outlet")) == {"echo"}


def test_one_article_is_read_from_one_file(tmp_path: Path) -> None:
    """It is called by its path; a folder, a table of several and a broken file are errors."""
    good, table, bad = tmp_path / "a.txt", tmp_path / "b.jsonl", tmp_path / "c.txt"
    good.write_text("The bridge is open.")
    table.write_text('{"text": "One."}\n{"text": "Two."}\n')
    bad.write_bytes(b"a\0b")
    assert read_one(good).id == str(good)
    for path, said in (
        (tmp_path, "is a folder"),
        (table, "holds 2 articles"),
        (bad, r"binary \(it holds NUL bytes\)\. Name a file"),
    ):
        with pytest.raises(InputError, match=said):
            read_one(path)


BAD = {
    "binary.txt": (b"GIF89a\0\0\0", "binary"),
    "empty.txt": (b"", "empty file"),
    "blank.md": (b" \n\t\xc2\xa0\r\n", "empty file"),
    "mark.txt": (b"\xef\xbb\xbf", "empty file"),
    "image.html": (b"\x89PNG\r\n\x1a\n\0", "binary"),
    "menu.html": (b"<html><head><title>x</title></head><body></body></html>",
                  "no article found in the page"),
    "lines.jsonl": (b"", "empty file"),
    "cut.jsonl.gz": (gzip.compress(b'{"text": "a"}')[:-9], "broken gzip file"),
    "cut.parquet": (b"PAR1", "broken Parquet file"),
    "labels.csv": (b"a,b\n1,2\n", "no column with a text"),
    "doc.pdf": (b"%PDF", "not an article format"),
}  # fmt: skip


def test_bad_files_are_skipped_and_named(newsstand: Path) -> None:
    """Nothing that lies in a folder stops a scan, and nothing is left out without a word."""
    good = collect([newsstand]).articles
    for name, (raw, _) in BAD.items():
        (newsstand / name).write_bytes(raw)
    os.mkfifo(newsstand / "pipe.txt")
    (newsstand / "gone.txt").symlink_to(newsstand / "nowhere")
    found = collect([newsstand])
    assert found.articles == good
    expected = {name: reason for name, (_, reason) in BAD.items()}
    assert reasons(found) == expected | {
        "pipe.txt": "unreadable file",
        "gone.txt": "unreadable file",
    }


@pytest.mark.parametrize("name", sorted(set(BAD) - {"doc.pdf"}))
def test_strict_stops_at_a_bad_file(newsstand: Path, name: str) -> None:
    """The message holds the whole path and the reason; a foreign format is no error."""
    (newsstand / "doc.pdf").write_bytes(b"%PDF")
    assert len(collect([newsstand], strict=True).articles) == 7
    (newsstand / name).write_bytes(BAD[name][0])
    with pytest.raises(InputError) as caught:
        collect([newsstand], strict=True)
    assert str(caught.value).startswith(f"{newsstand / name}: {BAD[name][1]}")
    assert caught.value.exit_code == 3


def test_strict_names_the_row(newsstand: Path) -> None:
    """Of a table the row is named too."""
    (newsstand / "0.jsonl").write_text('{"text": "a"}\n{"text": 5}\n')
    with pytest.raises(InputError, match=r"0\.jsonl, row 2: text is not a string \(it is int\)"):
        collect([newsstand], strict=True)


def test_encodings_are_counted(tmp_path: Path) -> None:
    """Text in windows-1252 and UTF-16, and pages in their declared encoding, are read."""
    (tmp_path / "w.txt").write_bytes("Die Brücke ist offen.".encode("cp1252"))
    (tmp_path / "u.txt").write_bytes("Die Brücke ist offen.".encode("utf-16"))
    page = "<html><head><meta charset='iso-8859-2'></head><body><p>{}</p></body></html>"
    text = "Starý most přes řeku je po dvou letech oprav opět otevřen pro všechny chodce. " * 4
    (tmp_path / "p.html").write_bytes(page.format(text).encode("iso-8859-2"))
    found = collect([tmp_path])
    assert [article.body[:10] for article in found.articles] == ["Starý most"] + ["Die Brücke"] * 2
    notes = {name: n for name, n in found.counts.items() if name.startswith("decoded")}
    assert notes == {
        "decoded as iso-8859-2": 1, "decoded as utf-16": 1, "decoded as windows-1252": 1,
    }  # fmt: skip


def test_file_names_that_are_no_unicode_can_be_written(tmp_path: Path) -> None:
    """A name with stray bytes gives an id that every encoder writes."""
    try:
        (tmp_path / os.fsdecode(b"br\xfccke.txt")).write_text("The bridge is open.")
    except OSError:
        pytest.skip("this file system allows only Unicode names")
    article = collect([tmp_path]).articles[0]
    assert article.id == "br\ufffdcke.txt"
    article.id.encode("utf-8")


def test_columns_of_all_tables(newsstand: Path) -> None:
    """A mapped column needs to be in one table only; one that is nowhere is an error."""
    (newsstand / "9.csv").write_text("story,who\nThe ferry is late.,Ann\n")
    found = collect([newsstand], columns={"text": "story", "byline": "who"})
    assert len(found.articles) == 8
    assert found.articles[0].byline == "Ann"
    with pytest.raises(InputError, match="No input has a column 'content'"):
        collect([newsstand], columns={"text": "content"})


def test_a_sample_opens_only_what_it_needs(tmp_path: Path) -> None:
    """The sample is the same as that of all articles, in any order, and says what it left."""
    for n in range(50):
        (tmp_path / f"{n:02d}.txt").write_text(f"Bridge {n} is open.")
    (tmp_path / "t.jsonl").write_text("\n".join(json.dumps({"text": f"{n}"}) for n in range(50)))
    whole = {article.id: article for article in collect([tmp_path]).articles}
    found = collect([tmp_path], sample=8)
    assert len(found.articles) == 8
    assert all(whole[article.id] == article for article in found.articles)
    assert found.counts["not in sample"] == 92
    assert found.counts["files read"] < 30
    assert collect([tmp_path / "t.jsonl", *sorted(tmp_path.glob("*.txt"))], sample=8) == found
    assert len(collect([tmp_path], sample=1000).articles) == 100


def test_an_empty_folder_is_an_empty_collection(tmp_path: Path) -> None:
    """Whether that is an error is for the caller to say."""
    assert collect([tmp_path]) == Collection(Articles.of([]), (), {})


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    ending=st.sampled_from([*ENDINGS, ".jsonl.gz", ".html.xz", ".zip", ".tar", ".tzst"]),
    raw=st.binary(max_size=300),
)
def test_any_bytes_in_any_format_are_survived(tmp_path: Path, ending: str, raw: bytes) -> None:
    """Whatever a file holds, it gives articles that can be written, or a skip that names it."""
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / f"a{ending}").write_bytes(raw)
    found = collect([tmp_path])
    assert found.articles or found.skipped or found.counts.get("blank lines")
    for article in found.articles:
        article.body.encode("utf-8")
        article.id.encode("utf-8")


def test_reading_text_loads_no_heavy_library(newsstand: Path) -> None:
    """Parsers of pages and of Parquet are imported where such files are met, not before."""
    code = (
        "import sys; from syndetect.ingest import collect; collect(sys.argv[1:]);"
        "sys.exit(any(name in sys.modules for name in ('trafilatura', 'lxml')))"
    )
    subprocess.run([sys.executable, "-c", code, newsstand / "courier"], check=True)


@pytest.mark.corpus
def test_the_seeds_are_read_whole() -> None:
    """Five files, none with a date that could be believed."""
    if not (DATA / "seeds").exists():
        pytest.skip(f"no seeds in {DATA}")
    found = collect([DATA / "seeds"], strict=True)
    assert len(found.articles) == 5
    assert {a.published_trust for a in found.articles} == {None, Trust.PAGE}


def test_what_is_taken_of_a_page_is_a_choice(tmp_path: Path) -> None:
    """``reading.extraction`` goes through to the reader of pages."""
    line = "<p>Stone number {} of the old bridge was lifted out, cleaned and put back.</p>"
    story = "".join(map(line.format, range(9)))
    doubtful = "<p><a href='/x'>A link to another story of the same day on this site</a></p>" * 6
    html = f"<html><body><article>{story}{doubtful}</article></body></html>"
    (tmp_path / "a.html").write_text(html, "utf-8")
    sizes = [
        len(collect([tmp_path], limits=Reading(extraction=how)).articles[0].body)
        for how in ("precision", "recall")
    ]
    assert sizes[0] < sizes[1]


def test_a_page_of_frames_is_told(tmp_path: Path) -> None:
    """The account says why a page has no article."""
    (tmp_path / "b.html").write_text("<html><frameset><frame src='x'></frameset></html>", "utf-8")
    found = collect([tmp_path])
    assert [(skip.path, skip.reason) for skip in found.skipped] == [
        ("b.html", "no article found in the page")
    ]
    assert "frames" in found.skipped[0].detail
