"""Files and what they pack, through to articles."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packing import COMPRESS, link, tarred, zipped

from syndetect.ingest import Collection, collect
from syndetect.settings import Reading

ROWS = b"\n".join(json.dumps({"text": f"Tram {n} runs."}).encode() for n in range(3))
PAGE = b"<!DOCTYPE html><html><body><article>" + b"".join(
    b"<p>Line %d over the Lem opened again after two long years of repairs to its bridge.</p>" % n
    for n in range(4)
)


def read(root: Path, name: str, raw: bytes, **limits: int) -> Collection:
    """What a folder gives that holds *raw* under *name* and nothing else."""
    for old in root.iterdir():
        old.unlink()
    (root / name).write_bytes(raw)
    return collect([root], limits=Reading(**limits))


def ids(found: Collection) -> list[str]:
    return [one.id for one in found.articles]


def skips(found: Collection) -> list[tuple[str, str]]:
    return [(one.path, one.reason) for one in found.skipped]


@pytest.mark.parametrize("kind", sorted(COMPRESS))
def test_compressed_files_keep_their_names(tmp_path: Path, kind: str) -> None:
    """A row of a packed table is called by the file as it lies there; an ending is not needed."""
    expected = [f"a.jsonl.{kind}#{n}" for n in (1, 2, 3)]
    found = read(tmp_path, f"a.jsonl.{kind}", COMPRESS[kind](ROWS))
    assert ids(found) == expected
    assert found.counts[f"jsonl.{kind} files"] == 1
    assert ids(read(tmp_path, "a", COMPRESS[kind](ROWS))) == ["a#1", "a#2", "a#3"]
    assert ids(read(tmp_path, f"a.md.{kind}", COMPRESS[kind](b"# Bridge\n\nText."))) == [
        f"a.md.{kind}"
    ]


@pytest.mark.parametrize("kind", sorted(COMPRESS))
def test_a_cut_file_keeps_its_rows(tmp_path: Path, kind: str) -> None:
    """The rows before the cut stay, and one skip names the row where it is."""
    lines = [json.dumps({"text": f"{n} " * 50}).encode() for n in range(50_000)]
    raw = COMPRESS[kind](b"\n".join(lines))
    found = read(tmp_path, "a.jsonl." + kind, raw[: len(raw) * 2 // 3])
    assert 0 < len(found.articles) < 50_000
    (skip,) = found.skipped
    assert skip.reason.startswith("broken ")
    assert skip.row == len(found.articles) + 1


def test_packings_in_one_another(tmp_path: Path) -> None:
    """Members are called by the archive and their own name, whatever is packed in what."""
    members = {
        "herald/a.html": PAGE,
        "b.jsonl.gz": COMPRESS["gz"](ROWS),
        "in.tar.xz": COMPRESS["xz"](tarred({"./c.txt": b"Ferries run.", "d.html": PAGE})),
        "in.zip": zipped({"e.txt": b"Buses run."}),
    }
    expected = [
        "b.jsonl.gz#1", "b.jsonl.gz#2", "b.jsonl.gz#3", "herald/a.html", "in.tar.xz/c.txt",
        "in.tar.xz/d.html", "in.zip/e.txt",
    ]  # fmt: skip
    for name, raw in {
        "crawl.zip": zipped(members),
        "crawl.tar": tarred(members),
        "crawl.tgz": COMPRESS["gz"](tarred(members)),
        "crawl": COMPRESS["zst"](tarred(members)),
    }.items():
        found = read(tmp_path, name, raw)
        assert ids(found) == [f"{name}/{id}" for id in expected]
        assert found.skipped == ()
        assert found.counts["files read"] == 5


def test_outlets_from_folders_in_archives(tmp_path: Path) -> None:
    """The folder of a member names its outlet; where it lies in none, the archive does."""
    (tmp_path / "herald.tar.gz").write_bytes(
        COMPRESS["gz"](tarred({"a.txt": b"Ferries run.", "news/courier/b.txt": b"Trams run."}))
    )
    found = collect([tmp_path], outlet_from="folder")
    assert [one.outlet for one in found.articles] == ["herald", "courier"]


def test_names_of_members_are_only_names(tmp_path: Path) -> None:
    """What points out of an archive is read under that name; what links is not followed."""
    members = {"../up.txt": b"Up.", "/etc/root.txt": b"Root.", "./a//b.txt": b"B."}
    raw = tarred(members, link("passwd.txt", "/etc/passwd"))
    found = read(tmp_path, "a.tar", raw)
    assert ids(found) == ["a.tar/../up.txt", "a.tar/a/b.txt", "a.tar/etc/root.txt"]
    assert skips(found) == [("a.tar/passwd.txt", "not an article format")]
    assert [path.name for path in tmp_path.iterdir()] == ["a.tar"]
    assert not (tmp_path.parent / "up.txt").exists()


def test_hidden_members_are_counted(tmp_path: Path) -> None:
    """What is hidden in an archive, or is the shadow of a Mac, is passed over as on a disk."""
    members = {"a.txt": b"A.", ".b.txt": b"B.", "__MACOSX/a.txt": b"C.", ".git/d.txt": b"D."}
    for name, raw in {"a.zip": zipped(members), "a.tar": tarred(members)}.items():
        found = read(tmp_path, name, raw)
        assert ids(found) == [f"{name}/a.txt"]
        assert found.counts["hidden files"] == 3


def test_a_member_that_must_be_jumped_about_in(tmp_path: Path) -> None:
    """Parquet and zip files are read out of a stream that cannot be wound back."""
    pq.write_table(pa.table({"text": ["Trains run."]}), tmp_path / "t")
    parquet = (tmp_path / "t").read_bytes()
    packed = COMPRESS["gz"](tarred({"t.parquet": parquet, "z.zip": zipped({"t": parquet})}))
    assert ids(read(tmp_path, "a.tgz", packed)) == ["a.tgz/t.parquet#1", "a.tgz/z.zip/t#1"]


def test_bombs_are_skips(tmp_path: Path) -> None:
    """What unpacks to too much is named with the limit, and what lies beside it is read."""
    nothing = bytes(40_000_000)
    members = {"a.jsonl": b'{"text": "' + nothing, "b.txt": b"B."}
    for name, raw in {
        "a.zip": zipped(members),
        "b.zip": zipped({"a.jsonl.gz": COMPRESS["gz"](nothing), "b.txt": b"B."}),
        "c.zip": zipped({"a.tar.xz": COMPRESS["xz"](tarred(members)), "b.txt": b"B."}),
    }.items():
        found = read(tmp_path, name, raw)
        assert ids(found) == [f"{name}/b.txt"]
        assert {skip.reason for skip in found.skipped} == {"unpacks to too much"}
        assert "--set reading.ratio=N raises it" in found.skipped[0].detail
    found = read(tmp_path, "a.zip", zipped(members), ratio=10**6)
    assert skips(found) == [("a.zip/a.jsonl", "binary")]


def test_members_that_overlap_are_no_archive(tmp_path: Path) -> None:
    """A bomb whose members all are the same few bytes ends where they are more than the file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as file:
        file.writestr("a.txt", b"A ferry. " * 9999)
        (first,) = file.infolist()
        file.filelist += [first] * 5
    found = read(tmp_path, "a.zip", made.getvalue())
    assert ids(found) == ["a.zip/a.txt"]
    assert ("a.zip", "broken zip file") in skips(found)


