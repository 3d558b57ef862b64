"""Clocks: what an outlet prints as the time of an article, and how far that is from the truth."""

from __future__ import annotations

from dataclasses import dataclass

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.settings import NewsroomSettings

KINDS = ("exact", "zone_lost", "midnight", "updated", "page_clock", "missing", "false")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A printed time, None where there is none, and the kind of clock it is from."""

    printed: str | None
    kind: str


def civil(day: int) -> tuple[int, int, int]:
    """Year, month and day of a day counted from 1970-01-01 (Hinnant's civil_from_days)."""
    shifted = day + 719_468
    era = shifted // 146_097
    within = shifted - era * 146_097
    year = (within - within // 1460 + within // 36_524 - within // 146_096) // 365
    rest = within - (365 * year + year // 4 - year // 100)
    month = (5 * rest + 2) // 153
    number = rest - (153 * month + 2) // 5 + 1
    month += 3 if month < 10 else -9
    return year + era * 400 + (month <= 2), month, number


def iso(minutes: int, zone: int | None = 0) -> str:
    """Minutes since 1970 in GMT as ISO 8601 in a zone; without any where *zone* is None."""
    local = minutes + (zone or 0)
    year, month, day = civil(local // 1440)
    text = f"{year:04d}-{month:02d}-{day:02d}T{local % 1440 // 60:02d}:{local % 60:02d}"
    if zone is None:
        return text
    hours, rest = divmod(abs(zone), 60)
    return f"{text}{'-' if zone < 0 else '+'}{hours:02d}:{rest:02d}"


def stamp(time: int, zone: int, chance: Chance, settings: NewsroomSettings) -> Stamp:
    """What an outlet in *zone* (minutes east of GMT) prints for the true *time*."""
    weights = [getattr(settings, kind) for kind in KINDS[1:]]
    kind = chance.heavy(KINDS, [max(0.0, 1 - sum(weights)), *weights])
    if kind == "missing":
        return Stamp(None, kind)
    if kind == "zone_lost":
        return Stamp(iso(time + zone, None), kind)
    if kind == "midnight":
        day = iso(time, zone)[:10]
        return Stamp(day if chance.maybe(0.5) else f"{day}T00:00{iso(time, zone)[16:]}", kind)
    if kind == "updated":
        time += chance.lag(240, 1.0)
    elif kind == "page_clock":
        time += chance.between(20, 400) * 1440 + chance.below(1440)
    elif kind == "false":
        away = chance.between(180, 5 * 1440)
        time += away if chance.maybe(0.4) else -away
    return Stamp(iso(time, zone), kind)
