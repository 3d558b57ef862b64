"""The agencies as data: names, domains and ways of signing, from ``agencies.toml`` and a user.

The list is closed. Whatever stands in parentheses before a dash and is not on it (most often
the call sign of a local station) is no agency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from urllib.parse import urlsplit

from syndetect.agency import Agency, Entry, entries
from syndetect.errors import SettingsError

UNSPECIFIED = "unspecified agency"
"""The name of the agency in a credit that names none ("With inputs from agencies")."""
_LEXICONS = 16  # sets of agencies that a process keeps at hand


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All agencies that count, in order; a set of them is made once, and is known by itself."""

    agencies: tuple[Agency, ...]

    @cached_property
    def hosts(self) -> Mapping[str, Agency]:
        """The agency of each domain."""
        return {domain: agency for agency in self.agencies for domain in agency.domains}

    @cached_property
    def plain_names(self) -> Mapping[str, frozenset[str]]:
        """All names of each agency, case-folded, by the one that is used elsewhere."""
        return {
            agency.name: frozenset(
                name.casefold() for name in (agency.name, *agency.full, *agency.short)
            )
            for agency in self.agencies
        }

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
def own_entries() -> tuple[Entry, ...]:
    """The entries of the package's own file."""
    source = resources.files(__package__).joinpath("agencies.toml")
    return entries(source.read_text(encoding="utf-8"))


@lru_cache(maxsize=_LEXICONS)
def lexicon(added: tuple[Agency, ...] = ()) -> Lexicon:
    """The agencies that the package knows and those *added*, which replace any of their name.

    Raises SettingsError where a name or a domain would belong to two agencies.
    """
    replaced = {agency.name for agency in added}
    known = [entry.agency for entry in own_entries() if entry.agency.name not in replaced]
    found = Lexicon((*known, *added))
    if added:
        _check(found)
    return found


def is_own(
    agency: Agency, outlet: str | None, url: str | None, known: Lexicon | None = None
) -> bool:
    """Whether an article of *outlet* at *url* stands on the agency's own pages."""
    known = known or lexicon()
    if url and known.of_url(url) is agency:
        return True
    if not outlet:
        return False
    if known.of_url(outlet) is agency:
        return True
    return outlet.casefold().removeprefix("the ").strip() in known.plain_names[agency.name]


def speaks(agency: Agency, language: str | None) -> bool:
    """Whether short names of *agency* may stand in a text that says it is in *language*."""
    if not agency.languages or not language:
        return True
    return language.replace("_", "-").split("-")[0].lower() in agency.languages


def _check(known: Lexicon) -> None:
    """That each name and each domain leads to one agency."""
    for hosts in (False, True):
        owner: dict[str, str] = {}
        for agency in known.agencies:
            for value in agency.domains if hosts else (*agency.full, *agency.short):
                first = owner.setdefault(value, agency.name)
                if first != agency.name:
                    raise SettingsError(
                        f"agency {agency.name}: {value!r} is of the agency {first} already: leave "
                        f"it out, or name the entry {first!r} to replace that one"
                    )
