"""Budgets: how much is meant, what a scan needs, and the refusal where it cannot fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from syndetect import budget
from syndetect.budget import Estimate
from syndetect.errors import UsageError


@pytest.mark.parametrize(
    ("given", "bytes_"),
    [
        ("4GB", 4 * 10**9),
        ("4g", 4 * 10**9),
        ("1.5 GiB", 3 * 2**29),
        ("800MB", 800 * 10**6),
        ("700000k", 700 * 10**6),
        (600_000_000, 600_000_000),
        ("2tb", 2 * 10**12),
    ],
)
def test_sizes_are_read_as_people_write_them(given: str | int, bytes_: int) -> None:
    """Powers of ten, or of 1024 where an i says so."""
    assert budget.size(given) == bytes_


@pytest.mark.parametrize("given", ["much", "4 cats", "-2GB", "", "1MB", 5])
def test_what_is_no_size_or_too_small_is_refused(given: str | int) -> None:
    """The message names it, and what would do."""
    with pytest.raises(UsageError, match=r"4GB|500 MB"):
        budget.size(given)


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[int], None]:
    """A machine, and no container, with so many bytes of memory that are free."""
    monkeypatch.setattr(budget, "_CGROUP", tmp_path)

    def machine(available: int) -> None:
        monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=available))

    return machine


@pytest.mark.parametrize(
    ("available", "meant"),
    [
        (10 * 10**9, 4 * 10**9),
        (2 * 10**9, 8 * 10**8),
        (1249 * 10**6, budget.LEAST),
        (1, budget.LEAST),
    ],
)
def test_nobody_says_is_a_share_of_what_is_free(
    available: int, meant: int, free: Callable[[int], None]
) -> None:
    """Four tenths, and never less than a scan takes."""
    free(available)
    assert budget.size(None) == meant


@pytest.mark.parametrize(
    ("limit", "meant"),
    [("3000000000", 8 * 10**8), ("50000000000", 4 * 10**9), ("max", 4 * 10**9), ("", 4 * 10**9)],
)
def test_a_container_is_asked_for_its_limit(
    limit: str, meant: int, free: Callable[[int], None], tmp_path: Path
) -> None:
    """What it uses is not free; one without a limit, or with one beyond it, has all that the
    machine has."""
    free(10 * 10**9)
    (tmp_path / "memory.max").write_text(f"{limit}\n")
    (tmp_path / "memory.current").write_text("1000000000\n")
    assert budget.size(None) == meant


def test_what_does_not_fit_is_refused_with_numbers(tmp_path: Path) -> None:
    """Memory and disk, each with what to do; what fits passes."""
    million = Estimate.of(10**6, 3_200_000_000, workers=2)
    with pytest.raises(UsageError, match=r"1,000,000 articles need .* GB of memory.*--memory"):
        million.check(budget.LEAST, tmp_path, held=0)
    vast = Estimate.of(10**9, 3_200_000_000_000, workers=2)
    with pytest.raises(UsageError, match=r"TB of disk.*--sample"):
        vast.check(10**13, tmp_path / "not" / "yet", held=10**9)
    Estimate.of(1000, 3_200_000, workers=2).check(budget.LEAST, tmp_path, held=0)


def test_a_full_disk_is_no_matter_where_all_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory that is free does not help tables that are to lie in files."""
    monkeypatch.setattr(budget.shutil, "disk_usage", lambda _place: SimpleNamespace(free=10**6))
    some = Estimate.of(1000, 3_200_000, workers=2)
    some.check(10**10, tmp_path, held=10**9)
    with pytest.raises(UsageError, match=r"MB of disk for a while.*has 1 MB"):
        some.check(10**10, tmp_path, held=10**7)


def test_an_estimate_grows_with_articles_and_shrinks_with_workers() -> None:
    """And reads as a sentence."""
    one, two = (Estimate.of(10**6, 3_200_000_000, workers=n) for n in (1, 2))
    assert one.seconds == 2 * two.seconds
    assert one.memory == two.memory > 10**9
    assert str(one).startswith("1,000,000 articles: about ")


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (64e6, "64 MB"), (2.14e9, "2.1 GB"), (9e12, "9.0 TB")],
)
def test_sizes_are_shown_with_few_digits(size: float, text: str) -> None:
    """As much as a person needs."""
    assert budget.shown(size) == text
