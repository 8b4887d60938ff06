// Results of visits, kept on the phone until they are sent. Without script the same forms go to the site at once.
"use strict";

const ronde = document.querySelector("[data-ronde]");
const { wie, dag, sleutelUrl, verstuurUrl, werkerUrl, bereik } = ronde.dataset;
const UITKOMST = {
  bereikt: "gesproken", niet_bereikt: "niet thuis", kaartje: "kaartje achtergelaten", geweigerd: "wil geen hulp",
};
const BIJ_ANDERE_DAGEN = 14 * 24 * 3600 * 1000;
// Without one, this very page came past the worker and is not kept yet.
const wasKept = Boolean(navigator.serviceWorker?.controller);
let busy = false;
let trouble = "";
const AANMELDEN = "Meld u opnieuw aan om te versturen.";

// --- what waits on the phone -------------------------------------------------------------------
function openStore() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("meldpunt-dagronde", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("resultaten", { keyPath: "sleutel" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
const store = openStore();

async function inStore(mode, act) {
  const db = await store;
  return new Promise((resolve, reject) => {
    const change = db.transaction("resultaten", mode);
    const asked = act(change.objectStore("resultaten"));
    change.oncomplete = () => resolve(asked.result);
    change.onerror = () => reject(change.error);
  });
}

async function listMine() {
  const all = await inStore("readonly", (box) => box.getAll());
  return all.filter((item) => item.wie === wie).sort((a, b) => a.moment.localeCompare(b.moment));
}

// --- what the page shows -----------------------------------------------------------------------
function markVisit(zaak, text, refused) {
  const card = ronde.querySelector(`[data-zaak="${CSS.escape(zaak)}"]`);
  const line = card?.querySelector("[data-stand]");
  if (!line) return;
  line.hidden = false;
  line.textContent = text;
  line.classList.toggle("mp-deur__stand--fout", Boolean(refused));
  card.classList.toggle("mp-deur--gedaan", !refused);
}

async function paint() {
  const mine = await listMine();
  const waiting = mine.filter((item) => !item.geweigerd);
  const refused = mine.filter((item) => item.geweigerd);
  const state = document.querySelector("[data-verzendstand]");
  const many = waiting.length === 1 ? "resultaat" : "resultaten";
  const words = waiting.length ? `Nog ${waiting.length} ${many} te versturen.` : "Alles is verstuurd.";
  state.textContent = [words, trouble].filter(Boolean).join(" ");
  document.querySelector("[data-verstuur]").hidden = waiting.length === 0;
  document.querySelector("[data-aanmelden]").hidden = trouble !== AANMELDEN;
  waiting.forEach((item) => markVisit(item.zaak, `Bewaard op deze telefoon: ${UITKOMST[item.uitkomst]}.`));
  refused.forEach((item) => markVisit(item.zaak, `Niet aangenomen: ${item.geweigerd}`, true));
  const box = document.querySelector("[data-geweigerd]");
  box.hidden = refused.length === 0;
}

// --- sending -----------------------------------------------------------------------------------
async function freshToken() {
  const answer = await fetch(sleutelUrl, { redirect: "manual", cache: "no-store" });
  if (answer.type === "opaqueredirect" || !answer.ok) throw new Error(AANMELDEN);
  const { csrf, wie: signedIn } = await answer.json();
  if (signedIn !== wie) throw new Error("U bent met een ander account aangemeld. Ververs de pagina.");
  return csrf;
}

async function post(items, csrf) {
  const answer = await fetch(verstuurUrl, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ items }),
  });
  if (!answer.ok) throw new Error("Versturen lukte niet. Probeer het straks opnieuw.");
  return (await answer.json()).items;
}

async function settle(outcome) {
  if (outcome.stand === "geweigerd") {
    const item = await inStore("readonly", (box) => box.get(outcome.sleutel));
    await inStore("readwrite", (box) => box.put({ ...item, geweigerd: outcome.zin }));
    return;
  }
  const item = await inStore("readonly", (box) => box.get(outcome.sleutel));
  await inStore("readwrite", (box) => box.delete(outcome.sleutel));
  if (item) markVisit(item.zaak, `Vastgelegd: ${UITKOMST[item.uitkomst]}.`);
}

