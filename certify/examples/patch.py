"""The golden package, and what an example's patch makes of it."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from certify.core.package import INSIDE, Form, Package, Reason, Refusal
from certify.core.rule import Profile, RuleError
from certify.documents.published import Entry, Published, icon_digest
from certify.examples.merge import merged, with_copies
from certify.examples.png import png_of
from certify.examples.readme import in_step
from certify.examples.submission import packed

if TYPE_CHECKING:
    from collections.abc import Mapping


SHORT_NAMES = {
    "definition": "apiDefinition.swagger.json",
    "properties": "apiProperties.json",
    "readme": "readme.md",
    "intro": "intro.md",
    "script": "script.csx",
    "icon": "icon.png",
    "settings": "settings.json",
}

_PACKED = frozenset(
    name for short, name in SHORT_NAMES.items() if short not in ("intro", "settings", "readme")
)
"""The files that a submission has in its solutions, under other names."""

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Patch(Struct, frozen=True):
    """An example's patch: what becomes of each file, and of the package.

    A mapping or list is a JSON merge patch (RFC 7396) in which a list is also patched by its indexes
    (`{0: {...}, "+": {...}}`, where `+` appends); `{$repeat: {300: {"/bulk<n>": {...}}}}` in a mapping stands for 300
    members in which `<n>` is 1, 2, 3… and `<n+1>` the number after it; text is the file's new content; null removes the file;
    `{$replace: {old: new}}` replaces characters of the text; `{$hex: "89 50 …"}` gives bytes;
    `{$png: {width: 200, height: 200, color: "#1f6f8b", logo: 0.5}}` draws an image, see `certify.examples.png`;
    `{$append: {piece: 300}}` adds each piece of text so many times; `{$golden: /a/b}` copies a value of the clean file.
    `$profile`, `$path`, `$name` and `$form` speak of the package; `$renamed: {old: new}` gives files other names before
    the patch; `$refused: {.env: hidden}` names what its source left out, and why; `$against: {...}` is the patch that
    makes the earlier version to compare with; `$published: {title: {$png: {...}}}` are the published connectors and their
    icons, in place of those that the tool knows. `$submission: plain` (or `plugin`) packs the connector for Partner Center
    after its own files are patched; everything else is addressed as `package.zip!/PkgAssets/flow.zip!/solution.xml`. A readme that is not patched follows title, publisher and operations.
    """

    files: dict[str, Any] = field(default_factory=dict)
    profile: Profile | None = None
    name: str | None = None
    form: Form = Form.FOLDER
    path: str | None = None
    renamed: dict[str, str] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    against: Patch | None = None
    submission: str = ""
    index: Published | None = None


def parse_patch(text: str) -> Patch:
    """Read an example. Raises RuleError when it is not a mapping of files, or names an unknown thing."""
    try:
        content = yaml.load(text, Loader=_Loader) if text else {}  # noqa: S506 - the loader is a safe one
    except yaml.YAMLError as error:
        raise RuleError(f"the example is no YAML: {error}") from error
    return _patch(content)


def _patch(content: Any) -> Patch:
    if not isinstance(content, dict):
        raise RuleError("the example is no mapping from files to patches")
    found: dict[str, Any] = {}
    profile, name, form, path = None, None, Form.FOLDER, None
    renamed: dict[str, str] = {}
    refusals: tuple[Refusal, ...] = ()
    against: Patch | None = None
    submission = ""
    index: Published | None = None
    for key, value in content.items():
        if key == "$profile":
            profile = Profile(value)
        elif key == "$name":
            name = str(value)
        elif key == "$form":
            form = Form(value)
        elif key == "$against":
            against = _patch(value)
        elif key == "$submission":
            submission, form = str(value), Form.ARCHIVE
        elif key == "$published":
            index = Published(
                tuple(
                    Entry(title, "C", title, icon=icon_digest(png_of(icon["$png"])))
                    for title, icon in value.items()
                )
            )
        elif key == "$path":
            path = str(value)
        elif key == "$renamed":
            renamed = {SHORT_NAMES.get(str(old), str(old)): str(new) for old, new in value.items()}
        elif key == "$refused":
            refusals = tuple(
                Refusal(entry, Reason(reason), "It was left out.") for entry, reason in value.items()
            )
        else:
            found[SHORT_NAMES.get(str(key), str(key))] = value
    return Patch(found, profile, name, form, path, renamed, refusals, against, submission, index)


@cache
def golden(profile: Profile) -> Package:
    """The clean package of a profile."""
    folder = files("certify_templates").joinpath("golden")
    data = {
        entry.name: entry.read_bytes()
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.is_file()
    }
    package = Package(path="golden", name="Tidewater Stock", files=data)
    if profile is Profile.INDEPENDENT:
        text = files("certify_templates").joinpath("golden_independent.yaml").read_text("utf-8")
        package = patched(package, parse_patch(text))
    return package


def patched(package: Package, patch: Patch) -> Package:
    """The package after the patch."""
    if patch.submission:
        return _patched_submission(package, patch)
    contents = {_renamed(path, patch.renamed): data for path, data in package.files.items()}
    for path, change in patch.files.items():
        if change is None:
            contents = {other: data for other, data in contents.items() if not _is_within(other, path)}
        else:
            contents[path] = _changed(path, contents.get(path), change)
    readme = SHORT_NAMES["readme"]
    if readme in contents and readme not in patch.files:
        contents[readme] = in_step(contents, contents[readme].decode()).encode("utf-8", "replace")
    return Package(
        path=patch.path or package.path,
        name=patch.name or package.name,
        files=contents,
        refusals=patch.refusals,
        form=patch.form,
    )


def _patched_submission(package: Package, patch: Patch) -> Package:
    own = {path: change for path, change in patch.files.items() if path in _PACKED}
    connector = patched(package, Patch(own))
    contents = packed(connector.files, with_plugin=patch.submission == "plugin")
    rest = {path: change for path, change in patch.files.items() if path not in own}
    package = Package(path="ConnectorPackage.zip", name="ConnectorPackage", files=contents)
    return patched(package, replace(patch, files=rest, submission=""))


def _is_within(path: str, top: str) -> bool:
    return path == top or path.startswith((f"{top}/", top + INSIDE))


def _renamed(path: str, names: Mapping[str, str]) -> str:
    """The new path of a file, of what is in a folder, and of what is in an archive."""
    top = next((old for old in names if _is_within(path, old)), None)
    return path if top is None else names[top] + path[len(top) :]


def _changed(path: str, data: bytes | None, change: Any) -> bytes:
    if isinstance(change, str):
        return change.encode()
    if isinstance(change, dict) and "$replace" in change:
        text = (data or b"").decode()
        for old, new in change["$replace"].items():
            if old not in text:
                raise RuleError(f"the example replaces {old!r}, which {path} does not hold")
            text = text.replace(old, new)
        return text.encode()
    if isinstance(change, dict) and "$hex" in change:
        return bytes.fromhex(change["$hex"])
    if isinstance(change, dict) and "$png" in change:
        return png_of(change["$png"])
    if isinstance(change, dict) and "$append" in change:
        return (data or b"") + "".join(piece * times for piece, times in change["$append"].items()).encode()
    original = None if data is None else json.loads(data)
    result = merged(original, with_copies(change, original))
    return (json.dumps(result, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
