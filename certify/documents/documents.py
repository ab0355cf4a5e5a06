"""All documents of one package, each made once and only when a rule asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from certify.core.package import Package
from certify.core.place import EARLIER, Place
from certify.documents.against import Against
from certify.documents.artwork import Artwork
from certify.documents.definition import (
    Contact,
    Definition,
    DynamicCall,
    Header,
    Info,
    Metadata,
    MetadataEntry,
    Operation,
    Parameter,
    PathItem,
    Response,
    Schema,
    SecurityRequirement,
    SecurityScheme,
    walk,
)
from certify.documents.files import File, Files, JsonFile, RefusedEntry, Role, files_by_path
from certify.documents.icon import Icon
from certify.documents.markdown import Intro, Markdown, Readme, is_parsable
from certify.documents.node import Extension, Reference, Text
from certify.documents.properties import (
    ConnectionParameter,
    ConnectionSet,
    OAuthSettings,
    Policy,
    Properties,
    walk_properties,
)
from certify.documents.published import Published, published
from certify.documents.script import LONGEST, Script
from certify.documents.settings_json import ConnectorSettings
from certify.documents.submission import PackagedProperties, Solution, Submission, submission_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.rule import Profile

Emit = Callable[[Any], object]


DEFINITION_NODES = frozenset(
    {
        Contact, Definition, DynamicCall, Extension, Header, Info, Metadata, MetadataEntry, Operation, Parameter, PathItem,
        Reference, Response, Schema, SecurityRequirement, SecurityScheme, Text,
    }
)  # fmt: skip
PROPERTIES_NODES = frozenset({ConnectionParameter, ConnectionSet, OAuthSettings, Policy, Properties, Text})


class Documents:
    """The typed documents of a package, and the one walk over each."""

    def __init__(
        self,
        package: Package,
        profile: Profile,
        *,
        against: Package | None = None,
        index: Published | None = None,
        prefix: str = "",
    ) -> None:
        """`against` is an earlier version to compare with; `prefix` marks the places of that version's documents.

        `index` is that of published connectors, when it is another than the one that ships with the tool.
        """
        self.package = package
        self.index = index
        self.prefix = prefix
        self.earlier = None if against is None else Documents(against, profile, prefix=EARLIER)
        self.profile = profile
        self._made: dict[type, Any] = {Package: package, type(profile): profile}

    @cached_property
    def files(self) -> dict[str, File]:
        files = files_by_path(self.package)
        self._made[Submission] = submission = submission_of(self.package, files)
        return files if submission is None else submission.files

    @property
    def submission(self) -> Submission | None:
        """The package as what Partner Center takes, when it is that."""
        self.files  # noqa: B018 - whether it is a submission is told by its files
        found: Submission | None = self._made[Submission]
        return found

    @property
    def unreadable(self) -> Iterator[tuple[Role, File]]:
        """Definition and properties whose file is no JSON object, or only a piece of one, so that it cannot be compared."""
        for role, document in ((Role.DEFINITION, self.definition), (Role.PROPERTIES, self.properties)):
            file = self.file_of(role)
            if file is not None and (document is None or file.json.is_cut_off):
                yield role, file

    @property
    def is_export(self) -> bool:
        """Whether it is a submission that is compared with a connector's folder: it should say the same."""
        return self.submission is not None and self.earlier is not None and self.earlier.submission is None

    def actual(self, place: Place) -> Place:
        """Where the place is in a file that exists, of this version or of the earlier one."""
        if place.file.startswith(EARLIER) and self.earlier is not None:
            inside = replace(place, file=place.file[len(EARLIER) :])
            found = self.earlier.actual(inside)
            return place if found is inside else replace(found, file=EARLIER + found.file)
        return place if self.submission is None else self.submission.actual(place)

    @property
    def secret_places(self) -> Iterator[Place]:
        """Where the files of this version, and of the earlier one, have secrets."""
        for file in self.files.values():
            for secret in file.secrets:
                yield replace(secret.place, file=self.prefix + file.path)
        if self.earlier is not None:
            yield from self.earlier.secret_places

    def file_of(self, role: Role) -> File | None:
        return next((file for file in self.files.values() if file.role is role), None)

    def file_at(self, path: str) -> File | None:
        """The file that a place names, of this version or of the earlier one."""
        if self.earlier is not None and path.startswith(EARLIER):
            return self.earlier.files.get(path[len(EARLIER) :])
        return self.files.get(path)

    def get(self, kind: type) -> Any:
        """The document of that type; None when the package has none, or it cannot be read."""
        if kind not in self._made:
            make = _MAKERS.get(kind)
            self._made[kind] = None if make is None else make(self)
        return self._made[kind]

    @property
    def definition(self) -> Definition | None:
        found: Definition | None = self.get(Definition)
        return found

    @property
    def properties(self) -> Properties | None:
        found: Properties | None = self.get(Properties)
        return found

    def walk(self, wanted: frozenset[type], emit: Callable[[Any], object]) -> None:
        """Emit every node of the wanted types (and of others that the same walk meets), each once."""
        for kinds, walker in _WALKERS:
            if not wanted.isdisjoint(kinds):
                walker(self, emit)