def test_nesting_and_members_have_limits(tmp_path: Path) -> None:
    """A packing too deep, and members too many, are skips; what came before stays."""
    raw = b"Text."
    for _ in range(5):
        raw = zipped({"a": raw})
    found = read(tmp_path, "a.zip", zipped({"deep.zip": raw, "b.txt": b"B."}))
    assert ids(found) == ["a.zip/b.txt"]
    assert [reason for _, reason in skips(found)] == ["packed too often"]
    for raw in (zipped, tarred):
        found = read(tmp_path, "a", raw({f"{n}.txt": b"Text." for n in range(5)}), members=3)
        assert ids(found) == ["a/0.txt", "a/1.txt", "a/2.txt"]
        assert skips(found) == [("a", "too many members")]


def test_a_member_with_a_password_is_a_skip(tmp_path: Path) -> None:
    """It is named; the others are read."""
    raw = bytearray(zipped({"a.txt": b"Secret.", "b.txt": b"Open."}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    found = read(tmp_path, "a.zip", bytes(raw))
    assert ids(found) == ["a.zip/b.txt"]
    assert skips(found) == [("a.zip/a.txt", "encrypted")]


def test_broken_archives_keep_what_came_before(tmp_path: Path) -> None:
    """A cut tar file and one with a damaged header give the members before; all are named."""
    members = {f"{n}.txt": b"The ferries run again. " * 90 for n in range(4)}
    raw = tarred(members)
    for size, whole in ((6000, 2), (5700, 2), (5500, 1)):
        found = read(tmp_path, "a.tar", raw[:size])
        assert ids(found) == [f"a.tar/{n}.txt" for n in range(whole)]
        assert "broken tar file" in {reason for _, reason in skips(found)}
    damaged = raw.replace(b"2.txt", b"2.tyt")
    found = read(tmp_path, "a.tar", damaged)
    assert ids(found) == ["a.tar/0.txt", "a.tar/1.txt"]
    assert skips(found) == [("a.tar", "broken tar file")]
    cut = COMPRESS["gz"](raw)[:-40]
    assert "broken gzip file" in {reason for _, reason in skips(read(tmp_path, "a.tgz", cut))}
    assert skips(read(tmp_path, "a.zip", zipped(members)[:-9])) == [("a.zip", "broken zip file")]


def test_damage_in_a_zip_file_costs_its_member(tmp_path: Path) -> None:
    """A member whose checksum is wrong is a skip, and those behind it are read."""
    raw = zipped({"a.txt": b"The first ferry.", "b.txt": b"The other ferry."})
    begin = raw.index(b"a.txt") + len(b"a.txt")
    found = read(tmp_path, "a.zip", raw[:begin] + b"\x55" * 8 + raw[begin + 8 :])
    assert ids(found) == ["a.zip/b.txt"]
    assert skips(found) == [("a.zip/a.txt", "broken zip file")]


def test_a_member_without_a_name(tmp_path: Path) -> None:
    """It is read under one, and its folders are none."""
    raw = zipped({"a.txt": b"A.", "folder/": b""}).replace(b"a.txt", b"\0.txt")
    found = read(tmp_path, "a.zip", raw)
    assert ids(found) == ["a.zip/member"]


def test_headers_of_tar_files_take_no_memory(tmp_path: Path) -> None:
    """A header that claims to be huge, and a file that is mostly holes, are not believed."""
    told = tarfile.TarInfo("long")
    told.type, told.size = tarfile.GNUTYPE_LONGNAME, 2**33
    raw = told.tobuf(tarfile.GNU_FORMAT) + bytes(4096)
    assert skips(read(tmp_path, "a.tar", raw)) == [("a.tar", "broken tar file")]


def test_documents_of_other_programs_are_no_archives(tmp_path: Path) -> None:
    """Word files and their like are zip files, and are passed over whole."""
    for name in ("a.docx", "a", "a.zip"):
        raw = zipped({"[Content_Types].xml": b"<x/>", "word/document.html": PAGE})
        found = read(tmp_path, name, raw)
        assert (ids(found), skips(found)) == ([], [(name, "not an article format")])


def test_a_name_that_promises_a_packing(tmp_path: Path) -> None:
    """What is called .gz and is none is named, unless it shows what it is: then it is read."""
    assert skips(read(tmp_path, "a.txt.gz", b"Text.")) == [("a.txt.gz", "broken gzip file")]
    assert skips(read(tmp_path, "a.zip", b"")) == [("a.zip", "empty file")]
    assert ids(read(tmp_path, "a.jsonl.gz", ROWS)) == [f"a.jsonl.gz#{n}" for n in (1, 2, 3)]


def test_a_sample_looks_into_archives(tmp_path: Path) -> None:
    """A sample is that of all articles, packed or not."""
    for n in range(30):
        (tmp_path / f"{n}.txt").write_text(f"Bridge {n} is open.")
    (tmp_path / "t.zip").write_bytes(zipped({f"{n}.txt": b"Tram %d." % n for n in range(30)}))
    (tmp_path / "x.txt").write_bytes(ROWS)
    whole = {one.id: one for one in collect([tmp_path]).articles}
    assert len(whole) == 63
    ranked = collect([tmp_path], sample=20)
    assert all(whole[one.id] == one for one in ranked.articles)
    assert len(ranked.articles) == 20
    assert any(one.id.startswith("t.zip/") for one in ranked.articles)
    assert ranked.counts["not in sample"] == 43


MEMBERS = {"a.txt": b"Ferries run.", "b.jsonl": ROWS, "c/d.html": PAGE}
PACKED = {
    "a.zip": zipped(MEMBERS),
    "a.tar": tarred(MEMBERS, link("l", "m")),
    **{f"a.jsonl.{kind}": COMPRESS[kind](ROWS) for kind in COMPRESS},
    "a.tgz": COMPRESS["gz"](tarred(MEMBERS)),
    "b.zip": zipped({"a.zip": zipped(MEMBERS), "a.txz": COMPRESS["xz"](tarred(MEMBERS))}),
}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(sorted(PACKED)),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
    end=st.floats(0, 1),
)
def test_any_damage_is_survived(
    tmp_path: Path, name: str, places: list[tuple[float, int]], end: float
) -> None:
    """Bytes that are changed, and an end that is missing, give articles or skips."""
    raw = bytearray(PACKED[name])
    for place, byte in places:
        raw[int(place * (len(raw) - 1))] = byte
    found = read(tmp_path, name, bytes(raw[: int(len(raw) * (1 - end * end))]))
    assert found.articles or found.skipped or found.counts
    for one in found.articles:
        one.id.encode("utf-8")
