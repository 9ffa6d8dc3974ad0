/**
 * The script for the vendor's own site, as it is served. It is plain text and not a compiled function, because what a build
 * tool makes of a function differs from tool to tool, and this text runs on other people's pages.
 *
 *   <script async src="https://jump.example/assets/snippet.js" data-write-key="wk_…" data-consent="ask"></script>
 *   <script>window.jumpstation = window.jumpstation || []; jumpstation.push(["page"]);</script>
 *
 * Calls before it has loaded wait in the array: ["page", name?, properties?], ["track", name, properties?],
 * ["identify", userId, traits?], ["reset"], ["consent", true | false]. A link or button with data-jumpstation-select="CODE" (and
 * data-jumpstation-category) is a "Product Selected".
 *
 * Held: without consent (data-consent="yes" or a ["consent", true]) nothing is stored and nothing leaves; what happened
 * before the answer waits in memory, at most 50, and is dropped by a no. A browser that says GPC or DNT has said no. Who
 * signs out of the site takes her ids along: after ["reset"], or under another userId, what comes is about somebody new.
 */
const readable = `
((w, d, n) => {
  const { src, dataset } = d.currentScript, early = w.jumpstation || [], STORE = "jumpstation";
  if (!Array.isArray(early)) return;
  const refuses = n.globalPrivacyControl === true || n.doNotTrack === "1";
  let consent = refuses ? false : dataset.consent === "yes" || undefined;
  let waiting = [], queue = [], timer, user;

  const stored = value => {
    try {
      if (value === null) w.localStorage.removeItem(STORE);
      else if (value) w.localStorage.setItem(STORE, JSON.stringify(value));
      return JSON.parse(w.localStorage.getItem(STORE) || "{}");
    } catch {
      return value || {};
    }
  };
  const id = () => Array.from(w.crypto.getRandomValues(new Uint8Array(16)), b => (b + 256).toString(16).slice(1)).join("");
  const now = () => new Date().toISOString();
  const flush = () => {
    w.clearTimeout(timer);
    timer = 0;
    if (!queue.length) return;
    const body = JSON.stringify({ batch: queue, sentAt: now() });
    queue = [];
    w.fetch(new URL("/v1/batch", src), {
      method: "POST",
      body,
      keepalive: body.length < 60000,
      credentials: "omit",
      headers: { "content-type": "application/json", authorization: "Basic " + w.btoa(dataset.writeKey + ":") }
    }).catch(() => {});
  };
  const send = item => {
    user = user || stored();
    if (item.type === "identify" && item.userId) {
      if (user.userId && user.userId !== item.userId) user = {};
      user.userId = item.userId;
    }
    if (!user.anonymousId) user.anonymousId = id();
    stored(user);
    queue.push({ ...item, ...user });
    if (queue.length > 19) flush();
    else timer = timer || w.setTimeout(flush, 400);
  };
  const add = item => {
    if (consent === false) return;
    item.timestamp = now();
    item.messageId = id();
    if (consent) send(item);
    else if (waiting.length < 50) waiting.push(item);
  };
  const calls = {
    __proto__: null,
    page: (name, more) => {
      const { origin, pathname: path } = w.location, { title } = d;
      add({ type: "page", name: name || title, properties: { url: origin + path, path, title, ...more } });
    },
    track: (event, properties) => add({ type: "track", event, properties: properties || {} }),
    identify: (userId, traits) => add({ type: "identify", userId, traits: traits || {} }),
    reset: () => {
      flush();
      waiting = [];
      user = stored(null);
    },
    consent: yes => {
      const held = waiting;
      waiting = [];
      consent = !refuses && yes === true;
      if (consent) return held.forEach(send);
      queue = [];
      user = stored(null);
    }
  };
  const push = ([name, ...words]) => calls[name] && calls[name](...words);
  d.addEventListener("click", event => {
    const at = event.target.closest("[data-jumpstation-select]");
    if (!at) return;
    const { jumpstationSelect: product_id, jumpstationCategory: category } = at.dataset;
    calls.track("Product Selected", { product_id, category });
    flush();
  }, true);
  d.addEventListener("visibilitychange", () => d.visibilityState === "hidden" && flush());
  w.addEventListener("pagehide", flush);
  w.jumpstation = { push, flush };
  early.forEach(push);
})(window, document, navigator);
`;

/** Without its indentation: what is sent. */
export const snippetSource = readable
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line !== "")
  .join("\n");
