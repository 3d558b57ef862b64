"""Settings: each has a range and a type, is written as TOML, and is known by its value."""

from __future__ import annotations

import dataclasses

import pytest

from syndetect.errors import SettingsError
from syndetect.settings import Events, Evidence, Settings, Verdict, sections


def every() -> list[tuple[str, str, dataclasses.Field[object]]]:
    """Section, name and field of each setting."""
    return [
        (section, entry.name, entry)
        for section in sections()
        for entry in dataclasses.fields(getattr(Settings(), section))
    ]


def test_toml_round_trip() -> None:
    """What is written reads back as the same settings, under the same digest."""
    changed = Settings().changed({"evidence.width": 4, "events.window": 24, "verdict.derived": 0.6})
    for settings in (Settings(), changed):
        again = Settings.from_toml(settings.to_toml())
        assert (again, again.digest) == (settings, settings.digest)
        assert again.to_toml() == settings.to_toml()


def test_mapping_round_trip() -> None:
    """The form in which a result keeps its settings reads back."""
    settings = Settings().changed({"candidates.rare": 9, "provenance.margin": 2.5})
    assert Settings.from_mapping(dataclasses.asdict(settings)) == settings


@pytest.mark.parametrize(("section", "name", "entry"), every())
def test_each_setting_keeps_to_its_range(
    section: str, name: str, entry: dataclasses.Field[object]
) -> None:
    """One below the least and one above the most, or another word, are refused by name; a meaning
    is there."""
    assert entry.metadata["meaning"]
    choices = entry.metadata.get("choices")
    bads = ["thorough"] if choices else [entry.metadata["least"] - 1, entry.metadata["most"] + 1]
    for bad in bads:
        with pytest.raises(SettingsError, match=rf"setting {section}\.{name}: .* lies outside"):
            Settings().changed({f"{section}.{name}": type(entry.default)(bad)})


@pytest.mark.parametrize(("section", "name", "entry"), every())
def test_each_setting_has_its_part_in_the_digest(
    section: str, name: str, entry: dataclasses.Field[object]
) -> None:
    """Another value of any setting is another digest."""
    told = entry.metadata
    least, *_, most = told.get("choices") or (told["least"], told["most"])
    part = getattr(Settings(), section)
    other = dataclasses.replace(part, **{name: least if entry.default == most else most})
    found = Settings()
    object.__setattr__(found, section, other)  # past checks that bind several settings
    assert found.digest != Settings().digest


def test_a_whole_number_stands_for_a_float() -> None:
    """96 and 96.0 are one setting with one digest, however it is given."""
    plain = Settings().changed({"events.window": 24.0})
    for same in (
        Settings().changed({"events.window": 24}),
        Settings().changed({"events.window": "24"}),
        Settings.from_toml("[events]\nwindow = 24\n"),
        Settings.from_mapping({"events": {"window": 24}}),
        Settings(events=Events(window=24)),
    ):
        assert (same, same.digest) == (plain, plain.digest)
    assert isinstance(Settings.from_toml("[events]\nwindow = 24\n").events.window, float)
    assert Settings.from_toml("[events]\nwindow = 96\n").digest == Settings().digest


@pytest.mark.parametrize("text", ['"4"', "true", "4.0", "[4]", "2024-01-01", "nan"])
def test_another_type_is_refused(text: str) -> None:
    """In a file a string is a string, although it may look like a number."""
    with pytest.raises(SettingsError, match=r"setting evidence\.width: .* is no int"):
        Settings.from_toml(f"[evidence]\nwidth = {text}\n")


def test_only_changes_read_text() -> None:
    """The text of the shell is read as TOML; that in a mapping is not."""
    assert Settings().changed({"evidence.width": "4"}).evidence.width == 4
    with pytest.raises(SettingsError, match="'4' is no int"):
        Settings.from_mapping({"evidence": {"width": "4"}})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[evidence]\nwidht = 4\n", r"unknown setting 'evidence\.widht'"),
        ("[evidnce]\nwidth = 4\n", r"unknown setting 'evidnce\.width'"),
        ("width = 4\n", r"'width' stands outside a \[section\]"),
        ("[evidence\n", "no TOML"),
        ("[verdict]\nderived = nan\n", "lies outside"),
        ("[verdict]\nderived = inf\n", "lies outside"),
        ("[verdict]\nderived = 0.2\n", "may not exceed"),
        ("[candidates]\nbands = 64\n", "needs more than the 128 minima"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, said: str) -> None:
    """Unknown names, broken files, and values that do not fit each other."""
    with pytest.raises(SettingsError, match=said):
        Settings.from_toml(text)


def test_direct_construction_is_checked() -> None:
    """Sections made by hand are held to the same ranges."""
    with pytest.raises(SettingsError, match=r"evidence\.passage"):
        Settings(evidence=Evidence(passage=3))
    with pytest.raises(SettingsError, match=r"verdict\.derived"):
        Settings(verdict=Verdict(derived=2))
