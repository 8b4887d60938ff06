"""The main job in a browser: a flawed file, a zaak with its reasons, contact, an end result, feedback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import download, open_menu, open_page, read_csv, text_of, wait_for_text, write_csv
from tests.journeys.wereld import (
    BEHANDELAAR,
    BUUR,
    COORDINATOR,
    EIGEN_KOP,
    PARTNER,
    VREEMDE,
    day,
    deliver_beside,
    make_landelijk,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HULP = "(Budget)advies en/of quick fix"
ADRES = "2011 AA 12"
GRONDEN = ("achterstand_te_kort", "postcode_ongeldig", "bedrag_ongeldig", "datum_ongeldig", "veld_verwijderd")
# What belongs to PWN alone, in the forms a page or a file may write it.
VAN_PWN = ("PWN", "KL-7701", "345,67", "34567", "345.67", "REF-A")


def write_flawed(file: Path) -> Path:
    """Write four rows: one right, three wrong; the last one on three grounds."""
    rows = [
        f"KL-7701;Jansen;J.;01-05-1980;2011AA;12;water;345,67;{day()};REF-A;rood",
        f"KL-7702;de Boer;A.;03-02-1975;2011AB;7;water;112,00;{day(10)};REF-B;geel",
        f"KL-7703;Yildiz;M.;11-12-1990;99;4;water;210,00;{day()};REF-C;",
        "KL-7704;Visser;P.;05-06-1966;2012;9;water;veel;31-02-2026;REF-D;blauw",
    ]
    file.write_text("\n".join([EIGEN_KOP, *rows]), encoding="cp1252")
    return file


def hand_in(page: Page, file: Path) -> None:
    open_menu(page, "Aanleveren")
    page.get_by_label("Bestand met signalen").set_input_files(file)
    page.get_by_role("button", name="Aanleveren", exact=True).click()


def map_columns(page: Page) -> None:
    """Say once which column is what; the preview follows."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Kolommen koppelen")
    for kolom, veld in [
        ("Klantcode", "klantnummer"),
        ("Familienaam", "achternaam"),
        ("Initialen", "voorletters"),
        ("Geb. datum", "geboortedatum"),
        ("Huisnr", "huisnummer"),
        ("Soort vordering", "type_vordering"),
        ("Openstaand saldo", "bedrag"),
        ("Achterstallig vanaf", "achterstand_sinds"),
        ("Ons kenmerk", "referentie"),
    ]:
        page.get_by_label(kolom, exact=True).select_option(veld)
    page.get_by_label("Lievelingskleur").select_option("")
    expect(page.locator("#voorbeeld")).to_contain_text("345,67")
    page.get_by_role("button", name="Verwerk het bestand").click()


def correct(file: Path) -> Path:
    """Mend the three refused rows in the file that was downloaded."""
    rows = {row["klantnummer"]: row for row in read_csv(file)}
    assert sorted(rows) == ["KL-7702", "KL-7703", "KL-7704"]
    assert "[achterstand_te_kort]" in rows["KL-7702"]["wat_te_doen"]
    rows["KL-7702"]["achterstand_sinds"] = day()
    rows["KL-7703"]["postcode"] = "2011 AC"
    rows["KL-7704"] |= {"postcode": "2012AA", "bedrag": "88,10", "achterstand_sinds": day()}
    return write_csv(file.with_name("verbeterd.csv"), list(rows.values()))


def deliver_and_correct(page: Page, folder: Path) -> str:
    """Deliver a flawed file, mend it, deliver again; return the address of the first delivery."""
    hand_in(page, write_flawed(folder / "oktober.csv"))
    map_columns(page)
    wait_for_text(page, "U bent nog niet klaar")
    first, page_text = page.url, text_of(page)
    for code in GRONDEN:
        assert f"[{code}]" in page_text, code
    assert re.search(r"Regel 3: .*\[achterstand_te_kort\]", page_text)
    assert "Lievelingskleur" in page_text
    better = correct(download(page, "CSV", folder))
    page.get_by_label("Verbeterd bestand").set_input_files(better)
    page.get_by_role("button", name="Lever opnieuw aan").click()
    wait_for_text(page, "U bent klaar")
    assert page.url != first
    return first


