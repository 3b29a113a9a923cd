// The browser's part of passkeys. Each form that wants one says what for: "make", "get", or
// "anybody" for the front page, where the question is fetched. Without this file the forms stay
// hidden, and codes work as ever.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const read = (options) => {
  const out = { ...options, challenge: bytes(options.challenge) };
  if (options.user) out.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (options[list]) out[list] = options[list].map((c) => ({ ...c, id: bytes(c.id) }));
  return out;
};

const write = (credential) => {
  const from = credential.response;
  const response = { clientDataJSON: text(from.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (from[part]) response[part] = text(from[part]);
  if (from.getTransports) response.transports = from.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

const ask = async (form, more) => {
  let question = form.dataset.options && { options: JSON.parse(form.dataset.options) };
  if (!question) {
    const answer = await fetch(form.dataset.begin, { method: "POST", body: new URLSearchParams(), cache: "no-store" });
    if (!answer.ok) throw new Error("no question");
    question = await answer.json();
    form.querySelector("[data-ceremony]").value = question.ceremony;
  }
  const publicKey = read(question.options);
  const credential = await (form.dataset.passkey === "make"
    ? navigator.credentials.create({ publicKey, ...more })
    : navigator.credentials.get({ publicKey, ...more }));
  form.querySelector("[data-answer]").value = write(credential);
  form.submit();
};

const wire = (form) => {
  const said = form.querySelector("[data-said]");
  let waiting;
  // Offers passkeys in the list under the name field, as long as the page is open.
  const offer = async () => {
    if (form.dataset.passkey !== "anybody" || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    waiting?.abort();
    waiting = new AbortController();
    ask(form, { mediation: "conditional", signal: waiting.signal }).catch(() => {});
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    waiting?.abort();
    said.textContent = "";
    try {
      await ask(form);
    } catch {
      said.textContent = form.dataset.failed;
      offer();
    }
  });
  form.hidden = false;
  offer();
  // A question is good for five minutes.
  if (form.dataset.begin) setInterval(offer, 280_000);
};

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach(wire);
  document.querySelectorAll("[data-no-passkey]").forEach((note) => note.remove());
}
