"""All that can go wrong, as one tree.

SyndetectError
├── SettingsError    a setting is unknown, of the wrong type or out of range   exit 2
├── UsageError       the call itself makes no sense                            exit 2
├── InputError       an input cannot be read, or ``strict`` forbids a skip     exit 3
├── ResultError      a result folder is missing, broken or of another version  exit 3
└── ArchiveError     an archive is missing, damaged, in use or of a later form  exit 4

A message says what is wrong, where, and what to do.
A bad article is no error: it is skipped, counted and listed (see ``model.Skip``).
"""

from __future__ import annotations


class SyndetectError(Exception):
    """The root: ``except SyndetectError`` catches everything of ours."""

    exit_code = 1


class SettingsError(SyndetectError):
    """A setting is unknown, of the wrong type or out of range."""

    exit_code = 2


class UsageError(SyndetectError):
    """The call itself makes no sense, whatever the articles."""

    exit_code = 2


class InputError(SyndetectError):
    """An input cannot be read, or ``strict`` forbids skipping it."""

    exit_code = 3


class ResultError(SyndetectError):
    """A result folder is missing, incomplete or of another version."""

    exit_code = 3


class ArchiveError(SyndetectError):
    """An archive is missing, damaged, in use by another, or of a later form."""

    exit_code = 4
