// The round without a connection. Kept on the phone: the page of today and the files it is made of; nothing else.
"use strict";

const BESTANDEN = "dagronde-bestanden-{{ versie }}";
const LIJST = "dagronde-lijst";
const PAGINA = "{% url 'gemeente:dagronde_onderweg' %}";
const VOORAF = [{% for bestand in bestanden %}"{{ bestand }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

function vandaag() {
  const nu = new Date();
  const twee = (getal) => String(getal).padStart(2, "0");
  return `${nu.getFullYear()}-${twee(nu.getMonth() + 1)}-${twee(nu.getDate())}`;
}

async function vindLijst() {
  const kast = await caches.open(LIJST);
  const pagina = await kast.match(PAGINA);
  if (pagina && pagina.headers.get("X-Dagronde-Dag") !== vandaag()) {
    await caches.delete(LIJST);
    return undefined;
  }
  return pagina;
}

async function bewaarLijst(antwoord) {
  // Signed out, or no page of the round: what was kept is over.
  if (!antwoord.ok || antwoord.redirected || !antwoord.headers.get("X-Dagronde-Dag")) {
    await caches.delete(LIJST);
    return;
  }
  const kast = await caches.open(LIJST);
  await kast.put(PAGINA, antwoord);
}

async function geefPagina(verzoek) {
  try {
    const antwoord = await fetch(verzoek);
    await bewaarLijst(antwoord.clone());
    return antwoord;
  } catch (fout) {
    const bewaard = await vindLijst();
    if (bewaard) return bewaard;
    return new Response(
      "<!doctype html><html lang=\"nl\"><meta charset=\"utf-8\"><title>Geen verbinding</title>" +
      "<h1>Geen verbinding</h1><p>De dagronde van vandaag staat niet op deze telefoon. Zoek verbinding en open " +
      "haar dan opnieuw. Wat u al vastlegde, is bewaard.</p>",
      { headers: { "Content-Type": "text/html; charset=utf-8" } },
    );
  }
}

async function geefBestand(verzoek) {
  const kast = await caches.open(BESTANDEN);
  const bewaard = await kast.match(verzoek);
  // Another release has another cache: what is here is as it should be, and is not asked for again.
  if (bewaard) return bewaard;
  const antwoord = await fetch(verzoek);
  if (antwoord.ok) await kast.put(verzoek, antwoord.clone());
  return antwoord;
}

async function bewaarAlles(bestanden, pagina) {
  const kast = await caches.open(BESTANDEN);
  await Promise.all(bestanden.map(async (adres) => {
    if (!(await kast.match(adres))) await kast.add(adres);
  }));
  if (pagina) await bewaarLijst(await fetch(PAGINA, { credentials: "same-origin" }));
}

self.addEventListener("install", (gebeurtenis) => {
  gebeurtenis.waitUntil(caches.open(BESTANDEN).then((kast) => kast.addAll(VOORAF)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (gebeurtenis) => {
  gebeurtenis.waitUntil((async () => {
    const namen = await caches.keys();
    const oud = namen.filter((naam) => naam.startsWith("dagronde-bestanden-") && naam !== BESTANDEN);
    await Promise.all(oud.map((naam) => caches.delete(naam)));
    await vindLijst();
    await self.clients.claim();
  })());
});

self.addEventListener("message", (gebeurtenis) => {
  const { soort, bestanden, pagina } = gebeurtenis.data || {};
  const poort = gebeurtenis.ports[0];
  if (soort === "bewaar") {
    gebeurtenis.waitUntil(bewaarAlles(bestanden, pagina).then(
      () => poort?.postMessage("bewaard"), () => poort?.postMessage("mislukt"),
    ));
  }
});

self.addEventListener("fetch", (gebeurtenis) => {
  const adres = new URL(gebeurtenis.request.url);
  if (gebeurtenis.request.method !== "GET" || adres.origin !== self.location.origin) return;
  if (gebeurtenis.request.mode === "navigate" && adres.pathname === PAGINA) {
    gebeurtenis.respondWith(geefPagina(gebeurtenis.request));
  } else if (adres.pathname.startsWith("/static/")) {
    gebeurtenis.respondWith(geefBestand(gebeurtenis.request));
  }
});
