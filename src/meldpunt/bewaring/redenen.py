"""Why persons may be held beyond their term, for screens and acts."""

from typing import Final

from meldpunt.bewaring.models import Bewaarstop

BEWAARREDENEN: Final = tuple((one.value, one.label) for one in Bewaarstop.Reden)