def _json_root(documents: Documents, role: Role, kind: Callable[[dict[str, Any], str], Any]) -> Any:
    file = documents.file_of(role)
    if file is None or not file.json.is_readable or not isinstance(file.json.value, dict):
        return None
    return kind(file.json.value, documents.prefix + file.path)


def _properties(documents: Documents) -> Properties | None:
    submission = documents.submission
    if submission is None or submission.connector is None:
        found: Properties | None = _json_root(documents, Role.PROPERTIES, Properties)
        return found
    return submission.connector.properties(documents.prefix)


def _published(documents: Documents) -> Published:
    """The published connectors; of an update, without the one that it updates."""
    index = documents.index or published()
    earlier = documents.earlier
    old = None if earlier is None else earlier.definition
    return index if old is None else index.without_title(old.info.title or "")


def _against(documents: Documents) -> Against | None:
    earlier = documents.earlier
    if earlier is None or not documents.is_export:
        return None
    return Against(Files(earlier.files), earlier.definition, earlier.properties)


def _markdown(documents: Documents, role: Role, kind: type[Markdown]) -> Markdown | None:
    file = documents.file_of(role)
    if file is None or not is_parsable(file.text):
        return None
    return kind(documents.prefix + file.path, file.text)


def _script(documents: Documents) -> Script | None:
    file = documents.file_of(Role.SCRIPT)
    if file is None or len(file.data) > LONGEST:
        return None
    return Script(documents.prefix + file.path, file.text)


def _icon(documents: Documents) -> Icon | None:
    file = documents.file_of(Role.ICON)
    return None if file is None else Icon(documents.prefix + file.path, file.data)


def _artwork(documents: Documents) -> Artwork | None:
    icon: Icon | None = documents.get(Icon)
    return None if icon is None else icon.artwork


_MAKERS: dict[type, Callable[[Documents], Any]] = {
    Files: lambda documents: Files(documents.files),
    Published: _published,
    Definition: lambda documents: _json_root(documents, Role.DEFINITION, Definition),
    Properties: _properties,
    Against: _against,
    Submission: lambda documents: documents.submission,
    ConnectorSettings: lambda documents: _json_root(documents, Role.SETTINGS, ConnectorSettings),
    Readme: lambda documents: _markdown(documents, Role.README, Readme),
    Intro: lambda documents: _markdown(documents, Role.INTRO, Intro),
    Script: _script,
    Icon: _icon,
    Artwork: _artwork,
}


def _walk_package(documents: Documents, emit: Emit) -> None:
    emit(documents.package)
    for refusal in documents.package.refusals:
        emit(RefusedEntry(refusal))
    for file in documents.files.values():
        emit(file)
        if file.is_json:
            emit(JsonFile(file))


def _walk_definition(documents: Documents, emit: Emit) -> None:
    if documents.definition is not None:
        walk(documents.definition, emit)


def _walk_properties(documents: Documents, emit: Emit) -> None:
    if documents.properties is not None:
        for node in walk_properties(documents.properties):
            if node.__class__ is not PackagedProperties:
                emit(node)


def _walk_submission(documents: Documents, emit: Emit) -> None:
    if documents.submission is not None:
        emit(documents.submission)
        for solution in documents.submission.solutions:
            emit(solution)


def _emitter(kind: type) -> Callable[[Documents, Emit], None]:
    """The walk over a document of which the whole is the only node."""

    def emit_whole(documents: Documents, emit: Emit) -> None:
        document = documents.get(kind)
        if document is not None:
            emit(document)

    return emit_whole


_WALKERS: tuple[tuple[frozenset[type], Callable[[Documents, Emit], None]], ...] = (
    (frozenset({Package, RefusedEntry, File, JsonFile}), _walk_package),
    (DEFINITION_NODES, _walk_definition),
    (PROPERTIES_NODES, _walk_properties),
    (frozenset({Submission, Solution}), _walk_submission),
    *(
        (frozenset({kind}), _emitter(kind))
        for kind in (ConnectorSettings, Readme, Intro, Script, Icon, Artwork)
    ),
)
