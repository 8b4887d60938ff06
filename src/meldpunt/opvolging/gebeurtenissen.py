"""What happened, as days: the events that start, meet and stop the terms of zaken and of deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import polars as pl
from django.conf import settings
from django.db import connection

from meldpunt.partijen.queries import list_beschikking_weken
from meldpunt.rules.wettermijnen import EINDE_LEVERING
from meldpunt.tabelkopie import copy_out

SLEUTELS: Final[dict[str, Any]] = {
    "gemeente": pl.String,
    "sleutel": pl.String,
    "convenant": pl.String,
    "versie": pl.Date,
}
ZAAK: Final = {
    **SLEUTELS,
    "na_brief": pl.String,
    **dict.fromkeys(
        (
            *("ontvangst", "bedreigend", "eerste_gesprek", "beschikking", "afgezien", "hulp_aanvaard"),
            *("brief", "gebeld", "einde_levering_gemeld", "einde_levering", "gesloten", "terugkoppeling"),
        ),
        pl.Date,
    ),
}
LEVERING: Final = {**SLEUTELS, **dict.fromkeys(("aanlevering", "bericht_selectie", "ingetrokken"), pl.Date)}

EEN_ZAAK: Final = "SELECT %(gemeente)s::varchar AS gemeente, %(zaak)s::uuid AS zaak"
# A signaal that was recalled, or that its partner took out of the zaak, starts nothing. When none is left there is
# nobody to speak with: that ends the terms as closing does. Who refused and accepts later has not renounced.
VAN_ZAKEN: Final = """
WITH w AS MATERIALIZED ({bron}),
s AS (
  SELECT k.gemeente, k.zaak_id,
    coalesce(min(a.ontvangen_op) FILTER (WHERE l.leeft), min(a.ontvangen_op)) AS ontvangst,
    min(si.verwachte_einddatum) FILTER (WHERE l.leeft) AS einde,
    min(si.aanleverdatum) FILTER (WHERE l.leeft AND (
      si.verwachte_einddatum IS NOT NULL OR si.soort_signaal ~* %(einde)s)) AS gemeld,
    bool_or(l.leeft) AS leeft, max(coalesce(k.afgemeld_op, a.ingetrokken_op)) AS weg
  FROM w
  JOIN meldpunt_zaaksignaal k ON k.gemeente = w.gemeente AND k.zaak_id = w.zaak
  JOIN meldpunt_signaal si ON si.id = k.signaal_id AND si.gemeente = k.gemeente
  JOIN meldpunt_aanlevering a ON a.id = si.aanlevering_id
  CROSS JOIN LATERAL (SELECT a.status <> 'ingetrokken' AND k.afgemeld_op IS NULL AS leeft) l
  GROUP BY k.gemeente, k.zaak_id
),
p AS (
  SELECT gemeente, zaak_id, min(datum) FILTER (WHERE bereikt) AS bereikt, min(brief) AS brief,
         min(datum) FILTER (WHERE soort = 'Telefoon' AND datum >= brief) AS gebeld
  FROM (
    SELECT q.*, min(q.datum) FILTER (WHERE q.soort = 'Brief') OVER (PARTITION BY q.gemeente, q.zaak_id) AS brief
    FROM w JOIN meldpunt_contactpoging q ON q.gemeente = w.gemeente AND q.zaak_id = w.zaak) q
  GROUP BY gemeente, zaak_id
),
t AS (
  SELECT q.gemeente, q.zaak_id,
    min(q.datum) FILTER (WHERE q.soort = 'eerste_gesprek') AS gesprek,
    min(q.datum) FILTER (WHERE q.soort = 'beschikking' AND q.aard <> 'afgezien') AS beschikking,
    min(q.datum) FILTER (WHERE q.soort = 'aanbod_aanvaard') AS aanvaard,
    max(q.datum) FILTER (WHERE q.soort = 'aanbod_aanvaard') AS laatst_aanvaard,
    max(q.datum) FILTER (WHERE q.soort = 'aanbod_geweigerd' OR q.soort = 'beschikking' AND q.aard = 'afgezien')
      AS afgezien
  FROM w JOIN meldpunt_trajectstap q ON q.gemeente = w.gemeente AND q.zaak_id = w.zaak
  WHERE q.vervallen_op IS NULL
  GROUP BY q.gemeente, q.zaak_id
)
SELECT z.gemeente, z.id, z.convenant, z.versie,
       (SELECT a FROM unnest(z.acties) a WHERE a LIKE 'bellen\\_na\\_%%' LIMIT 1),
       (s.ontvangst AT TIME ZONE %(zone)s)::date, z.bedreigend_op, coalesce(t.gesprek, p.bereikt), t.beschikking,
       CASE WHEN t.laatst_aanvaard >= t.afgezien THEN NULL ELSE t.afgezien END, t.aanvaard, p.brief, p.gebeld,
       s.gemeld, s.einde, o.dag, o.dag
