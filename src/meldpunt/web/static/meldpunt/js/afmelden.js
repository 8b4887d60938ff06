// The list of the round stays on a phone for who is signed in, and for today only. What was not sent yet stays.
"use strict";

const RONDELIJST = "dagronde-lijst";

async function forgetRound() {
  if (!("caches" in self)) return;
  await caches.delete(RONDELIJST);
}

async function forgetOldRound() {
  if (!("caches" in self) || !(await caches.has(RONDELIJST))) return;
  const [page] = await (await caches.open(RONDELIJST)).matchAll();
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  if (page?.headers.get("X-Dagronde-Dag") !== today) await forgetRound();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[action$='/afmelden/']")) forgetRound();
});

// A page without this form is a page for nobody: the session is over.
if (document.querySelector("form[action$='/afmelden/']")) forgetOldRound();
else forgetRound();
