"""Each rule on submissions against a real nested archive: clean as it is, reported at the inner path when one thing is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from submission_zip import ASSETS, CONNECTOR, FLOW, PART, PLUGIN, good, zipped

from certify.core.report import Status, Verdict
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.engine.run import run
from certify.examples import golden
from certify.plugins import load_rules
from certify.sources import find_origins

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from certify.core.package import Package
    from certify.core.report import PackageReport

    Tree = dict[str, bytes]

BOOK = load_rules()
OWN = Choice(select=("submission", "package"))


def loaded(folder: Path, tree: Tree) -> Package:
    path = folder / "ConnectorPackage.zip"
    path.write_bytes(zipped(tree))
    (origin,) = find_origins(str(path))
    return origin.load()


def reported(report: PackageReport) -> list[tuple[str, str]]:
    return [(finding.rule, finding.location.path) for finding in report.findings]


@pytest.mark.parametrize("with_plugin", [False, True], ids=["plain", "plugin"])
@pytest.mark.parametrize("profile", [Profile.VERIFIED, Profile.INDEPENDENT])
def test_good_submission_is_ready(tmp_path: Path, profile: Profile, with_plugin: bool) -> None:
    package = loaded(tmp_path, good(profile, with_plugin=with_plugin))
    report = run(package, BOOK.choose(profile), against=golden(profile))
    assert reported(report) == []
    assert report.verdict is Verdict.READY
    for name in ("pkg-sync", "pkg-flow-solution", "op-id-present", "connparam-type"):
        outcome = report.outcomes.get(name)
        assert outcome is None or outcome.status is Status.PASSED, name


def replaced(path: str, old: str, new: str) -> Callable[[Tree], None]:
    def change(tree: Tree) -> None:
        assert old.encode() in tree[path]
        tree[path] = tree[path].replace(old.encode(), new.encode())

    return change


def removed(top: str) -> Callable[[Tree], None]:
    def change(tree: Tree) -> None:
        for path in [path for path in tree if path == top or path.startswith((f"{top}/", f"{top}!/"))]:
            del tree[path]

    return change


def added(path: str, data: bytes = b"{}") -> Callable[[Tree], None]:
    def change(tree: Tree) -> None:
        assert path not in tree
        tree[path] = data

    return change


def moved(old: str, new: str) -> Callable[[Tree], None]:
    def change(tree: Tree) -> None:
        met = {path: new + path[len(old) :] for path in tree if path.startswith(old)}
        assert met
        for path, target in met.items():
            tree[target] = tree.pop(path)

    return change


def emptied(path: str) -> Callable[[Tree], None]:
    """No flow is declared, and none is there."""

    def change(tree: Tree) -> None:
        replaced(path, "<Workflow ", "<Process ")(tree)
        replaced(path, "</Workflow>", "</Process>")(tree)
        removed(f"{FLOW}Workflows")(tree)

    return change


CUSTOMIZATIONS = "customizations.xml"
MUTATIONS = [
    ("pkg-outer-no-folder", moved("", "Stock/"), "Stock"),
    ("pkg-outer-no-folder", added("__MACOSX/._intro.md"), "__MACOSX"),
    ("pkg-outer-intro", removed("intro.md"), ""),
    ("pkg-outer-intro", added("readme-of-the-package.md", b"# Notes"), "readme-of-the-package.md"),
    ("pkg-outer-one-zip", added("other.zip!/notes.txt"), "other.zip"),
    ("pkg-outer-unexpected", added("notes.txt"), "notes.txt"),
    ("pkg-inner-assets-folder", moved(ASSETS, "package.zip!/"), "package.zip"),
    ("pkg-inner-assets-folder", added("package.zip!/__MACOSX/._a"), "package.zip!/__MACOSX"),
    ("pkg-inner-assets-name", moved(ASSETS, "package.zip!/Assets/"), "package.zip!/Assets"),
    ("pkg-assets-no-subfolder", added(f"{ASSETS}Old/a.txt"), f"{ASSETS}Old"),
    ("pkg-assets-two-zips", removed(f"{ASSETS}flow.zip"), "package.zip"),
    ("pkg-solution-manifests", removed(f"{FLOW}solution.xml"), f"{ASSETS}flow.zip"),
    ("pkg-solution-manifests", replaced(f"{FLOW}solution.xml", "</Managed>", ""), f"{FLOW}solution.xml"),
    (
        "pkg-connector-solution",
        replaced(f"{CONNECTOR}{CUSTOMIZATIONS}", "Connector>", "Gadget>"),
        "package.zip",
    ),
    ("pkg-flow-solution", emptied(f"{FLOW}{CUSTOMIZATIONS}"), "package.zip"),
    ("pkg-connector-folder", moved(f"{FLOW}Connector", f"{FLOW}Connectors"), f"{FLOW}{CUSTOMIZATIONS}"),
    ("pkg-workflows-folder", removed(f"{FLOW}Workflows"), f"{FLOW}{CUSTOMIZATIONS}"),
    (
        "pkg-workflow-json",
        replaced(f"{FLOW}{CUSTOMIZATIONS}", "CountTheStock.json", "Count.json"),
        f"{FLOW}{CUSTOMIZATIONS}",
    ),
    ("pkg-workflow-json", added(f"{FLOW}Workflows/New.json"), f"{FLOW}Workflows/New.json"),
    (
        "pkg-connector-files",
        removed(f"{CONNECTOR}{PART}connectionparameters.json"),
        f"{CONNECTOR}{CUSTOMIZATIONS}",
    ),
    ("icon-in-solution", removed(f"{CONNECTOR}{PART}iconblob.Png"), f"{CONNECTOR}{CUSTOMIZATIONS}"),
    (
        "pkg-unmanaged",
        replaced(f"{FLOW}solution.xml", "<Managed>0", "<Managed>1"),
        f"{FLOW}solution.xml",
    ),
    (
        "pkg-rootcomponent-372",
        replaced(f"{CONNECTOR}solution.xml", 'type="372"', 'type="1"'),
        f"{CONNECTOR}solution.xml",
    ),
    (
        "pkg-env-vars",
        added(f"{FLOW}environmentvariabledefinitions/qs_key/environmentvariablevalues.json"),
        f"{FLOW}environmentvariabledefinitions/qs_key/environmentvariablevalues.json",
    ),
    (
        "pkg-flow-uses-connector",
        replaced(f"{FLOW}Workflows/CountTheStock.json", '"ListItems"', '"SendMail"'),
        f"{FLOW}Workflows/CountTheStock.json",
    ),
    ("pkg-no-programs", added(f"{CONNECTOR}{PART}logo.gif", b"MZ\x90\0"), f"{CONNECTOR}{PART}logo.gif"),
    (
        "pkg-same-connector",
        replaced(f"{FLOW}{PART}openapidefinition.json", "api.tidewaterstock.com", "test.tidewaterstock.com"),
        f"{FLOW}{PART}openapidefinition.json",
    ),
    (
        "policy-nonempty-export",
        lambda tree: tree.update({f"{FLOW}{PART}policytemplateinstances.json": b"[]"}),
        f"{FLOW}{PART}policytemplateinstances.json",
    ),
]


@pytest.mark.parametrize(
    ("rule", "change", "path"),
    MUTATIONS,
    ids=[f"{rule}-{number}" for number, (rule, *_) in enumerate(MUTATIONS)],
)
def test_one_mistake_is_told_at_its_inner_path(
    tmp_path: Path, rule: str, change: Callable[[Tree], None], path: str
) -> None:
    tree = good()
    change(tree)
    report = run(loaded(tmp_path, tree), BOOK.choose(Profile.VERIFIED, OWN))
    assert (rule, path) in reported(report)
    # What follows from the mistake may be told where it is seen, but nothing else.
    allowed = {rule, "pkg-same-connector"} if rule == "policy-nonempty-export" else {rule}
    assert {name for name, _ in reported(report)} <= allowed


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (
            "pkg-plugin-solution",
            replaced(f"{PLUGIN}{CUSTOMIZATIONS}", "  <Workflows />", "<Workflows><Workflow /></Workflows>"),
        ),
        ("pkg-aiplugin-folders", removed(f"{PLUGIN}aiplugins")),
        ("pkg-assets-two-zips", removed(f"{ASSETS}flow.zip")),
    ],
)
def test_mistake_beside_a_plugin_is_told(tmp_path: Path, rule: str, change: Callable[[Tree], None]) -> None:
    tree = good(with_plugin=True)
    change(tree)
    report = run(loaded(tmp_path, tree), BOOK.choose(Profile.VERIFIED, OWN))
    assert rule in {name for name, _ in reported(report)}


@pytest.mark.parametrize("level", ["package.zip!/", CONNECTOR], ids=["package alone", "solution alone"])
def test_inner_level_alone_is_no_submission_but_is_examined(tmp_path: Path, level: str) -> None:
    tree = {path.removeprefix(level): data for path, data in good().items() if path.startswith(level)}
    broken = next(
        path for path in tree if path.endswith("connector.zip!/solution.xml") or path == "solution.xml"
    )
    tree[broken] = tree[broken].replace(b"<Managed>0", b"<Managed>1")
    report = run(loaded(tmp_path, tree), BOOK.choose(Profile.VERIFIED, OWN))
    assert reported(report) == [("pkg-outer-one-zip", ""), ("pkg-unmanaged", broken)]


def test_definition_at_the_top_does_not_hide_the_submission(tmp_path: Path) -> None:
    tree = good() | dict(golden(Profile.VERIFIED).files)
    tree[f"{CONNECTOR}{PART}openapidefinition.json"] = b'{"swagger": "3.0"}'
    report = run(loaded(tmp_path, tree), BOOK.choose(Profile.VERIFIED))
    assert ("pkg-outer-unexpected", "apiDefinition.swagger.json") in reported(report)
    assert any(path == f"{CONNECTOR}{PART}openapidefinition.json" for _, path in reported(report))


def test_what_could_not_be_opened_is_not_called_missing(tmp_path: Path) -> None:
    tree = {path: data for path, data in good().items() if not path.startswith("package.zip!/")}
    tree["package.zip"] = b"PK\3\4 and no more"
    report = run(loaded(tmp_path, tree), BOOK.choose(Profile.VERIFIED, OWN))
    assert reported(report) == [("archive-broken", "package.zip")]


def test_local_upload_has_no_readme(tmp_path: Path) -> None:
    tree = dict(golden(Profile.VERIFIED).files) | {"icon.png": good()[f"{CONNECTOR}{PART}iconblob.Png"]}
    report = run(loaded(tmp_path, tree), BOOK.choose(Profile.VERIFIED, OWN))
    assert reported(report) == [("zip-local-upload", "readme.md")]
