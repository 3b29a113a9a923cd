// The phone's side of questions. Its key is made here, cannot be taken out of this browser, and signs
// each request for its address and moment alone.
const page = document.querySelector("[data-companion]");
const parts = [...page.querySelectorAll("[data-part]")];
const said = page.querySelector("[data-said]");
const hub = page.dataset.companion;

const text = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const encoded = (value) => text(new TextEncoder().encode(JSON.stringify(value)));

// What is kept in this browser: the key with the phone's name at the hub, and the words of a notice.
const shelf = () =>
  new Promise((done, failed) => {
    const opening = indexedDB.open("vestibule-companion", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
const kept = async (how, work) => {
  const store = (await shelf()).transaction("kept", how).objectStore("kept");
  return new Promise((done, failed) => {
    const asked = work(store);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
};
const take = (name) => kept("readonly", (store) => store.get(name));
const put = (name, value) => kept("readwrite", (store) => store.put(value, name));

let phone;
let question;
let shown;

const show = (name) => {
  if (shown === name) return;
  shown = name;
  for (const part of parts) part.hidden = part.dataset.part !== name;
  said.textContent = "";
  const now = parts.find((part) => part.dataset.part === name);
  now?.querySelector("form button")?.classList.add("primary");
  (now?.querySelector("input") ?? now)?.focus();
};

const prove = async (keys, path, claims) => {
  const jti = text(crypto.getRandomValues(new Uint8Array(18)));
  const iat = Math.floor(Date.now() / 1000);
  const message = `${encoded({ alg: "ES256", typ: "JWT" })}.${encoded({ ...claims, htm: "POST", htu: hub + path, iat, jti })}`;
  const how = { name: "ECDSA", hash: "SHA-256" };
  return `${message}.${text(await crypto.subtle.sign(how, keys.privateKey, new TextEncoder().encode(message)))}`;
};

/** Posts what the phone says; the answer as JSON, with its status. */
const say = async (path, claims, keys = phone.keys, more = { phone: phone.id }) => {
  const body = new URLSearchParams({ ...more, proof: await prove(keys, path, claims) });
  const answer = await fetch(path, { method: "POST", body, cache: "no-store" });
  return { ...(await answer.json()), status: answer.status };
};

const register = async (form) => {
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const key = JSON.stringify(await crypto.subtle.exportKey("jwk", keys.publicKey));
  const answer = await say("/companion/register", { code: form.elements.code.value }, keys, { key });
  if (answer.status !== 200) return answer;
  phone = { id: answer.phone, keys };
  await put("phone", phone);
  history.replaceState(null, "", location.pathname);
  show("first");
  return answer;
};

const settle = (answer) => {
  if (answer.status === 404) show("gone");
  else if (answer.answer) show(answer.answer);
  return answer;
};
const first = async (form) => {
  const answer = await say("/companion/answer", { number: form.elements.number.value });
  if (answer.status === 422) {
    await kept("readwrite", (store) => store.delete("phone"));
    phone = undefined;
    show("register");
    return answer;
  }
  if (answer.answer) show("idle");
  return answer;
};
const yes = async (form) => {
  const answer = settle(await say("/companion/answer", { challenge: question, number: form.elements.number.value }));
  if (!answer.answer && answer.status !== 404) show("idle");
  return answer;
};
const notMe = async () => settle(await say("/companion/answer", { challenge: question, not_me: true }));

// Where notices work, the browser's push service wakes this phone; else the page asks while it is open.
const wake = async (ask) => {
  const state = page.querySelector("[data-wake]");
  const button = page.querySelector("[data-act=wake]");
  const on = (woken) => {
    state.textContent = woken ? state.dataset.on : state.dataset.off;
    button.hidden = true;
  };
  if (!("PushManager" in window) || !("Notification" in window) || Notification.permission === "denied") return on(false);
  if (Notification.permission === "default" && !ask) return;
  try {
    if ((await Notification.requestPermission()) !== "granted") return on(false);
    const worker = await navigator.serviceWorker.ready;
    const applicationServerKey = Uint8Array.from(atob(page.dataset.key.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
    const { endpoint, keys } = made.toJSON();
    const answer = await say("/companion/wake", { subscription: { endpoint, p256dh: keys.p256dh, auth: keys.auth } });
    on(answer.status === 200);
  } catch {
    on(false);
  }
};

const ask = async () => {
  if (phone && shown !== "gone" && document.visibilityState === "visible") {
    try {
      const waiting = await say("/companion/waiting", {});
      if (said.dataset.offline) {
        said.textContent = "";
        delete said.dataset.offline;
      }
      if (waiting.status === 404) show("gone");
      else if (waiting.status !== 200) said.textContent = waiting.text;
      else if (waiting.state === "first_number") show("first");
      else if (waiting.state === "question") {
        if (question !== waiting.id) {
          question = waiting.id;
          for (const name of ["browser", "address"]) page.querySelector(`[data-${name}]`).textContent = waiting[name];
          page.querySelector("[data-part=question] input").value = "";
          show("question");
        }
      } else if (["question", "first", undefined].includes(shown)) show("idle");
    } catch {
      said.textContent = page.dataset.offline;
      said.dataset.offline = "yes";
    }
  }
  setTimeout(ask, 2000);
};

const acts = { register, first, yes, "not-me": notMe };
const wire = () => {
  for (const form of page.querySelectorAll("form[data-act]"))
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.textContent = "";
      try {
        const answer = await acts[form.dataset.act](form);
        if (answer.text) said.textContent = answer.text;
      } catch {
        said.textContent = page.dataset.offline;
      }
    });
  page.querySelector("[data-act=wake]").addEventListener("click", () => wake(true));
  page.querySelector("[data-act=anew]").addEventListener("click", async () => {
    await kept("readwrite", (store) => store.delete("phone"));
    phone = undefined;
    show("register");
  });
};

const begin = async () => {
  if (!hub || !window.isSecureContext || !crypto.subtle) return;
  // The same browser may hold a phone of another person: what a new code sets up takes its place.
  phone = await take("phone");
  const code = decodeURIComponent(location.hash.slice(1));
  page.querySelector("[data-impossible]").remove();
  wire();
  await put("words", { title: page.dataset.title, body: page.dataset.body });
  await navigator.serviceWorker?.register("/companion-worker.js", { scope: "/companion" }).catch(() => {});
  if (code || !phone) {
    page.querySelector("[data-part=register] input").value = code;
    phone = undefined;
    show("register");
  }
  ask();
  if (phone) wake(false);
};

begin().catch(() => {});
