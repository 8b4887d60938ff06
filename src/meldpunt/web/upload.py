"""An upload goes to the folder of raw files, never beyond the limit, whoever sends it.

Django reads a form before it knows who asks: without a limit here anybody could fill the disk. And its own
place, the folder for temporary files, is swept by nobody when the process dies during an upload.
"""

from __future__ import annotations

from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from meldpunt.aanlevering import ruw


class Inkomend(TemporaryUploadedFile):
    """A file that is coming in, readable to the owner alone; gone when it is closed."""

    def __init__(
        self, name: str, content_type: str, charset: str | None, extra: dict[str, Any] | None
    ) -> None:
        self._disk = NamedTemporaryFile(suffix=ruw.INKOMEND, dir=ruw.folder())  # noqa: SIM115 - closed with the upload
        UploadedFile.__init__(self, self._disk, name, content_type, 0, charset, extra)
        self._written = 0

    def write(self, block: bytes, /) -> int:  # type: ignore[override]  # bytes, never text
        """Write a block that begins within the limit and drop what comes after; the handler counts all of it."""
        if self._written <= settings.MELDPUNT_MAX_BESTAND:
            self._written += self._disk.write(block)
        return len(block)


class BegrensdeUpload(TemporaryFileUploadHandler):
    """Receive an upload in the folder of raw files, up to the limit."""

    file: Inkomend

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the file in the folder of raw files."""
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = Inkomend(
            self.file_name or "bestand", self.content_type or "", self.charset, self.content_type_extra
        )
