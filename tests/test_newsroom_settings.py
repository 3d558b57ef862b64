"""Settings of a newsroom."""

from __future__ import annotations

from typing import Any

import pytest

from syndetect.errors import SettingsError
from syndetect.newsroom import PROFILES, NewsroomSettings


def test_toml_round_trip() -> None:
    """What is written as TOML is read back equal."""
    settings = NewsroomSettings(events=7, lag=3.5)
    assert NewsroomSettings.from_toml(settings.to_toml()) == (None, settings)


def test_a_file_names_seed_and_profile() -> None:
    """A file may name a seed and a profile, and change single settings of it."""
    seed, settings = NewsroomSettings.from_toml('seed = 9\nprofile = "hidden"\nevents = 3\nlag = 2')
    assert seed == 9
    assert settings == NewsroomSettings.profile("hidden").changed({"events": 3, "lag": 2.0})


@pytest.mark.parametrize("name", PROFILES)
def test_profiles_are_valid(name: str) -> None:
    """Each profile stands within the ranges."""
    assert NewsroomSettings.profile(name).events == 40


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"events": 0}, "events: 0 lies outside 1 to 100000"),
        ({"events": 2.5}, "events: 2.5 is no int"),
        ({"depth": True}, "depth: True is no int"),
        ({"merged": "often"}, "merged: 'often' is no float"),
        ({"evnts": 3}, "unknown newsroom setting 'evnts'"),
        ({"hidden_least": 0.8}, "may not exceed hidden_most"),
        ({"missing": 0.9, "false": 0.5}, "add up to"),
        ({"kept": 0.9, "moved": 0.9}, "add up to"),
        (dict.fromkeys(NewsroomSettings().recipes(), 0.0), "all 0"),
    ],
)
def test_bad_settings_are_refused(changes: dict[str, Any], complaint: str) -> None:
    """A value of the wrong type or range, or a sum above one, is named in the error."""
    with pytest.raises(SettingsError, match=complaint):
        NewsroomSettings().changed(changes)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("events = ", "no TOML"),
        ("seed = 1.5", "no whole number"),
        ("profile = 3", "no name"),
        ('profile = "loud"', "unknown newsroom profile 'loud'"),
    ],
)
def test_bad_files_are_refused(text: str, complaint: str) -> None:
    """A file that cannot be meant is refused with the reason."""
    with pytest.raises(SettingsError, match=complaint):
        NewsroomSettings.from_toml(text)
