"""Who prints: host names from URLs, and whether two names mean one outlet.

Names are compared by spelling, and by the aliases of ``outlets.toml``; that two brands have one
owner is not known here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from urllib.parse import urlsplit

# Labels that name a device or a mirror of the same site, not another outlet.
_MIRRORS = frozenset({"www", "www1", "www2", "www3", "m", "amp", "mobile"})
# Second-level labels under which a country sells names: bbc.co.uk, smh.com.au.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org"})
# Hosts where every subdomain is an outlet of its own.
_PLATFORMS = frozenset(
    {"blogspot.com", "github.io", "livejournal.com", "medium.com", "substack.com", "tumblr.com"}
    | {"typepad.com", "wordpress.com"}
)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*\.)+[a-z][a-z0-9-]+")


def hostname(url: str | None) -> str | None:
    """Host of *url* in lower case, without port and without ``www.``, ``m.`` or ``amp.``.

    None where *url* holds no host with a dot. A URL without a scheme is understood too.
    """
    if not url:
        return None
    text = url.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:  # "http://[broken"
        return None
    host = host.rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if not _HOST.fullmatch(host):
        return None
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _MIRRORS:
        labels = labels[1:]
    return ".".join(labels)


def same_outlet(a: str | None, b: str | None) -> bool:
    """Whether two names, host names or URLs mean one outlet; False where either is unknown.

    Subdomains of one site are one outlet (``uk.reuters.com``, ``reuters.com``), except on blog
    platforms. A name equals a host when it spells the site: "Washington Times" and
    ``washingtontimes.com``; or when both are known as one outlet's: "NYT" and ``nytimes.com``.
    """
    if not a or not b:
        return False
    return not keys(a).isdisjoint(keys(b))


@lru_cache(maxsize=1 << 16)
def keys(name: str) -> frozenset[str]:
    """What *name* may be recognised by: its site, and its letters without spaces and "the".

    Two names mean one outlet where they have a key in common.
    """
    host = hostname(name) if " " not in name.strip() else None
    if host is None:
        squashed = _squashed(name)
        plain = squashed.removeprefix("the")
        alias = aliases().get(squashed) or aliases().get(plain, "")
        return frozenset({squashed, plain, alias} - {""})
    site = _site(host)
    label = site.partition(".")[0].replace("-", "")
    parts = host.split(".")
    wider = (".".join(parts[at:]) for at in range(len(parts) - 1))
    alias = next((aliases()[one] for one in wider if one in aliases()), "")
    # "Paris.fr" given as a name and as a host must meet: the site itself is a key.
    return frozenset({site, label, label.removeprefix("the"), alias} - {""})


@cache
def aliases() -> Mapping[str, str]:
    """The key of an outlet by each of its hosts and, without spaces and capitals, its names."""
    source = resources.files(__package__).joinpath("outlets.toml")
    found: dict[str, str] = {}
    for outlet in tomllib.loads(source.read_text(encoding="utf-8"))["outlet"]:
        key = _squashed(outlet["name"])
        found |= dict.fromkeys(outlet["hosts"], key)
        found |= {_squashed(name): key for name in (outlet["name"], *outlet["names"])}
    return found


def _squashed(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _site(host: str) -> str:
    """The part of *host* that somebody registered, as far as form tells."""
    labels = host.split(".")
    depth = 3 if len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    if ".".join(labels[-2:]) in _PLATFORMS:
        depth = 3
    return ".".join(labels[-depth:])
