"""The same act on many zaken: each on its own, so that one refusal does not undo the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from meldpunt.rules.statussen import OvergangFout
from meldpunt.toegang.policies import GeenToegang


@dataclass(frozen=True, slots=True)
class Zaaksleutel:
    """The key of a zaak: with its municipality, as every table about residents."""

    gemeente: str
    zaak: UUID


@dataclass(frozen=True, slots=True)
class Overgeslagen:
    """A zaak on which the act could not be done, with the Dutch sentence why."""

    sleutel: Zaaksleutel
    zin: str


@dataclass(frozen=True, slots=True)
class Stapeluitkomst:
    """What came of an act on many zaken."""

    gedaan: int
    overgeslagen: tuple[Overgeslagen, ...]


def do_each(zaken: Iterable[Zaaksleutel], act: Callable[[Zaaksleutel], None]) -> Stapeluitkomst:
    """Do an act on each zaak, in the order of their keys; an act that refuses leaves that zaak as it was.

    A refusal of an act is a ValueError with a sentence; anything else that goes wrong is not caught here.
    """
    done, skipped = 0, []
    for sleutel in sorted(set(zaken), key=lambda s: (s.gemeente, s.zaak)):
        try:
            act(sleutel)
        except (ValueError, OvergangFout, GeenToegang) as refusal:
            skipped.append(Overgeslagen(sleutel, str(refusal)))
        except ObjectDoesNotExist:
            skipped.append(Overgeslagen(sleutel, "Deze zaak bestaat niet meer. [niet_gevonden]"))
        else:
            done += 1
    return Stapeluitkomst(done, tuple(skipped))
