// Passkeys: hand what the server asks to the browser, and what the browser answers to the form.
"use strict";

const PASSKEY_GEEN = "Het is niet gelukt. Probeer het opnieuw, of gebruik een code. [passkey_mislukt]";

function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

// The server writes bytes as text; the browser wants them as bytes.
function readOptions(given) {
  const options = { ...given.publicKey };
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user = { ...options.user, id: toBytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) options[list] = options[list].map((one) => ({ ...one, id: toBytes(one.id) }));
  }
  return { publicKey: options };
}

function writeCredential(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function findOptions(form) {
  if (form.dataset.opties) return JSON.parse(document.getElementById(form.dataset.opties).textContent);
  const answer = await fetch(form.dataset.optiesUrl, { headers: { Accept: "application/json" } });
  return answer.json();
}

async function askPasskey(form) {
  const options = readOptions(await findOptions(form));
  const credential = form.dataset.passkey === "maak"
    ? await navigator.credentials.create(options)
    : await navigator.credentials.get(options);
  form.elements.credential.value = writeCredential(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!("PublicKeyCredential" in window)) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const error = form.querySelector("[data-passkey-fout]");
    error.textContent = "";
    askPasskey(form).catch(() => { error.textContent = PASSKEY_GEEN; });
  });
}
