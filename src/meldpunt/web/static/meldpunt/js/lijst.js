// Lists, menus and dialogs. Everything here is an extra: without script the pages work through links and forms.
"use strict";

function countChosen(form) {
  const chosen = form.querySelectorAll("[data-kies]:checked").length;
  const all = form.querySelector("[data-alles]");
  const total = form.querySelectorAll("[data-kies]").length;
  const bar = form.querySelector("[data-bulkbalk]");
  const whole = Boolean(form.querySelector("[data-hele-keuze]")?.checked);
  bar.querySelector("[data-telling]").textContent =
    whole ? "Alles gekozen" : chosen === 0 ? "Kies regels" : chosen === 1 ? "1 regel gekozen" : `${chosen} regels gekozen`;
  bar.classList.toggle("mp-bulkbalk--gekozen", whole || chosen > 0);
  bar.querySelectorAll("button").forEach((button) => { button.disabled = !whole && chosen === 0; });
  if (all) {
    all.checked = chosen > 0 && chosen === total;
    all.indeterminate = chosen > 0 && chosen < total;
  }
}

function prepareBulk(root) {
  root.querySelectorAll("form[data-bulk]").forEach((form) => {
    const all = form.querySelector("[data-alles]");
    if (all) all.hidden = false;
    countChosen(form);
  });
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-alles]")) {
    form.querySelectorAll("[data-kies]").forEach((box) => { box.checked = event.target.checked; });
  }
  countChosen(form);
});

// Single keys act only while the focus is in the list (WCAG 2.1.4), never in a text field.
function moveInList(list, from, step) {
  const rows = [...list.querySelectorAll("tbody tr")];
  const at = rows.indexOf(from);
  const next = rows[at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.querySelector("[data-rij], a")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
  const region = event.target.closest(".mp-tabelvak");
  const list = region?.querySelector("[data-lijst]");
  if (!list) return;
  const row = event.target.closest("tbody tr");
  if (event.key === "j") moveInList(list, row, 1);
  else if (event.key === "k") moveInList(list, row, -1);
  else if (event.key === "x") row?.querySelector("[data-kies]")?.click();
  else if (event.key === "Enter" && event.target.matches("[data-kies]")) row.querySelector("[data-rij]")?.click();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-sluit-buiten][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  const opener = event.target.closest("[data-dialoog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialoog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  const closer = event.target.closest("[data-sluit]");
  const open = closer?.closest("dialog[open]");
  if (open) {
    event.preventDefault();
    open.close();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details[data-sluit-buiten][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// On a phone the filters would push the list off the screen.
if (matchMedia("(width < 40rem)").matches) {
  document.querySelectorAll("details[data-klap-smal]").forEach((fold) => { fold.open = false; });
}

prepareBulk(document);
document.addEventListener("htmx:load", (event) => prepareBulk(event.detail.elt));
