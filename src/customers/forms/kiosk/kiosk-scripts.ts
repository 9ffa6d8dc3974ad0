/** A device keeps answers that could not be sent for so long, and no longer. */
export const KEPT_HOURS = 24;

export const pageScriptPath = "/kiosk/page.js";
export const workerScriptPath = "/kiosk/worker.js";

/**
 * In the page of a device: asks the worker to keep what it needs without a network, to send what waits, and says in words how
 * it stands. It hides questions that do not follow from the answers, as the server does step by step. Without it the page
 * works as long as there is a network.
 */
export const pageScript = `(() => {
  const box = document.querySelector("[data-kiosk]");
  if (!box) return;
  const form = box.querySelector("form");
  const held = box.querySelector("[data-held]");
  const isOffline = box.dataset.kiosk === "offline";

  const answersOf = (name) => [...form.elements].filter((one) => one.name === name && !one.disabled &&
    (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value !== "")).map((one) => one.value);
  const follow = () => {
    for (const part of form.querySelectorAll("[data-when]")) {
      const wanted = JSON.parse(part.dataset.oneOf);
      part.hidden = !answersOf(part.dataset.when).some((value) => wanted.includes(value));
      for (const input of part.querySelectorAll("input,select,textarea")) input.disabled = part.hidden;
    }
  };
  const fill = (pairs) => {
    for (const [name, value] of pairs) {
      if (name === "token") {
        // The server may have taken it before the network broke: under its own name it is taken once.
        form.elements.token.value = value;
        form.elements.key.value = "";
      }
      if (!name.startsWith("a.")) continue;
      for (const input of [...form.elements].filter((one) => one.name === name)) {
        if (input.type !== "radio" && input.type !== "checkbox") input.value = value;
        else if (input.value === value) input.checked = true;
      }
    }
    follow();
  };
  if (form && isOffline) {
    const name = crypto.getRandomValues(new Uint8Array(16));
    form.elements.key.value = [...name].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    for (const part of form.querySelectorAll("[data-required]")) {
      for (const input of part.querySelectorAll("input:not([type=checkbox]),select,textarea")) input.required = true;
      for (const input of part.querySelectorAll("input[value=yes]")) input.required = true;
    }
    form.addEventListener("input", follow);
    follow();
  }

  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.type === "held" && held) {
      held.hidden = data.count === 0;
      held.querySelector("[data-count]").textContent = String(data.count);
    }
    if (data.type === "carried" && form) fill(data.pairs);
  });
  const begin = async () => {
    await navigator.serviceWorker.register("${workerScriptPath}", { scope: "/kiosk/" });
    const { active } = await navigator.serviceWorker.ready;
    const styles = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
    if (!isOffline) active.postMessage({ type: "keep", urls: [box.dataset.page, box.dataset.thanks, "${pageScriptPath}", ...styles] });
    active.postMessage({ type: "hello" });
    const send = () => active.postMessage({ type: "send" });
    send();
    setInterval(send, 20000);
    addEventListener("online", send);
  };
  void begin();
})();
`;

/**
 * The worker of a device. Answers that can't be sent wait in the browser's own database, sealed with a key that no script can
 * read out; each has a name of its own under which the server takes it once. They are deleted when the server has them, when
 * it refuses them for good, and after ${KEPT_HOURS} hours in any case.
 */
export const workerScript = `"use strict";
const KEPT_MS = ${KEPT_HOURS} * 3600000;
const PATIENCE_MS = 6000;
const PAGES = "kiosk-pages";
// Refused today, refused tomorrow: what is no answer to any form. A form that is off for now (404) opens again.
const FINAL = [400, 410, 413, 415, 422];
let carried;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const opening = () => {
  const request = indexedDB.open("kiosk", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("answers", { autoIncrement: true });
  };
  return done(request);
};
const withStore = async (name, mode, work) => {
  const db = await opening();
  try {
    return await done(work(db.transaction(name, mode).objectStore(name)));
  } finally {
    db.close();
  }
};
const sealingKey = async () => {
  const known = await withStore("keys", "readonly", (store) => store.get("seal"));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await withStore("keys", "readwrite", (store) => store.put(made, "seal"));
  return made;
};
const keep = async (path, fields) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify({ path, fields: [...fields] }));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealingKey(), text);
  await withStore("answers", "readwrite", (store) => store.add({ at: Date.now(), iv, sealed }));
};
const drop = (id) => withStore("answers", "readwrite", (store) => store.delete(id));
const tell = async () => {
  const count = await withStore("answers", "readonly", (store) => store.count());
  for (const client of await clients.matchAll()) client.postMessage({ type: "held", count });
};

const deliver = async ({ iv, sealed }) => {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await sealingKey(), sealed);
  const { path, fields } = JSON.parse(new TextDecoder().decode(text));
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(15000),
  });
  if (answer.ok || FINAL.includes(answer.status)) return "settled";
  return answer.status === 404 ? "shut" : "busy";
};
const send = () => navigator.locks.request("kiosk-answers", async () => {
  const ids = await withStore("answers", "readonly", (store) => store.getAllKeys());
  for (const id of ids) {
    const entry = await withStore("answers", "readonly", (store) => store.get(id));
    if (Date.now() - entry.at > KEPT_MS) {
      await drop(id);
      continue;
    }
    try {
      const outcome = await deliver(entry);
      if (outcome === "busy") break;
      if (outcome === "shut") continue;
    } catch (cause) {
      // What does not open will never be sent; what the network stopped is tried again.
      if (cause.name !== "OperationError") break;
    }
    await drop(id);
  }
  await tell();
});

addEventListener("message", (event) => {
  const { type, urls } = event.data;
  if (type === "send") event.waitUntil(send());
  if (type === "hello") {
    event.waitUntil(tell());
    if (carried) event.source.postMessage({ type: "carried", pairs: carried });
    carried = undefined;
  }
  if (type === "keep") {
    event.waitUntil((async () => {
      const cache = await caches.open(PAGES);
      await Promise.all(urls.map(async (url) => {
        const answer = await fetch(url);
        if (answer.ok) await cache.put(url, answer);
      }));
    })().catch(() => undefined));
  }
});

const beside = (url, name) => url.pathname.replace(/^(\\/kiosk\\/[^/]+).*$/, "$1/" + name) + url.search;
const kept = async (path) => (await caches.match(path)) ?? Response.error();
const inTime = (work) => Promise.race([work, new Promise((_, reject) => setTimeout(reject, PATIENCE_MS))]);

const opened = async (request, url) => {
  try {
    return await inTime(fetch(request));
  } catch {
    return kept(beside(url, "offline"));
  }
};
const sent = async (request, url) => {
  const fields = new URLSearchParams(await request.clone().text());
  if (fields.get("held") !== "1") {
    try {
      return await fetch(request);
    } catch {
      carried = [...fields];
      return kept(beside(url, "offline"));
    }
  }
  fields.set("at", String(Date.now()));
  await keep(beside(url, "held"), fields);
  await Promise.race([send(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  return kept(beside(url, "thanks"));
};
const asset = async (request) => (await caches.match(request)) ?? fetch(request);
const fresh = (request) => fetch(request).catch(() => kept(request.url));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith("/kiosk/")) {
    event.respondWith(request.method === "POST" ? sent(request, url) : opened(request, url));
  } else if (request.method === "GET" && url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (request.method === "GET" && url.pathname === "${pageScriptPath}") event.respondWith(fresh(request));
});
`;
