"""A finished newsroom, and how it is written to a folder."""

from __future__ import annotations

import hashlib
import html
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from syndetect.errors import UsageError
from syndetect.newsroom.records import Printed, Truth
from syndetect.newsroom.settings import NewsroomSettings

ARTICLES, TRUTH, PAGES = "articles.jsonl", "truth", "pages"
ROWS, SUMMARY = "truth.jsonl", "summary.json"
FORMS = ("text", "html")


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Articles as printed and the truth on all, hidden ones too; both in the order of their ids,
    which are digests and say nothing of time or ancestry."""

    seed: int
    settings: NewsroomSettings
    articles: tuple[Printed, ...]
    truth: tuple[Truth, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the lines on articles and on the truth, in hex."""
        sums = hashlib.sha256()
        for line in (*self.article_lines(), *self.truth_lines()):
            sums.update(line.encode())
        return sums.hexdigest()

    def article_lines(self) -> Iterator[str]:
        """Lines of ``articles.jsonl``."""
        for article in self.articles:
            yield article_line(article)

    def truth_lines(self) -> Iterator[str]:
        """Lines of ``truth/truth.jsonl``."""
        for one in self.truth:
            yield _line(one.as_mapping())

    def write(self, folder: Path | str, files: str | None = None) -> None:
        """Write the articles to ``articles.jsonl``, or with *files* ("text" or "html") as one file
        each, ``pages/OUTLET/ID``; and ``truth/truth.jsonl``.

        A scan of *folder* reads the articles alone: ``truth/summary.json``, which says how the
        newsroom was made, marks its folder as one that this tool wrote. A newsroom that stands in
        *folder* is replaced. Raises UsageError where that cannot be.
        """
        folder = Path(folder)
        if files is not None and files not in FORMS:
            raise UsageError(f"files: {files!r} is none of {', '.join(FORMS)}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()) and not (folder / TRUTH / ROWS).exists():
                raise UsageError(f"{folder}: is not empty and no newsroom: name a new folder")
            (folder / ARTICLES).unlink(missing_ok=True)
            if (folder / PAGES).exists():
                shutil.rmtree(folder / PAGES)
            (folder / TRUTH).mkdir(exist_ok=True)
            _put(folder / TRUTH / SUMMARY, json.dumps(self._summary(), indent=2) + "\n")
            _put(folder / TRUTH / ROWS, "".join(self.truth_lines()))
            if files is None:
                _put(folder / ARTICLES, "".join(self.article_lines()))
            for article in self.articles if files else ():
                place = folder / PAGES / article.url.split("/")[2].removeprefix("www.")
                place.mkdir(parents=True, exist_ok=True)
                if files == "text":
                    _put(place / f"{article.id}.txt", article.text + "\n")
                else:
                    _put(place / f"{article.id}.html", page(article))
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"{folder}: cannot be written ({reason})") from error

    def _summary(self) -> dict[str, object]:
        return {
            "tool": "syndetect",
            "newsroom": {
                "seed": self.seed,
                "digest": self.digest,
                "articles": len(self.articles),
                "hidden": len(self.truth) - len(self.articles),
                "settings": asdict(self.settings),
            },
        }


def article_line(article: Printed) -> str:
    """The line of ``articles.jsonl`` on *article*."""
    return _line(asdict(article))


def _line(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def _put(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def page(article: Printed) -> str:
    """The article as a small web page. Spans of the truth are of the text, not of this."""
    said = html.escape
    lines = [part for part in article.text.split("\n") if part.strip()]
    head = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        f"<title>{said(article.headline)}</title>",
        f'<link rel="canonical" href="{said(article.url)}">',
        f'<meta property="og:site_name" content="{said(article.outlet)}">',
    ]
    if article.published is not None:
        time = said(article.published)
        head.append(f'<meta property="article:published_time" content="{time}">')
    body = [f"<p>{said(line)}</p>" for line in lines]
    return (
        "\n".join([*head, f"</head><body><article><h1>{said(article.headline)}</h1>", *body])
        + "\n</article></body></html>\n"
    )
