"""Packs a clean connector as Partner Center takes it: the files of every archive, by the paths that rules see."""

from __future__ import annotations

import json
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from certify.core.package import INSIDE
from certify.examples.png import png_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

NAME = "qs_tidewaterstock"
_ASSETS = "package.zip!/PkgAssets/"
_PLUGIN = f"{_ASSETS}plugin.zip"
_PARTS = {
    "connectionparameters": "connectionParameters",
    "connectionparametersets": "connectionParameterSets",
    "policytemplateinstances": "policyTemplateInstances",
    "scriptoperations": "scriptOperations",
}


def packed(connector: Mapping[str, bytes], *, with_plugin: bool) -> dict[str, bytes]:
    """The submission of a connector's folder. The archives themselves are there by name only, without content."""
    properties = json.loads(connector["apiProperties.json"])["properties"]
    color = str(properties.get("iconBrandColor", "#1f6f8b"))
    parts = dict(_parts(connector, properties, color))
    lines = "".join(
        f"      <{part}>/Connector/{name}</{part}>\n" for part, (name, _) in sorted(parts.items())
    )
    found: dict[str, bytes] = {}
    for path, data in _tree(files("certify_templates").joinpath("golden_submission"), ""):
        if path.startswith(_PLUGIN) and not with_plugin:
            continue
        found[path] = data
        if path.endswith("/customizations.xml"):
            found[path] = Template(data.decode()).substitute(color=color, parts=lines).encode()
            folder = path.removesuffix("customizations.xml") + "Connector/"
            found |= {f"{folder}{name}": content for name, content in parts.values()}
    return found


def _parts(
    connector: Mapping[str, bytes], properties: dict[str, object], color: str
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The files of the connector in a solution: by the element that names each, its name and content."""
    yield "openapidefinition", (f"{NAME}_openapidefinition.json", connector["apiDefinition.swagger.json"])
    if "script.csx" in connector:
        yield "customcodeblobcontent", (f"{NAME}_customcodeblobcontent.csx", connector["script.csx"])
    yield "iconblob", (f"{NAME}_iconblob.Png", connector.get("icon.png") or png_of({"color": color}))
    for part, member in _PARTS.items():
        if member in properties:
            text = json.dumps(properties[member], indent=2, ensure_ascii=False) + "\n"
            yield part, (f"{NAME}_{part}.json", text.encode())


def _tree(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    """The files below a folder; one that is called as an archive stands for it."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if entry.is_file():
            yield path, entry.read_bytes()
        elif entry.name.endswith(".zip"):
            yield path, b""
            yield from _tree(entry, path + INSIDE)
        else:
            yield from _tree(entry, f"{path}/")
