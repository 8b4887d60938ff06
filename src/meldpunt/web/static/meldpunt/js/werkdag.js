// Keys for who works through a list all day. Everything they do can be done with links and boxes as well.
// A single key may get in the way of speech input, so the keys can be switched off (WCAG 2.1.4).
"use strict";

const TOETSEN = "meldpunt-toetsen";

function keysAreOn() {
  try { return localStorage.getItem(TOETSEN) !== "uit"; } catch { return true; }
}

function rowsOfPage() {
  return [...document.querySelectorAll("[data-lijst] tbody tr")].filter((row) => row.querySelector("[data-rij]"));
}

// The row that has the focus; lijst.js moves it in the same way while the focus is in a list.
function rowNow() {
  return document.activeElement?.closest("[data-lijst] tbody tr") ?? null;
}

function step(by) {
  const rows = rowsOfPage();
  const at = rows.indexOf(rowNow());
  const next = rows[at === -1 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
  next?.querySelector("[data-rij]").focus();
}

function showHelp() {
  const dialog = document.getElementById("toetsen");
  if (!dialog) return;
  if (dialog.open) dialog.close(); else dialog.showModal();
}

function toFilters() {
  const fold = document.querySelector(".mp-filter__klap");
  if (fold) fold.open = true;
  document.querySelector(".mp-filter input, .mp-filter select")?.focus();
}

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => rowNow()?.querySelector("[data-kies]")?.click(),
  o: () => rowNow()?.querySelector("[data-rij]")?.click(),
  "/": toFilters,
  "?": showHelp,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !keysAreOn()) return;
  const typing = "textarea, select, input:not([type=checkbox]):not([type=radio]), [contenteditable]";
  if (event.target.matches(typing)) return;
  const dialog = document.querySelector("dialog[open]");
  if (dialog && !(dialog.id === "toetsen" && event.key === "?")) return;
  const act = ACTIONS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.querySelectorAll("[data-toetsen-keuze]").forEach((part) => {
  const box = part.querySelector("[data-toetsen-aan]");
  part.hidden = false;
  box.checked = keysAreOn();
  box.addEventListener("change", () => {
    try { localStorage.setItem(TOETSEN, box.checked ? "aan" : "uit"); } catch { /* kept for this page only */ }
  });
});
