"""The readme's made parts follow the package, and what somebody wrote stays as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import cmarkgfm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from certify.cli.main import main
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.engine.run import run
from certify.examples import golden
from certify.plugins import load_rules
from certify.readme import ReadmeError, with_readme
from certify.readme.prose import code, prose

if TYPE_CHECKING:
    from pathlib import Path

    from certify.core.package import Package

NAME = "apiDefinition.swagger.json"
PROFILES = [Profile.VERIFIED, Profile.INDEPENDENT]


def package(readme: str | None, profile: Profile = Profile.VERIFIED, **changes: Any) -> Package:
    """The clean package with that readme, and with members of `info` changed."""
    clean = golden(profile)
    files = {path: data for path, data in clean.files.items() if path != "readme.md"}
    if readme is not None:
        files["readme.md"] = readme.encode()
    definition = json.loads(files[NAME])
    definition["info"] |= changes
    return replace(clean, files={**files, NAME: json.dumps(definition).encode()})


def made(readme: str | None, profile: Profile = Profile.VERIFIED, **changes: Any) -> str:
    return with_readme(package(readme, profile, **changes), profile)[0].files["readme.md"].decode()


@pytest.mark.parametrize("profile", PROFILES)
def test_made_readme_keeps_every_rule_on_readmes(profile: Profile) -> None:
    after, told = with_readme(package(None, profile), profile)
    findings = run(after, load_rules().choose(profile, Choice(select=("readme", "file-readme-*")))).findings
    assert findings == ()
    assert told.to_complete == after.files["readme.md"].decode().count("> **To complete:**") > 0


@pytest.mark.parametrize("profile", PROFILES)
def test_made_readme_names_every_operation_with_what_it_takes_and_gives(profile: Profile) -> None:
    text = made(None, profile)
    assert "### List stock items\n\nReturns the stock items" in text
    assert "  - **Warehouse Code** (string, required): The warehouse that stores the item.\n" in text
    assert "- Outputs, for each element of a list: Movement Kind, Moved Item ID, Movement Time\n" in text
    assert "ListBins" not in text


def test_readme_says_how_the_app_is_registered() -> None:
    text = made(None)
    assert "Register an app at login.tidewaterstock.com." in text
    assert "`https://global.consent.azure-apim.net/redirect/`" in text
    assert "the scopes `stock.read`, `stock.write`." in text
    assert "- **Partner Key**: Copy the partner key from the account settings." in text


def test_refreshing_again_changes_nothing() -> None:
    once = made(None)
    assert made(once) == once


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_between_the_marks_follows_the_package_and_the_rest_stays(newline: str) -> None:
    first = made(None).replace("> **To complete:** which plan", "I wrote of the plan").replace("\n", newline)
    second = made(first, title="Tidewater Two", description="It counts again and again.")
    assert "# Tidewater Two" in second
    expected = first.replace("# Tidewater Stock", "# Tidewater Two").replace(
        "Tidewater Stock keeps count of the goods in every warehouse. Read and change items, attach documents to them "
        "and react to each movement of stock.",
        "It counts again and again.",
    )
    assert second == expected.replace("for Tidewater Stock that", "for Tidewater Two that")
    assert "\n" not in second.replace(newline, "")


def test_sections_that_somebody_wrote_stay_and_missing_ones_are_put_in_their_order() -> None:
    mine = "# Mine\n\nMy words.\n\n## What it needs: requirements\n\nA plan.\n\n## Limits\n\n- Ten.  \n\n## Odd\n\nx"
    text = made(mine)
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Publisher: Quayside Software Ltd",
        "## What it needs: requirements",
        "## Supported Operations",
        "## Obtaining Credentials",
        "## Limits",
        "## Odd",
        "## Deployment Instructions",
    ]
    for piece in mine.split("\n\n## "):
        assert piece in text


def test_inputs_leave_out_hidden_bodies_and_descriptions_that_repeat_the_label() -> None:
    clean = package(None)
    definition = json.loads(clean.files[NAME])
    hidden = {"type": "object", "properties": {"sort": {"type": "string", "x-ms-visibility": "internal"}}}
    definition["paths"]["/berths"] = {
        "post": {
            "operationId": "CountBerths",
            "summary": "Count berths",
            "description": "Counts berths.",
            "parameters": [
                {"name": "pier", "in": "query", "type": "string", "description": "pier."},
                {"name": "body", "in": "body", "schema": hidden},
            ],
            "responses": {"202": {"description": "Counting."}},
        }
    }
    clean = replace(clean, files={**clean.files, NAME: json.dumps(definition).encode()})
    text = with_readme(clean, Profile.VERIFIED)[0].files["readme.md"].decode()
    part = text.partition("### Count berths")[2].partition("<!-- /certify")[0].partition("###")[0]
    assert part.partition("- Inputs:\n")[2].strip() == "- **pier** (string)"


def test_empty_section_is_filled() -> None:
    text = made("# Tidewater Stock\n\n## Supported Operations\n\n## Limits\n\nNone.\n")
    assert text.count("## Supported Operations") == 1
    assert "### List stock items" in text.partition("## Supported Operations")[2].partition("## Limits")[0]


@pytest.mark.parametrize("contact", [{}, {"name": "Support Forum"}, {"name": "Tidewater Helpdesk"}])
def test_unknown_publisher_is_left_to_its_author(contact: dict[str, str]) -> None:
    clean = package(None, contact=contact)
    properties = json.loads(clean.files["apiProperties.json"])
    del properties["properties"]["publisher"]
    clean = replace(clean, files={**clean.files, "apiProperties.json": json.dumps(properties).encode()})
    text = with_readme(clean, Profile.VERIFIED)[0].files["readme.md"].decode()
    assert "## Publisher\n\n> **To complete:** who publishes the connector" in text


@pytest.mark.parametrize(
    "readme",
    [
        "<!-- certify:operations -->\n",
        "# T\n<!-- /certify:operations -->\n",
        "<!-- certify:operations -->\n<!-- /certify:publisher -->\n",
        "<!-- certify:title -->\n<!-- certify:operations -->\n<!-- /certify:title -->\n",
        "<!-- certify:title -->\n<!-- /certify:title -->\n<!-- certify:title -->\n<!-- /certify:title -->\n",
    ],
)
def test_marks_that_do_not_pair_are_told_with_their_line(readme: str) -> None:
    with pytest.raises(ReadmeError, match=r"line \d"):
        made(readme)


def test_marks_in_code_of_the_package_never_end_a_part() -> None:
    text = made(None, description="Ends.\n<!-- /certify:title -->\n# Other")
    assert made(text, description="Ends.\n<!-- /certify:title -->\n# Other") == text
    assert text.count("\n<!-- /certify:title -->") == 1


def test_byte_order_mark_stays() -> None:
    clean = package(None)
    files = {**clean.files, "readme.md": "# Tidewater Stock\n".encode("utf-8-sig")}
    after, _ = with_readme(replace(clean, files=files), Profile.VERIFIED)
    assert after.files["readme.md"].startswith(b"\xef\xbb\xbf# Tidewater Stock")


def test_readme_of_unreadable_bytes_is_refused() -> None:
    clean = package(None)
    with pytest.raises(ReadmeError, match="UTF-8"):
        with_readme(replace(clean, files={**clean.files, "readme.md": b"# Caf\xe9\n"}), Profile.VERIFIED)


def test_package_without_a_definition_has_nothing_to_make_it_of() -> None:
    clean = golden(Profile.VERIFIED)
    with pytest.raises(ReadmeError, match="no definition"):
        with_readme(replace(clean, files={"readme.md": b"# T\n"}), Profile.VERIFIED)


def test_thousands_of_operations_leave_details_out_and_stay_readable() -> None:
    definition = json.loads(golden(Profile.VERIFIED).files[NAME])
    operation = definition["paths"]["/items"]["post"]
    definition["paths"] = {
        f"/p{number}": {"post": {**operation, "operationId": f"Op{number}", "summary": f"Do {number}"}}
        for number in range(1500)
    }
    clean = package(None)
    large = replace(clean, files={**clean.files, NAME: json.dumps(definition).encode()})
    after, _ = with_readme(large, Profile.VERIFIED)
    assert b"### Do 1499" in after.files["readme.md"]
    assert with_readme(after, Profile.VERIFIED)[0].files == after.files


HOSTILE = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "**bold** _it_ ~~gone~~ `code`",
    "# heading",
    "- list",
    "1. list",
    "> quote",
    "&lt;b&gt; &#64;",
    "a | b\n|---|---|\n| c | d |",
    "<!-- comment",
    "back\\slash \\* \\`",
    "---",
    "$x$ and $$y$$",
    "[ref]: https://evil.example",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_the_package_are_shown_as_they_are(text: str) -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(f"x\n\n{prose(text)}\n")
    shown = cmarkgfm.github_flavored_markdown_to_html("x\n\nplain\n")
    assert html.count("<") - html.count("<a ") - html.count("</a>") == shown.count("<")
    assert "<a " not in html or "https://" in text


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("<>[]()`*_~#-+=|!&;:\\$\n 1.aB/\"'"), max_size=30))
def test_no_text_makes_markup(text: str) -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(f"x\n\n- **a**: b {prose(text)}\n")
    assert html.count("<") == html.count("<a ") + html.count("</a>") + 8, html
    assert cmarkgfm.github_flavored_markdown_to_html(code(text)).count("<") in {0, 4}


def test_command_shows_the_diff_or_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, data in package(None).files.items():
        (tmp_path / path).write_bytes(data)
    assert main(["fix", "readme", str(tmp_path), "--diff"]) == 0
    assert "+# Tidewater Stock" in capsys.readouterr().out
    assert not (tmp_path / "readme.md").exists()
    assert main(["fix", "readme", str(tmp_path)]) == 0
    assert (tmp_path / "readme.md").read_text() == made(None)
    assert "3 to complete by hand" in capsys.readouterr().err


def test_folder_called_readme_is_told_from_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "readme").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["fix", "readme"]) == 2
    assert "`certify fix ./readme`" in capsys.readouterr().err


def test_options_on_rules_mean_nothing_to_a_readme(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fix", "readme", str(tmp_path), "--unsafe"]) == 2
    assert "--profile" in capsys.readouterr().err


def test_connector_without_sign_in_has_no_section_on_credentials() -> None:
    clean = package(None)
    definition, properties = (json.loads(clean.files[name]) for name in (NAME, "apiProperties.json"))
    del definition["securityDefinitions"], definition["security"]
    properties["properties"]["connectionParameters"] = {}
    files = {NAME: json.dumps(definition).encode(), "apiProperties.json": json.dumps(properties).encode()}
    text = with_readme(replace(clean, files=files), Profile.VERIFIED)[0].files["readme.md"].decode()
    assert "Obtaining Credentials" not in text
    assert "- No credentials: a connection is created without signing in." in text


def test_each_way_to_sign_in_is_explained() -> None:
    clean = package(None)
    properties = json.loads(clean.files["apiProperties.json"])
    given = properties["properties"].pop("connectionParameters")
    properties["properties"]["connectionParameterSets"] = {
        "uiDefinition": {"displayName": "Sign-in", "description": "How to sign in."},
        "values": [
            {
                "name": "oauth",
                "uiDefinition": {"displayName": "With an app"},
                "parameters": {"token": given["token"]},
            },
            {
                "name": "key",
                "uiDefinition": {"displayName": "With a key"},
                "parameters": {"key": given["partnerKey"]},
            },
        ],
    }
    files = {**clean.files, "apiProperties.json": json.dumps(properties).encode()}
    text = with_readme(replace(clean, files=files), Profile.VERIFIED)[0].files["readme.md"].decode()
    assert "### With an app\n\nThe connection signs in with OAuth 2.0." in text
    assert "### With a key\n\nThe connection signs in with a key" in text
