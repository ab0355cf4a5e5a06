"""Walking a tree of folders, on disk or in git: finding the packages in it, and reading one."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from certify.core.package import Reason, Refusal
from certify.sources.layout import is_package, is_solution
from certify.sources.limits import MAX_ENTRIES, MAX_FILES, MAX_PACKAGE_BYTES, max_bytes
from certify.sources.names import Spellings, fall_together, judge, leave_out, left_out, shown
from certify.sources.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Node(Protocol):
    """A file or folder. Names are decoded as the file system's are, so they may hold lone surrogates."""

    @property
    def name(self) -> str: ...

    @property
    def is_folder(self) -> bool:
        """False for links, whatever they lead to."""
        ...

    def children(self, limit: int | None) -> Sequence[Node]:
        """What a folder holds, sorted by name; raises Refused when that cannot be read or is more than `limit`."""
        ...

    def read(self, limit: int) -> bytes:
        """The bytes of a regular file; raises Refused for anything else, or when there are more than `limit`."""
        ...


def find_packages(root: Node, limit: int | None = None) -> Iterator[str]:
    """The paths below `root` ("" for itself) of the folders that are packages, in the order of their names.

    Hidden folders and links are passed over. A folder that cannot be listed counts as a package, because its
    loading says so and nothing is lost in silence. A root that only holds other files is a package when there
    is no package below it. Raises Refused after more than `limit` files and folders.
    """
    found = False
    seen = 0
    pending = [(root, "")]
    top: list[str] = []
    while pending:
        folder, path = pending.pop()
        try:
            children = [child for child in folder.children(None) if left_out(child.name) is None]
        except Refused:
            found = True
            yield path
            continue
        seen += len(children)
        if limit is not None and seen > limit:
            raise Refused(
                Reason.TOO_MANY, f"There are more than {limit} files and folders; name a folder further down."
            )
        names = [child.name for child in children if not child.is_folder]
        if not path:
            top = names
        if is_package(names):
            found = True
            yield path
        if not is_solution(names):
            prefix = path and f"{path}/"
            pending.extend((child, prefix + child.name) for child in reversed(children) if child.is_folder)
    if top and not found:
        yield ""


def read_package(root: Node) -> tuple[dict[str, bytes], tuple[Refusal, ...]]:
    """The files in the folder and its sub-folders, without those that are packages of their own."""
    reading = _Reading(root)
    reading.run()
    return reading.files, tuple(reading.refusals)


def too_many() -> Refused:
    """The refusal of everything beyond the number of entries that is read."""
    return Refused(
        Reason.TOO_MANY,
        f"There are more than {MAX_FILES} files or {MAX_ENTRIES} entries; keep only the package's own files.",
    )


class _Reading:
    """One pass over a folder: collects what is taken and what is refused."""

    def __init__(self, root: Node) -> None:
        self.files: dict[str, bytes] = {}
        self.refusals: list[Refusal] = []
        self._pending = deque([(root, "")])
        self._spellings = Spellings()
        self._entries_left = MAX_ENTRIES
        self._bytes_left = MAX_PACKAGE_BYTES
        self._owns_all = False

    def run(self) -> None:
        # Breadth first, so that the files at the top are read before a limit is reached further down.
        while self._pending:
            folder, prefix = self._pending.popleft()
            try:
                self._folder(folder, prefix)
            except Refused as refused:
                self._refuse(prefix.rstrip("/"), refused)
                if refused.refusal.reason is Reason.TOO_MANY:
                    return

    def _refuse(self, path: str, refused: Refused) -> None:
        self.refusals.append(Refusal(shown(path), refused.refusal.reason, refused.refusal.detail))

    def _folder(self, folder: Node, prefix: str) -> None:
        children = folder.children(self._entries_left)
        self._entries_left -= len(children)
        names = [child.name for child in children if not child.is_folder]
        if not prefix:
            self._owns_all = is_solution(names)
        elif not self._owns_all and is_package(names):
            return
        for child in children:
            path = prefix + child.name
            try:
                self._child(child, path)
            except Refused as refused:
                if refused.refusal.reason is Reason.TOO_MANY:
                    raise
                self._refuse(path, refused)

    def _child(self, child: Node, path: str) -> None:
        if problem := judge(path):
            raise Refused(*problem)
        if reason := left_out(child.name):
            self.refusals.append(leave_out(shown(path), reason))
        elif other := self._spellings.add(path, is_folder=child.is_folder):
            self.refusals.append(fall_together(path, other))
        elif child.is_folder:
            self._pending.append((child, path + "/"))
        elif len(self.files) == MAX_FILES:
            raise too_many()
        else:
            data = child.read(min(max_bytes(child.name), self._bytes_left))
            self._bytes_left -= len(data)
            self.files[path] = data