FROM w
JOIN meldpunt_zaak z ON z.id = w.zaak AND z.gemeente = w.gemeente
LEFT JOIN s ON s.zaak_id = z.id AND s.gemeente = z.gemeente
LEFT JOIN p ON p.zaak_id = z.id AND p.gemeente = z.gemeente
LEFT JOIN t ON t.zaak_id = z.id AND t.gemeente = z.gemeente
CROSS JOIN LATERAL (SELECT (CASE
  WHEN z.status = 'gesloten' THEN z.gesloten_op
  WHEN z.status IN ('niet_opgepakt', 'vervallen') THEN z.status_sinds
  WHEN NOT s.leeft THEN s.weg END AT TIME ZONE %(zone)s)::date AS dag) o
"""
# The partners of a delivery hear what is taken up when the list of its month is confirmed, after the delivery.
VAN_LEVERINGEN: Final = """
SELECT DISTINCT r.gemeente, r.aanlevering_id, r.convenant, r.versie, a.datum,
       (SELECT (min(l.gestart_op) AT TIME ZONE %(zone)s)::date FROM meldpunt_matchrun l
        WHERE l.gemeente = r.gemeente AND l.convenant = r.convenant AND l.maand = r.maand AND l.soort = 'lijst'
          AND l.peildatum >= a.datum AND l.gestart_op >= a.ontvangen_op),
       CASE WHEN a.status = 'ingetrokken' THEN (a.ingetrokken_op AT TIME ZONE %(zone)s)::date END
FROM ({runs}) c
JOIN meldpunt_matchrun r ON r.gemeente = c.gemeente AND r.soort = 'automatisch' AND {zelfde}
JOIN meldpunt_aanlevering a ON a.id = r.aanlevering_id
"""
VAN_RUNS: Final = "SELECT gemeente, convenant, maand FROM meldpunt_matchrun WHERE id = ANY(%(runs)s::uuid[])"
VAN_GEVOLGEN: Final = (
    "SELECT gemeente, aanlevering_id FROM meldpunt_intrekkingsgevolg WHERE id = ANY(%(gevolgen)s::uuid[])"
)


def get_of_zaak(*, zaak: UUID, gemeente: str) -> dict[str, Any]:
    """Return the events of one zaak by their names."""
    values: dict[str, Any] = {
        "zaak": zaak,
        "gemeente": gemeente,
        "einde": EINDE_LEVERING,
        "zone": settings.TIME_ZONE,
    }
    with connection.cursor() as cursor:
        cursor.execute(VAN_ZAKEN.format(bron=EEN_ZAAK), values)
        found = dict(zip(ZAAK, cursor.fetchone(), strict=True))
    spoken = found["eerste_gesprek"]
    if spoken is None:
        return found
    weken = [
        weeks
        for sleutel, _, vanaf, weeks in list_beschikking_weken([gemeente])
        if sleutel == found["convenant"] and vanaf <= spoken
    ]
    return {**found, "weken": weken[-1] if weken else None}


def list_of_zaken(tabel: str) -> pl.DataFrame:
    """Return the events of the zaken in a temporary table with the columns gemeente and zaak."""
    bron = f"SELECT gemeente, zaak FROM {tabel}"  # noqa: S608 - a table of our own making
    values = {"einde": EINDE_LEVERING, "zone": settings.TIME_ZONE}
    return _with_weken(copy_out(VAN_ZAKEN.format(bron=bron), values, ZAAK))


def list_of_leveringen(*, runs: Sequence[UUID] = (), gevolgen: Sequence[UUID] = ()) -> pl.DataFrame:
    """Return the events of the deliveries of the months of these runs, or of what these recalls were about."""
    bron, zelfde = (
        (VAN_RUNS, "r.convenant = c.convenant AND r.maand = c.maand")
        if runs
        else (VAN_GEVOLGEN, "r.aanlevering_id = c.aanlevering_id")
    )
    values = {"runs": list(runs), "gevolgen": list(gevolgen), "zone": settings.TIME_ZONE}
    return copy_out(VAN_LEVERINGEN.format(runs=bron, zelfde=zelfde), values, LEVERING)


def _with_weken(zaken: pl.DataFrame) -> pl.DataFrame:
    """Add what the ordinance of the municipality leaves for the decision, on the day of the first conversation."""
    spoken = zaken.filter(pl.col("eerste_gesprek").is_not_null())
    if spoken.is_empty():
        return zaken
    weken = pl.DataFrame(
        list_beschikking_weken(spoken["gemeente"].unique().to_list()),
        schema={"convenant": pl.String, "gemeente": pl.String, "vanaf": pl.Date, "weken": pl.Int64},
        orient="row",
    )
    on_day = spoken.sort("eerste_gesprek").join_asof(
        weken.sort("vanaf"),
        left_on="eerste_gesprek",
        right_on="vanaf",
        by=["convenant", "gemeente"],
        check_sortedness=False,
    )
    return zaken.join(on_day.select("gemeente", "sleutel", "weken"), on=["gemeente", "sleutel"], how="left")
