"""Making letters and messages: one person, that person's own claims, and only when it may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.factories import NU, deliver, make_actor, make_partner, make_regel
from tests.slices.correspondentie.post import Kantoor, give_contact, make_kantoor, write_text

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.models import Logregel
from meldpunt.correspondentie import antwoordcodes
from meldpunt.correspondentie.actions import (
    Sjabloonkeuze,
    make_brieven,
    make_verzending,
    withdraw_verzending,
)
from meldpunt.correspondentie.models import Antwoordcode, Sjabloon, Verzending, Verzendpartij
from meldpunt.correspondentie.samenvoegen import CODE
from meldpunt.correspondentie.verzegeling import find_code
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak
from meldpunt.opvolging.controles import set_controle
from meldpunt.partijen.models import Afzender, Werkprotocol
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.stapel import Zaaksleutel

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantoor() -> Kantoor:
    return make_kantoor()


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_it_writes_to_one_person_about_that_persons_own_claims(kantoor: Kantoor) -> None:
    jansen, bakker = kantoor.make("Jansen"), kantoor.make("Bakker")
    assert "PWN: € 120,50, sinds 15 augustus 2026" in plain(jansen.tekst)
    assert "Beste heer of mevrouw Jansen" in jansen.tekst
    for strange in ("Bakker", "Vitens", "61,99"):
        assert strange not in jansen.tekst
    assert "Vitens: € 61,99" in plain(bakker.tekst)
    for strange in ("Jansen", "PWN", "120,50"):
        assert strange not in bakker.tekst
    assert jansen.adresregels == ["Huisnummer 12", "2011 AA  HAARLEM"]
    assert jansen.naam == "J. Jansen"


def test_it_shows_no_claim_on_a_card_a_mail_or_an_sms(kantoor: Kantoor) -> None:
    give_contact("Jansen", telefoon="06 12 34 56 78", email="j@jansen.example")
    made = [kantoor.make("Jansen", sleutel) for sleutel in ("kaartje", "mail", "sms")]
    assert [one.aan for one in made] == ["", "j@jansen.example", "+31612345678"]
    for one in made:
        assert all(word not in one.tekst + one.onderwerp for word in ("PWN", "120", "€", "schuld"))


def test_it_keeps_the_code_out_of_the_stored_text_and_out_of_the_database(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen")
    code = find_code(made.code_verzegeld, verzending=made.id)
    assert code is not None
    opened = antwoordcodes.find_code(tekst=code, now=NU)
    assert opened is not None
    kept = Antwoordcode.objects.get(verzending=made.id)
    assert (kept.id, kept.persoon, kept.kanaal) == (opened.id, made.persoon, "brief")
    assert CODE in made.tekst
    assert code not in made.tekst
    assert code.replace("-", "").encode().hex() not in made.code_verzegeld
    # The seal of one letter does not open another.
    assert find_code(made.code_verzegeld, verzending=kantoor.make("Bakker").id) is None


def test_it_does_not_open_a_seal_after_the_key_of_the_installation_changed(
    kantoor: Kantoor, settings
) -> None:
    made = kantoor.make("Jansen")
    settings.SECRET_KEY = "another-key-for-tests"
    assert find_code(made.code_verzegeld, verzending=made.id) is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"vragen_open": 1}, "persoon_onbeslist"),
        ({"status": "nieuw"}, "zaak_status"),
        ({"status": "niet_opgepakt"}, "zaak_status"),
    ],
)
def test_it_makes_nothing_while_that_is_not_right(
    kantoor: Kantoor, values: dict[str, object], code: str
) -> None:
    Zaak.objects.update(**values)
    with pytest.raises(Weigering, match=code):
        kantoor.make("Jansen")
    assert not Verzending.objects.exists()


def test_it_makes_nothing_once_the_persons_are_destroyed(kantoor: Kantoor) -> None:
    persoon = kantoor.persoon("Jansen")
    SignaalPersoon.objects.filter(achternaam="Jansen").delete()
    with pytest.raises(Weigering, match="persoon_vernietigd"):
        make_verzending(
            zaak=kantoor.zaak.id,
            gemeente="0392",
            persoon=persoon,
            keuze=Sjabloonkeuze("eerste-brief"),
            door=kantoor.noor,
            now=NU,
        )


def test_it_leaves_out_a_claim_that_its_partner_took_back(kantoor: Kantoor) -> None:
    deliver(partner=make_partner(sleutel="vitens"), regels=[make_regel(klantnummer="V2", bedrag="33,33")])
    of_vitens = Zaaksignaal.objects.get(signaal__bedrag_cent=3333)
    assert of_vitens.persoon == kantoor.persoon("Jansen")
    Zaaksignaal.objects.filter(signaal=of_vitens.signaal_id).update(afgemeld_op=NU, afmeldreden="betaald")
    assert "Vitens" not in kantoor.make("Jansen").tekst
    Zaaksignaal.objects.filter(persoon=kantoor.persoon("Bakker")).update(
        afgemeld_op=NU, afmeldreden="betaald"
    )
    with pytest.raises(Weigering, match="geen_signaal_open"):
        kantoor.make("Bakker")


def test_it_makes_nothing_without_a_sender(kantoor: Kantoor) -> None:
    Afzender.objects.all().delete()
    with pytest.raises(Weigering, match="afzender_ontbreekt"):
        kantoor.make("Jansen")


def test_it_puts_the_local_offer_of_the_day_in_the_letter_or_refuses(kantoor: Kantoor) -> None:
    with pytest.raises(Weigering, match="lokaal_aanbod_ontbreekt"):
        kantoor.make("Jansen", "lokaal-aanbod")
    Werkprotocol.objects.update(lokaal_aanbod="Een gratis gesprek in de wijk {naam}.")
    made = kantoor.make("Jansen", "lokaal-aanbod")
    assert "Een gratis gesprek in de wijk (naam)." in made.tekst


def test_it_sends_no_mail_and_no_sms_without_an_address_that_can_be_reached(
    kantoor: Kantoor, settings
) -> None:
    for telefoon, email in (("", ""), ("023-5115115", "geen adres")):
        give_contact("Jansen", telefoon=telefoon, email=email)
        with pytest.raises(Weigering, match="geen_mailadres"):
            kantoor.make("Jansen", "mail")
        with pytest.raises(Weigering, match="geen_mobiel"):
            kantoor.make("Jansen", "sms")
    give_contact("Jansen", telefoon="0612345678", email="j@jansen.example")
    settings.MELDPUNT_SMS = ""
    with pytest.raises(Weigering, match="sms_niet_ingericht"):
        kantoor.make("Jansen", "sms")
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with pytest.raises(Weigering, match="mail_niet_ingericht"):
        kantoor.make("Jansen", "mail")
    assert not Verzending.objects.exists()


def test_it_makes_the_same_letter_once_until_it_is_gone(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen")
    with pytest.raises(Weigering, match="bericht_ligt_klaar"):
        kantoor.make("Jansen")
    withdraw_verzending(verzending=made.id, gemeente="0392", door=kantoor.noor, now=NU)
    assert Antwoordcode.objects.get(verzending=made.id).ingetrokken_op == NU
    kantoor.make("Jansen")
    with pytest.raises(Weigering, match="bericht_al_weg"):
        withdraw_verzending(verzending=made.id, gemeente="0392", door=kantoor.noor, now=NU)


def test_it_refuses_whoever_may_not_see_the_zaak(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen")
    for stranger in (
        make_actor(rol="privacy"),
        make_actor(rol="partner", partijsoort="partner", partij="pwn"),
        make_actor(gemeenten=("0344",), partij="0344"),
        make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam"),
        replace(kantoor.noor, partijsoort="uitvoerder", partij="SDD"),
    ):
        with pytest.raises(GeenToegang):
            replace(kantoor, noor=stranger).make("Bakker")
        with pytest.raises(GeenToegang):
            withdraw_verzending(verzending=made.id, gemeente="0392", door=stranger, now=NU)
    assert Verzending.objects.count() == 1


def test_it_makes_a_letter_for_each_person_of_a_zaak_in_work_on_many(kantoor: Kantoor) -> None:
    sleutel = Zaaksleutel("0392", kantoor.zaak.id)
    waarden = {"sjabloon": "eerste-brief", "taal": "nl"}
    make_brieven(sleutel, waarden, kantoor.noor, NU)
    assert set(Verzending.objects.values_list("naam", flat=True)) == {"J. Jansen", "P. Bakker"}
    assert Verzendpartij.objects.get().aantal == 2
    with pytest.raises(Weigering, match="bericht_ligt_klaar"):
        make_brieven(sleutel, waarden, kantoor.noor, NU)
    with pytest.raises(Weigering, match="geen_brief"):
        make_brieven(sleutel, {"sjabloon": "sms"}, kantoor.noor, NU)
    with pytest.raises(Weigering, match="sjabloon_onbekend"):
        make_brieven(sleutel, {"sjabloon": "eerste-brief", "taal": "xx"}, kantoor.noor, NU)


def test_it_uses_the_version_of_the_day_and_keeps_the_text_that_went_out(kantoor: Kantoor) -> None:
    first = kantoor.make("Jansen")
    write_text(kantoor, tekst="{aanhef}, nieuw.")
    second = kantoor.make("Bakker")
    assert (first.sjabloon.versie, second.sjabloon.versie) == (1, 2)
    first.refresh_from_db()
    assert "PWN" in first.tekst
    assert second.tekst == "Beste heer of mevrouw Bakker, nieuw."


def test_it_logs_keys_and_codes_and_no_name_or_text(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen")
    line = Logregel.objects.get(handeling="bericht_gemaakt")
    assert line.waarden == {
        "verzending": str(made.id),
        "kanaal": "brief",
        "sjabloon": "eerste-brief",
        "taal": "nl",
        "versie": 1,
    }
    assert line.object == str(kantoor.zaak.id)


def test_it_makes_nothing_for_a_closed_zaak(kantoor: Kantoor) -> None:
    close_zaak(
        zaak=kantoor.zaak.id,
        gemeente="0392",
        eindresultaat="Definitief geen contact kunnen krijgen",
        door=kantoor.noor,
        now=NU,
    )
    with pytest.raises(Weigering, match="zaak_status"):
        make_brieven(Zaaksleutel("0392", kantoor.zaak.id), {"sjabloon": "eerste-brief"}, kantoor.noor, NU)
    assert Sjabloon.objects.filter(sleutel="eerste-brief").count() == 6


def test_it_writes_to_nobody_whom_a_check_forbids_to_contact(kantoor: Kantoor) -> None:
    jansen, bakker = kantoor.persoon("Jansen"), kantoor.persoon("Bakker")
    set_controle(
        zaak=kantoor.zaak.id,
        gemeente="0392",
        persoon=jansen,
        soort="overleden",
        toelichting="BRP",
        door=kantoor.noor,
        now=NU,
    )
    with pytest.raises(Weigering, match="contact_verboden"):
        kantoor.make("Jansen")
    make_brieven(Zaaksleutel("0392", kantoor.zaak.id), {"sjabloon": "eerste-brief"}, kantoor.noor, NU)
    assert list(Verzending.objects.values_list("persoon", flat=True)) == [bakker]
