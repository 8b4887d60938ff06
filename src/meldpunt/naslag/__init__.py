"""The pages of docs/reference, written from the covenant files and the rules themselves: `make docs`.

Nobody types a ground, a limit or a status twice; a page that lags behind the code fails the build.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from meldpunt.naslag.gronden import describe_gronden
from meldpunt.naslag.openbaarmaking import describe_openbaarmaking
from meldpunt.naslag.statussen import describe_statussen
from meldpunt.naslag.velden import describe_velden
from meldpunt.naslag.waardelijsten import describe_waardelijsten

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "gronden.md": describe_gronden,
    "velden.md": describe_velden,
    "statussen.md": describe_statussen,
    "waardelijsten.md": describe_waardelijsten,
    "openbaarmaking.md": describe_openbaarmaking,
}
