"""An upload goes to the folder of raw files, under a seal while it comes in, never beyond the limit, whoever sends it.

Django reads a form before it knows who asks: without a limit here anybody could fill the disk. And its own
place, the folder for temporary files, is swept by nobody when the process dies during an upload.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.zegelbestand import Verzegelaar, hold_in_memory, iter_pieces


class Inkomend(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """A file that is coming in: sealed bytes on disk, for the owner alone; gone when it is closed."""

    def __init__(
        self, name: str, content_type: str, charset: str | None, extra: dict[str, Any] | None
    ) -> None:
        super().__init__(None, name, content_type, 0, charset, extra)
        self.path = ruw.folder() / f"{uuid4()}{ruw.INKOMEND}"
        self._seal, self._written = Verzegelaar(self.path), 0

    def write(self, block: bytes, /) -> int:  # type: ignore[override]  # bytes, never text
        """Seal a block that begins within the limit and drop what comes after; the handler counts all of it."""
        if self._written <= settings.MELDPUNT_MAX_BESTAND:
            self._written += len(block)
            self._seal.write(block)
        return len(block)

    def complete(self, size: int) -> None:
        """Finish the seal: from now on it can be read, and written no more."""
        self.size = size
        self._seal.finish()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the content piece by piece, opened one by one."""
        return iter_pieces(self.path)

    def hold(self) -> AbstractContextManager[Path]:
        """Give a path to the content in memory for as long as it is read."""
        return hold_in_memory(self.chunks())

    def close(self) -> None:
        """Destroy the file."""
        self._seal.abandon()
        self.path.unlink(missing_ok=True)


class BegrensdeUpload(TemporaryFileUploadHandler):
    """Receive an upload in the folder of raw files, up to the limit."""

    file: Inkomend  # type: ignore[assignment]  # sealed, where the one of Django is readable

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the file in the folder of raw files."""
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = Inkomend(
            self.file_name or "bestand", self.content_type or "", self.charset, self.content_type_extra
        )

    def file_complete(self, file_size: int) -> Inkomend:
        """Hand over the file that came in whole."""
        self.file.complete(file_size)
        return self.file

    def upload_interrupted(self) -> None:
        """Destroy what came in of a file that broke off."""
        if hasattr(self, "file"):
            self.file.close()