def take_and_try(page: Page) -> None:
    """Open the zaak from the inbox, read why it is here, take it, try twice."""
    open_menu(page, "Postvak")
    page.get_by_role("link", name=ADRES).click()
    page.get_by_text("Waarom hier?").click()
    page_text = text_of(page)
    assert re.search(r"Artikel\s+\S", page_text)
    assert re.search(r"Versie\s+\S", page_text)
    assert {"PWN", "Vitens"} <= set(re.findall(r"PWN|Vitens", page_text))
    page.get_by_role("button", name="Oppakken").click()
    for soort, uitkomst in [("Telefoon", "Niet bereikt"), ("Huisbezoek", "Bereikt")]:
        form = page.locator("#poging")
        form.get_by_role("radio", name=soort, exact=True).check()
        form.get_by_label("Notitie").fill("Alleen voor collega's: geheime notitie.")
        form.get_by_role("button", name=uitkomst, exact=True).click()
        expect(page.locator(".mp-tijdlijn").first).to_contain_text(f"{soort}: {uitkomst.lower()}")


def close(page: Page) -> None:
    """Choose an end result, read what each partner will read, close."""
    page.get_by_role("link", name="Zaak sluiten").first.click()
    page.get_by_role("radio", name=HULP).check()
    preview = page.locator("#voorbeeld")
    expect(preview).to_contain_text("PWN")
    expect(preview).to_contain_text("Vitens")
    expect(preview).to_contain_text("De inwoner heeft hulp geaccepteerd")
    page.get_by_role("button", name="Zaak sluiten").click()
    wait_for_text(page, f"Gesloten: {HULP}")


def check_nothing_of_pwn(page: Page, folder: Path) -> None:
    """Search everything the second partner can open or download for what belongs to the first."""
    addresses = page.locator("nav[aria-label=Hoofdmenu] a").evaluate_all("links => links.map(a => a.href)")
    open_page(page, "/partner/aanleveringen/")
    addresses += page.locator("main tbody a").evaluate_all("links => links.map(a => a.href)")
    assert len(addresses) >= 7
    for address in addresses:
        open_page(page, address)
        found = [word for word in VAN_PWN if word in page.content()]
        assert not found, (address, found)
        assert not re.search(r"\b[2-9] (signalen|partners|meldingen)\b", text_of(page)), address
    for lijst in ("/partner/signalen/", "/partner/terugkoppelingen/"):
        open_page(page, lijst)
        rows = read_csv(download(page, "CSV", folder))
        assert {"VIT-1"} == {row["klantnummer"] for row in rows}
        assert not [word for word in VAN_PWN for row in rows if word in str(row)]


def test_it_goes_from_a_flawed_file_to_feedback_that_only_its_own_partner_reads(
    sign_in_as: Aanmelder, tmp_path: Path
) -> None:
    _, vitens = make_landelijk()
    partner = sign_in_as(PARTNER)
    first = deliver_and_correct(partner, tmp_path)
    deliver_beside(vitens, klantnummer="VIT-1", bedrag="210,40")
    behandelaar = sign_in_as(BEHANDELAAR)
    take_and_try(behandelaar)
    zaak = behandelaar.url
    close(behandelaar)
    open_menu(partner, "Mijn signalen")
    wait_for_text(partner, "Hulp geaccepteerd")
    for lijst in ("Mijn signalen", "Terugkoppelingen"):
        open_menu(partner, lijst)
        assert "Hulp geaccepteerd" in text_of(partner)
        assert "KL-7701" in text_of(partner)
        assert not re.search(r"VIT-1|Vitens|210,40|geheime notitie|quick fix", partner.content())
    buur = sign_in_as(BUUR)
    check_nothing_of_pwn(buur, tmp_path)
    assert open_page(buur, first).status in {403, 404}
    assert open_page(sign_in_as(VREEMDE), zaak).status in {403, 404}
    recall(partner, first)
    behandelaar.goto(zaak)
    wait_for_text(behandelaar, "ingetrokken")
    coordinator = sign_in_as(COORDINATOR)
    open_menu(coordinator, "Berichten")
    wait_for_text(coordinator, "PWN trok de aanlevering van")
    assert "Verkeerd bestand gestuurd" in text_of(coordinator)


def recall(page: Page, delivery: str) -> None:
    page.goto(delivery)
    page.get_by_role("link", name="Intrekken").click()
    page.get_by_label("Waarom trekt u deze aanlevering in?").fill("Verkeerd bestand gestuurd")
    page.get_by_role("button", name="Trek de aanlevering in").click()
    wait_for_text(page, "Deze aanlevering is ingetrokken")
