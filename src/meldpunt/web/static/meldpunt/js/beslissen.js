// Deciding who is who with one key: z for the same person, v for different ones. Only while the focus is in
// the form of the decision and not in its text field (WCAG 2.1.4); without script the two buttons do the same.
"use strict";

const decision = document.querySelector("[data-beslissen]");
if (decision) {
  decision.querySelector("[data-toetshint]").hidden = false;
  decision.focus({ preventScroll: true });
  decision.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, input")) return;
    const answer = { z: "zelfde", v: "verschillend" }[event.key];
    if (answer) decision.querySelector(`button[value="${answer}"]`).click();
  });
}
