"""Letters to download: never to be kept by anybody in between."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse


def give_pdf(inhoud: bytes, naam: str, *, inline: bool = False) -> HttpResponse:
    """Answer with a PDF, to save or to look at."""
    response = HttpResponse(inhoud, content_type="application/pdf")
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{naam.lower()}"'
    response["Cache-Control"] = "no-store"
    return response


def give_zip(stukken: Iterator[bytes], naam: str) -> StreamingHttpResponse:
    """Answer with a zip that is made while it is fetched."""
    response = StreamingHttpResponse(stukken, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{naam.lower()}"'
    response["Cache-Control"] = "no-store"
    return response
