"""The agencies as data: names, domains and ways of signing, from ``agencies.toml``.

The list is closed. Whatever stands in parentheses before a dash and is not on it (most often
the call sign of a local station) is no agency.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

UNSPECIFIED = "unspecified agency"
"""The name of the agency in a credit that names none ("With inputs from agencies")."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency, or an outlet whose pages others print under its name.

    ``full`` names count wherever they stand, ``short`` ones in position only.
    """

    name: str
    kind: str
    full: tuple[str, ...]
    short: tuple[str, ...]
    domains: tuple[str, ...]
    opens: frozenset[str]
    bare: bool
    signs: bool
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All agencies, in the order of the file, with the version of the file."""

    version: int
    agencies: tuple[Agency, ...]
    hosts: Mapping[str, Agency]

    def of_url(self, url: str) -> Agency | None:
        """The agency on whose domain *url* (or a bare host, or host/path) lies."""
        parts = host_of(url).split(".")
        for start in range(len(parts) - 1):
            found = self.hosts.get(".".join(parts[start:]))
            if found is not None:
                return found
        return None


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The host of a URL without ``www.``, in small letters; a scheme is not needed.

    >>> host_of("www.Reuters.com/world/x")
    'reuters.com'
    """
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


@cache
def lexicon() -> Lexicon:
    """The agencies that the package knows; read once."""
    source = resources.files(__package__).joinpath("agencies.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    agencies = tuple(_agency(entry) for entry in table["agency"])
    hosts = {domain: agency for agency in agencies for domain in agency.domains}
    return Lexicon(table["version"], agencies, hosts)


def is_own(agency: Agency, outlet: str | None, url: str | None) -> bool:
    """Whether an article of *outlet* at *url* stands on the agency's own pages."""
    known = lexicon()
    if url and known.of_url(url) is agency:
        return True
    if not outlet:
        return False
    if known.of_url(outlet) is agency:
        return True
    return outlet.casefold().removeprefix("the ").strip() in _plain_names()[agency.name]


@cache
def _plain_names() -> Mapping[str, frozenset[str]]:
    """All names of each agency, case-folded, by the one that is used elsewhere."""
    return {
        agency.name: frozenset(
            name.casefold() for name in (agency.name, *agency.full, *agency.short)
        )
        for agency in lexicon().agencies
    }


def _agency(entry: dict[str, Any]) -> Agency:
    return Agency(
        name=entry["name"],
        kind=entry["kind"],
        full=tuple(entry.get("full", ())),
        short=tuple(entry.get("short", ())),
        domains=tuple(entry["domains"]),
        opens=frozenset(entry.get("opens", ())),
        bare=entry.get("bare", False),
        signs=entry.get("signs", False),
        tags=tuple(entry.get("tags", ())),
    )
