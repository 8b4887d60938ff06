"""What an act says when it cannot be done."""

from __future__ import annotations


class Weigering(ValueError):
    """An act that cannot be done now; the text is the Dutch sentence for the person, with a stable code."""
