"""The icon: what kind of file it is, what is wrong with it, and its pixels where they can be had."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from certify.core.place import Place
from certify.documents.artwork import Artwork
from certify.documents.png import MOST_PIXELS, PngFault, PngFaultKind, read_png, unpack

if TYPE_CHECKING:
    from certify.documents.png import Header


class Icon:
    """`icon.png`. `header` is None when the file is no PNG, or is broken at its start."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.size = len(data)
        self._png = read_png(data)

    @property
    def place(self) -> Place:
        return Place(self.path)

    @property
    def header(self) -> Header | None:
        return self._png.header

    @property
    def has_transparent_type(self) -> bool:
        """Whether the format of its pixels allows transparency, be it used or not."""
        header = self.header
        return self._png.transparency is not None or (header is not None and header.colour_type in (4, 6))

    @cached_property
    def faults(self) -> tuple[PngFault, ...]:
        """All that is wrong with the file. Pixels are unpacked to say so, where the header allows it."""
        return (*self._png.faults, *self._decoded[1])

    @property
    def artwork(self) -> Artwork | None:
        """What is to be seen; None when the image is interlaced, broken, or larger than an icon may be."""
        return self._decoded[0]

    @cached_property
    def _decoded(self) -> tuple[Artwork | None, tuple[PngFault, ...]]:
        header = self.header
        if header is None or header.is_interlaced or header.width * header.height > MOST_PIXELS:
            return None, ()
        if any(fault.kind in (PngFaultKind.BROKEN, PngFaultKind.BOMB) for fault in self._png.faults):
            return None, ()
        raw, fault = unpack(self._png)
        if fault is not None:
            return None, (fault,)
        from certify.documents.png_pixels import rows_of

        try:
            return Artwork(self.path, tuple(rows_of(raw, self._png, header))), ()
        except ValueError:
            return None, (PngFault(PngFaultKind.BROKEN, "has pixels that cannot be decoded"),)
