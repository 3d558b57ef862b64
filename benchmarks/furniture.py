"""How much page furniture is caught, and how much of the story is taken for it.

Reads the raw pages with gold bodies (``pages/extraction.tar.xz``). Every line of visible text of a
page is given to ``find_furniture`` as if no extractor had run; a line that stands in the gold body
is story, any other is not. Prints the share of story words wrongly marked, of other words caught.
"""

from __future__ import annotations

import argparse
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from syndetect.ingest.furniture import find_furniture
from syndetect.model import Article

HIDDEN = ("script", "style", "noscript", "template", "svg", "head", "iframe")
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)


def pages(data: Path) -> Iterator[tuple[dict[str, Any], str]]:
    with tarfile.open(data / "pages" / "extraction.tar.xz") as tar:
        files = {Path(member.name).name: member for member in tar.getmembers() if member.isfile()}
        listing = tar.extractfile(files["docs.jsonl"])
        for line in listing.read().decode().splitlines() if listing else ():
            doc = json.loads(line)
            raw = tar.extractfile(files[f"{doc['id']}.html"])
            yield doc, raw.read().decode("utf-8", "replace") if raw else ""


def visible_lines(page: str) -> list[str]:
    parser = html.HTMLParser(encoding="utf-8")
    root = html.fromstring(page.encode("utf-8", "replace"), parser=parser)
    for node in list(root.iter(*HIDDEN)):
        node.drop_tree()
    parts: list[str] = []
    for node in root.iter():
        if isinstance(node.tag, str) and node.tag not in INLINE:
            node.text = "\n" + (node.text or "")
            node.tail = "\n" + (node.tail or "")
    parts.append(root.text_content())
    return [line for line in (" ".join(raw.split()) for raw in "".join(parts).split("\n")) if line]


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    docs = [(doc, visible_lines(page)) for doc, page in pages(parser.parse_args().data)]
    articles = [Article(doc["id"], "\n".join(lines), outlet=doc["outlet"]) for doc, lines in docs]
    story = wrong = other = caught = 0.0
    for (doc, lines), spans in zip(docs, find_furniture(articles), strict=True):
        gold = {plain(line) for line in doc["text"].split("\n")}
        whole = f" {plain(doc['text'])} "
        at = 0
        for line in lines:
            end = at + len(line)
            words = len(plain(line).split())
            inside = sum(max(0, min(end, s.end) - max(at, s.begin)) for s in spans)
            share = words * inside / (end - at)
            if plain(line) in gold or (words >= 8 and f" {plain(line)} " in whole):
                story, wrong = story + words, wrong + share
            else:
                other, caught = other + words, caught + share
            at = end + 1
    print(f"{len(docs)} pages")
    print(f"story words {story:.0f}, wrongly marked {wrong:.0f} ({wrong / story:.2%})")
    print(f"other words {other:.0f}, caught {caught:.0f} ({caught / other:.2%})")


if __name__ == "__main__":
    main()
