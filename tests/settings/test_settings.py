"""`certify.toml`: found upwards, merged, and refused with the line of each mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tiny

from certify.core.finding import Severity
from certify.core.rule import Profile
from certify.errors import SettingsError
from certify.settings import find_settings, load_settings, settings_for
from certify.settings.settings import check_names

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str, name: str = "certify.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_nearest_file_above_is_found(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    path = written(tmp_path, "")
    assert find_settings(deep) == path
    nearer = written(tmp_path / "a", "")
    assert find_settings(deep) == nearer


def test_everything_is_read(tmp_path: Path) -> None:
    settings = load_settings(
        written(
            tmp_path,
            """
profile = "custom"
select = ["operations"]
ignore = ["op-id-pascal"]
fail-on = "warning"
[severity]
op-id-length = "note"
[rules.op-id-length]
maximum = 80
[[paths]]
match = "legacy/**"
profile = "verified-publisher"
ignore = ["texts"]
""",
        )
    )
    assert settings.threshold is Severity.WARNING
    profile, choice = settings.for_package(str(tmp_path / "other" / "X"))
    assert profile is Profile.CUSTOM
    assert choice.ignore == ("op-id-pascal",)
    assert choice.severities == (("op-id-length", Severity.NOTE),)
    assert choice.options == (("op-id-length", (("maximum", 80),)),)
    profile, choice = settings.for_package(str(tmp_path / "legacy" / "X"))
    assert profile is Profile.VERIFIED
    assert choice.ignore == ("op-id-pascal", "texts")


def test_never_fails(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, 'fail-on = "never"')).threshold is None


def test_extended_settings_are_the_ground(tmp_path: Path) -> None:
    written(tmp_path, 'profile = "custom"\nignore = ["a"]\nfail-on = "note"\n', "base.toml")
    settings = load_settings(
        written(tmp_path, 'extends = "base.toml"\nignore = ["b"]\nprofile = "independent-publisher"\n')
    )
    assert settings.profile is Profile.INDEPENDENT
    assert settings.choice.ignore == ("a", "b")
    assert settings.threshold is Severity.NOTE


def test_circle_of_extends_is_told(tmp_path: Path) -> None:
    written(tmp_path, 'extends = "b.toml"', "a.toml")
    written(tmp_path, 'extends = "a.toml"', "b.toml")
    with pytest.raises(SettingsError, match="extends itself"):
        load_settings(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("profile = 'x'\n", 1, "profile"),
        ("\n\nselectt = []\n", 3, "selectt"),
        ("[severity]\n\nop-id = 'bad'\n", 3, "severity.op-id"),
        ("\n[[paths]]\nprofile = 'custom'\n", 2, "match"),
        ("[[paths]]\nmatch = 'a'\n[[paths]]\nmatch = 'b'\nignor = []\n", 5, "did you mean `ignore`?"),
        ("\na = [\n", 2, "no TOML"),
        ("a = 1\na = 2\n", 2, "no TOML"),
        ("\nextends = 'absent.toml'\n", 2, "absent.toml"),
    ],
)
def test_mistake_has_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, text))
    message = str(caught.value)
    assert f":{line}:" in message
    assert word in message


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("profil = 'custom'", "there is no key `profil`; did you mean `profile`?"),
        ("fail-on = 'all'", "`fail-on` is one of `error`, `warning`, `note` or `never`, not `all`"),
        ("ignore = 'readme'", "`ignore` takes a list, not `readme`"),
        ("ignore = [3]", "`ignore` takes text in quotes, not 3"),
        ("extends = 3", "`extends` takes text in quotes or a list of such, not 3"),
        ("[paths]\nmatch = 'a'", "`paths` may be given several times; write [[paths]], in two brackets"),
    ],
)
def test_mistake_is_told_with_what_the_key_takes(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, text))
    assert str(caught.value).endswith(f"certify.toml:1: {sentence}")


def test_file_in_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "certify.toml"
    path.write_bytes("# of the team\n# größer\n".encode("latin-1"))
    with pytest.raises(SettingsError, match=":2: it is not UTF-8"):
        load_settings(path)


def test_waivers_hold_without_settings(tmp_path: Path) -> None:
    waivers = written(tmp_path, "", "certify-waivers.toml")
    below = tmp_path / "below"
    below.mkdir()
    settings, file = settings_for(below)
    assert (settings.waivers, file) == (waivers, None)


def test_unknown_rule_names_the_nearest_and_the_line(tmp_path: Path) -> None:
    path = written(tmp_path, '\nignore = ["tiny-sumary"]\n')
    with pytest.raises(SettingsError, match=r":2: .*did you mean `tiny-summary`"):
        check_names(load_settings(path), tiny.book(), path)


def test_unknown_option_and_wrong_type_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "[rules.tiny-parameter]\nlongest = 3\n")
    with pytest.raises(SettingsError, match="no option `longest`; it has `shortest`"):
        check_names(load_settings(path), tiny.book(), path)
    path = written(tmp_path, "[rules.tiny-parameter]\nshortest = 'x'\n")
    with pytest.raises(SettingsError, match="type int"):
        check_names(load_settings(path), tiny.book(), path)
