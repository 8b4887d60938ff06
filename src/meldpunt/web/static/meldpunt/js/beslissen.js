// Deciding with one key: the one that a button names in data-toets. Only while the focus is in the form of the
// decision and not in a field of it (WCAG 2.1.4); without script the buttons do the same.
"use strict";

const decision = document.querySelector("[data-beslissen]");
if (decision) {
  decision.querySelectorAll("[data-toetshint]").forEach((hint) => { hint.hidden = false; });
  decision.focus({ preventScroll: true });
  decision.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, input, select")) return;
    const buttons = [...decision.querySelectorAll("button[data-toets]")];
    buttons.find((button) => button.dataset.toets === event.key)?.click();
  });
}