async function send() {
  if (busy) return;
  busy = true;
  try {
    const waiting = (await listMine()).filter((item) => !item.geweigerd).slice(0, 50);
    trouble = "";
    if (waiting.length) {
      const csrf = await freshToken();
      const items = waiting.map(({ wie: _, geweigerd: __, ...visit }) => visit);
      for (const outcome of await post(items, csrf)) await settle(outcome);
      // The copy on the phone must know too what was done.
      navigator.serviceWorker?.controller?.postMessage({ soort: "bewaar", bestanden: [], pagina: true });
    }
  } catch (fout) {
    // A fetch that found no network is a TypeError, with words of the browser's own.
    trouble = fout instanceof TypeError ? "Geen verbinding." : fout.message;
  } finally {
    busy = false;
    await paint();
  }
}

// --- recording at the door ---------------------------------------------------------------------
async function keep(form, uitkomst) {
  const field = (name) => form.elements[name].value;
  await inStore("readwrite", (box) => box.put({
    // Not the key of the form: the page may come from the phone itself, with keys that were used before.
    sleutel: crypto.randomUUID(),
    gemeente: field("gemeente"),
    zaak: field("zaak"),
    uitkomst,
    notitie: field("notitie").trim(),
    niet_alleen: Boolean(form.elements.niet_alleen?.checked),
    moment: new Date().toISOString(),
    wie,
  }));
  form.reset();
  form.closest("details")?.removeAttribute("open");
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-deur]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  if (form.dataset.bezig) return;
  form.dataset.bezig = "ja";
  setTimeout(() => { delete form.dataset.bezig; }, 1000);
  const { value } = event.submitter;
  keep(form, value).then(() => paint().then(send), () => {
    // No store on this phone (a private window): the plain form still works.
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "uitkomst", value });
    form.append(field);
    form.submit();
  });
});

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-verstuur]")) await send();
  if (event.target.closest("[data-wis-geweigerd]")) {
    for (const item of (await listMine()).filter((one) => one.geweigerd)) {
      await inStore("readwrite", (box) => box.delete(item.sleutel));
    }
    location.reload();
  }
});

// --- keeping the page --------------------------------------------------------------------------
function tell(worker, message) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    worker.postMessage(message, [port2]);
  });
}

async function keepPage() {
  const line = document.querySelector("[data-bewaard]");
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(werkerUrl, { scope: bereik });
  const { active } = await navigator.serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map((one) => one.name.split("#")[0]);
  const files = [...new Set(used)].filter((name) => name.startsWith(`${location.origin}/static/`));
  if (navigator.onLine && (await tell(active, { soort: "bewaar", bestanden: files, pagina: !wasKept })) === "bewaard") {
    line.textContent = "Deze lijst werkt vandaag ook zonder verbinding.";
  }
}

async function forgetOfOthers() {
  // Somebody else's results on a shared phone wait for that person, but not for ever.
  const all = await inStore("readonly", (box) => box.getAll());
  const old = all.filter((one) => one.wie !== wie && Date.now() - Date.parse(one.moment) > BIJ_ANDERE_DAGEN);
  for (const item of old) await inStore("readwrite", (box) => box.delete(item.sleutel));
}

function isOver() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10) !== dag;
}

async function checkDay() {
  if (!isOver()) return;
  if ("caches" in self) await caches.delete("dagronde-lijst");
  document.querySelector("[data-deuren]")?.remove();
  document.querySelector("[data-voorbij]").hidden = false;
}

window.addEventListener("online", send);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") checkDay().then(send);
});
setInterval(() => { if (navigator.onLine) send(); }, 60000);

checkDay().then(paint).then(send).then(forgetOfOthers).catch(() => undefined);
keepPage().catch(() => undefined);
