// Forms: focus the summary of errors, show the chosen file, let a file be dropped, stop a second send.
"use strict";

function fileSize(bytes) {
  const size = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${size[0].toLocaleString("nl-NL", { maximumFractionDigits: 1 })} ${size[1]}`;
}

function showFile(box) {
  const [file] = box.querySelector("input[type=file]").files;
  box.querySelector("[data-gekozen]").textContent = file ? `Gekozen: ${file.name} (${fileSize(file.size)})` : "";
}

function prepareFileBox(box) {
  const input = box.querySelector("input[type=file]");
  box.querySelector("[data-sleephint]").hidden = false;
  input.addEventListener("change", () => showFile(box));
  for (const name of ["dragenter", "dragover"]) {
    box.addEventListener(name, (event) => {
      event.preventDefault();
      box.classList.add("mp-bestandsvak--sleept");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    box.addEventListener(name, () => box.classList.remove("mp-bestandsvak--sleept"));
  }
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    showFile(box);
  });
}

function prepareForms(root) {
  root.querySelectorAll("[data-bestandsvak]").forEach(prepareFileBox);
  root.querySelector("[data-fouten]")?.focus();
}

// A double click must not deliver twice; the button's own name and value are already in the request by then.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  const button = event.submitter;
  if (button) setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[method=post] button[disabled]").forEach((button) => { button.disabled = false; });
});

prepareForms(document);
document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) prepareForms(event.detail.elt); });
