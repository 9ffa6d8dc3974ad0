export const devicesPath = "/me/devices";
export const devicesScriptPath = "/me/devices.js";
export const noticeWorkerPath = "/me/notices.js";
export const renewPath = "/me/notices/renew";

/** What the page and its worker both need: where the browser's last endpoint is remembered, and how keys are written. */
const shared = `
const REMEMBERED = "/me/notices/endpoint";
const remember = async (endpoint) => (await caches.open("notices")).put(REMEMBERED, new Response(endpoint));
const remembered = async () => (await (await caches.open("notices")).match(REMEMBERED))?.text() ?? "";
const textOf = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const keyOf = (subscription) => {
  const key = subscription.options?.applicationServerKey;
  return key ? textOf(key) : "";
};
`;

/**
 * In the page: says how it stands with this browser, asks the browser only after her press, and sends the subscription with the
 * page's own form. Without it the page explains itself and lists her devices.
 */
export const devicesScript = `"use strict";
(() => {
${shared}
  const form = document.querySelector("form[data-push]");
  if (!form) return;
  const say = (name) => {
    for (const one of document.querySelectorAll("[data-push-says]")) one.hidden = one.dataset.pushSays !== name;
    form.hidden = name !== "ask" && name !== "failed";
  };
  const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!isAble) {
    say("unsupported");
    return;
  }
  const key = form.dataset.push;
  const subscribed = async () =>
    (await navigator.serviceWorker.getRegistration("/me/"))?.pushManager.getSubscription();
  const rowOf = async (subscription) => {
    if (!subscription) return null;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
    return document.querySelector('[data-device="' + textOf(digest) + '"]');
  };
  const look = async () => {
    if (Notification.permission === "denied") return say("denied");
    const row = await rowOf(await subscribed());
    if (row) row.querySelector("[data-here]").hidden = false;
    return say(row ? "on" : "ask");
  };
  const begin = async () => {
    const answer = await Notification.requestPermission();
    if (answer !== "granted") return say(answer === "denied" ? "denied" : "ask");
    const registration = await navigator.serviceWorker.register("${noticeWorkerPath}", { scope: "/me/", updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    let subscription = await registration.pushManager.getSubscription();
    if (subscription && keyOf(subscription) !== key) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
    const { endpoint, keys } = subscription.toJSON();
    const old = await remembered();
    const said = { endpoint, p256dh: keys.p256dh, auth: keys.auth, key, old: old === endpoint ? "" : old };
    for (const [name, value] of Object.entries(said)) form.elements[name].value = value;
    await remember(endpoint);
    return form.submit();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin().catch(() => say("failed"));
  });
  for (const off of document.querySelectorAll("form[data-off]")) {
    off.addEventListener("submit", (event) => {
      event.preventDefault();
      const end = async () => {
        const subscription = await subscribed();
        const row = await rowOf(subscription);
        if (row && (off.dataset.off === "all" || row.contains(off))) await subscription.unsubscribe();
      };
      end().catch(() => undefined).then(() => off.submit());
    });
  }
  look().catch(() => say("ask"));
})();
`;

/**
 * The worker that shows notices. Each push shows one, as the browser asks for. Of a payload it believes words and a path of
 * ours: what is opened stands on this origin, whatever was sent. A browser that is given another endpoint, or finds that the
 * sender has a new key, tells us so by itself.
 */
export function noticeWorkerScript({ vendor, key }: { readonly vendor: string; readonly key: string }): string {
  const own = `"use strict";\nconst VENDOR = ${JSON.stringify(vendor)};\nconst KEY = ${JSON.stringify(key)};`;
  return `${own}${noticeWorker}`;
}

const noticeWorker = `
const PATH = /^\\/[jcvp]\\/[A-Za-z0-9_-]{35}$/;
const HOME = "/me";
${shared}
addEventListener("install", () => skipWaiting());

const read = (data) => {
  try {
    const { t, b, k, l, p } = data.json();
    const texts = [t, b, k, l, p].every((one) => typeof one === "string");
    if (texts && t !== "") return { title: t, body: b, tag: k, lang: l, path: PATH.test(p) ? p : HOME };
  } catch {
    // What can't be read is shown as that something is there.
  }
  return { title: VENDOR, body: "", tag: "notice", lang: "", path: HOME };
};

addEventListener("push", (event) => {
  const { title, body, tag, lang, path } = read(event.data);
  event.waitUntil(registration.showNotification(title, { body, tag, lang, dir: "auto", data: { path } }));
});

const open = async (path) => {
  const url = new URL(PATH.test(path) ? path : HOME, location.origin).href;
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => one.url === url);
  return there ? there.focus() : clients.openWindow(url);
};
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? HOME));
});

const renew = async (old, given) => {
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(KEY) };
  const subscription = given ?? (await registration.pushManager.subscribe(options));
  const { endpoint, keys } = subscription.toJSON();
  const said = { old, endpoint, p256dh: keys.p256dh, auth: keys.auth, key: keyOf(subscription) || KEY };
  const answer = await fetch("${renewPath}", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(said),
  });
  if (answer.ok) await remember(endpoint);
};
addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil((async () => renew(event.oldSubscription?.endpoint ?? (await remembered()), event.newSubscription))());
});

// A new key of the sender comes with a new text of this worker: the subscription is made anew before the old key ends.
const follow = async () => {
  const known = await registration.pushManager.getSubscription();
  const key = known ? keyOf(known) : "";
  if (key === "" || key === KEY) return;
  await known.unsubscribe();
  await renew(known.endpoint);
};
addEventListener("activate", (event) => event.waitUntil(follow().catch(() => undefined)));
`;
