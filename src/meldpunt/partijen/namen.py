"""The names of parties by kind and key, for lists of roles."""

from __future__ import annotations

from collections.abc import Iterable

from meldpunt.partijen.models import Gemeente, Signaalpartner, Uitvoerder

Partijsleutel = tuple[str, str]


def list_partijnamen(partijen: Iterable[Partijsleutel]) -> dict[Partijsleutel, str]:
    """Return the name of each party, in three queries; a key that is no party is absent."""
    keys: dict[str, set[str]] = {}
    for soort, sleutel in partijen:
        keys.setdefault(soort, set()).add(sleutel)
    found: dict[Partijsleutel, str] = {
        ("gemeente", code): f"Gemeente {naam}"
        for code, naam in Gemeente.objects.filter(code__in=keys.get("gemeente", ())).values_list(
            "code", "naam"
        )
    }
    partners = Signaalpartner.objects.filter(sleutel__in=keys.get("partner", ()))
    found |= {("partner", sleutel): naam for sleutel, naam in partners.values_list("sleutel", "naam")}
    uitvoerders = Uitvoerder.objects.filter(sleutel__in=keys.get("uitvoerder", ()))
    found |= {("uitvoerder", sleutel): naam for sleutel, naam in uitvoerders.values_list("sleutel", "naam")}
    return found | {("meldpunt", sleutel): "Meldpunt" for sleutel in keys.get("meldpunt", ())}
