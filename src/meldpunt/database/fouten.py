"""The one exception of the embedded database."""

from __future__ import annotations


class DatabaseFout(Exception):
    """The database cannot be had; the text says what to do and ends with a stable code."""

    def __init__(self, code: str, zin: str) -> None:
        super().__init__(f"{zin} [{code}]")
        self.code = code
