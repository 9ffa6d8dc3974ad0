import { existsSync, readFileSync } from "node:fs";
import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import type { ClickRecord } from "#clicks/click-record.ts";
import { mountJumpstations } from "#clicks/routes.ts";
import { refusedLinkPage } from "#clicks/refused-link-page.tsx";
import { DAY_MS, manualClock } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import { readSignals } from "#tracking/signals.ts";
import { signToken, type TokenKey, tokenDayOf, tokenKeys, type TokenPurpose } from "#tracking/token.ts";
import { verdictOf } from "#tracking/verdict.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { NOW, post, readerWorld } from "#tests/worlds/reader-world.ts";

const SHOP = "https://shop.example/spade";
const HOME = "https://shop.example/";
const corpus = "../shared/cases/urls/jump-token-mutations.json";
const secret = secretFrom(new Uint8Array(32).fill(7));
const keyOf = (id: number): TokenKey => ({ id, key: secret.keyFor(`link/${id}`) });
const noop = () => undefined;

function station(options: { verifyOnly?: ReadonlyArray<TokenKey & { until: number }> } = {}) {
  const app = new Hono();
  const clock = manualClock(NOW);
  const records: ClickRecord[] = [];
  const counted: string[] = [];
  const tokens = tokenKeys({ active: keyOf(0), ...options });
  const destinations = new Map([
    [0, SHOP],
    [1, "https://gone.example/"],
  ]);
  mountJumpstations(app, {
    clock,
    timer: { after: () => noop },
    tokens,
    links: {
      ofMessage: (number, link) => {
        const url = number === 1 ? destinations.get(link) : undefined;
        return url === undefined || new URL(url).host !== "shop.example" ? undefined : { linkId: link, url };
      },
      ofLink: (linkId) => (linkId === 1 ? { linkId, url: SHOP } : undefined),
      remember: noop,
    },
    journal: { append: async (record) => void records.push(record) },
    homeUrl: HOME,
    count: (what) => counted.push(what),
    readRequest: (context) => ({ header: (name) => context.req.header(name), address: "192.0.2.7" }),
    refusedPage: (isExpired, language) =>
      refusedLinkPage({ isExpired, language, brand: { name: "The Shop", homeUrl: HOME } }),
  });
  return { app, clock, records, counted, tokens };
}

const day = tokenDayOf(NOW) + 30;
const tokenOf = (keys: ReturnType<typeof station>["tokens"], purpose: TokenPurpose = "click", over = {}) =>
  signToken(keys, purpose, { messageNumber: 1, link: 0, day, ...over });

type Answered = { readonly status: number; readonly location: string | null; readonly clicks: number };

async function ask(path: string, init: RequestInit = {}, here = station()): Promise<Answered> {
  const answer = await here.app.request(path, init);
  return { status: answer.status, location: answer.headers.get("location"), clicks: here.records.length };
}

const arrives: Answered = { status: 302, location: SHOP, clicks: 1 };
const refused: Answered = { status: 404, location: null, clicks: 0 };

describe("a jumpstation", () => {
  let here = station();
  beforeEach(() => {
    here = station();
  });

  it("leads to the stored destination, is kept by nobody on the way, and keeps the click", async () => {
    const answer = await here.app.request(`/j/${tokenOf(here.tokens)}`, {
      headers: { "user-agent": "Mozilla/5.0", cookie: "secret=1" },
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, SHOP]);
    expect(Object.fromEntries(answer.headers)).toEqual({
      location: SHOP,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    });
    expect(here.records).toEqual([
      {
        at: NOW,
        purpose: "click",
        messageNumber: 1,
        linkNo: 0,
        method: "GET",
        address: "192.0.2.7",
        headers: { "user-agent": "Mozilla/5.0" },
      },
    ]);
  });

  it("leads everybody who was not asked for a name by a link that has none", async () => {
    expect(await ask(`/c/${tokenOf(here.tokens, "campaign")}`, {}, here)).toEqual(arrives);
    expect(here.records[0]?.purpose).toBe("campaign");
  });

  it("says the same neutral words for a forged and an unknown link, in the reader's language, and tells nobody of it", async () => {
    const pages = await Promise.all(
      [tokenOf(here.tokens).replace(/.$/, "_"), tokenOf(here.tokens, "click", { messageNumber: 99 })].map(
        async (token) => {
          const answer = await here.app.request(`/j/${token}`, { headers: { "accept-language": "fr-CA,en;q=0.5" } });
          return [answer.status, answer.headers.get("referrer-policy"), await answer.text()] as const;
        },
      ),
    );
    expect(pages[0]).toEqual(pages[1]);
    expect(pages[0]?.[2]).toContain("Ce lien ne fonctionne pas");
  });
});

/** Each case of the corpus by its own words, on the routes that a reader's client calls. */
const checks: Readonly<Record<string, (here: ReturnType<typeof station>) => Promise<void>>> = {
  "flip one bit of the signature": async (here) => expectAll(here, flips(tokenOf(here.tokens), 10, 26)),
  "flip one bit of each payload byte": async (here) => expectAll(here, flips(tokenOf(here.tokens), 0, 10)),
  "remove the last signature character": async (here) => expectAll(here, [tokenOf(here.tokens).slice(0, -1)]),
  "truncate the signature": async (here) =>
    expectAll(
      here,
      [1, 4, 8].map((kept) => tokenOf(here.tokens).slice(0, 13 + kept)),
    ),
  "empty signature": async (here) => expectAll(here, [tokenOf(here.tokens).slice(0, 13)]),
  "signature of all zeros": async (here) => {
    const bytes = Buffer.from(tokenOf(here.tokens), "base64url");
    await expectAll(here, [bytes.fill(0, 10).toString("base64url")]);
  },
  "append '=' padding": async (here) => expectAll(here, [`${tokenOf(here.tokens)}=`, `${tokenOf(here.tokens)}==`]),
  "change the unused low bits": async (here) => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const token = tokenOf(here.tokens);
    const last = alphabet.indexOf(token.slice(-1));
    const twins = [1, 2, 3].map((bits) => `${token.slice(0, -1)}${alphabet[last ^ bits]}`);
    await expectAll(here, twins);
  },
  "standard base64 alphabet": async (here) => {
    const token = Array.from({ length: 200 }, (_, link) => tokenOf(here.tokens, "click", { link })).find((text) =>
      /[-_]/.test(text),
    );
    const spelled = (token ?? "").replaceAll("-", "+").replaceAll("_", "/");
    await expectAll(here, [spelled, encodeURIComponent(spelled)]);
  },
  "upper-case or lower-case": async (here) =>
    expectAll(here, [tokenOf(here.tokens).toUpperCase(), tokenOf(here.tokens).toLowerCase()]),
  "insert a space": async (here) => {
    const token = tokenOf(here.tokens);
    await expectAll(
      here,
      ["%20", "%0A", "%0D%0A", "%09"].map((blank) => `${token.slice(0, 9)}${blank}${token.slice(9)}`),
    );
  },
  "percent-encode one unreserved": async (here) => {
    const token = tokenOf(here.tokens);
    const first = `%${token.charCodeAt(0).toString(16)}`;
    expect(await ask(`/j/${first}${token.slice(1)}`, {}, here)).toEqual(arrives);
  },
  "append '.', ','": async (here) => {
    const glued = [".", ",", ")", "%3E", "]", "%22", "%3B", "!", ").", "%22%3E."];
    for (const [index, tail] of glued.entries()) {
      expect(await ask(`/j/${tokenOf(here.tokens)}${tail}`, {}, here)).toEqual({ ...arrives, clicks: index + 1 });
    }
  },
  "append ?utm_source": async (here) =>
    expect(await ask(`/j/${tokenOf(here.tokens)}?utm_source=x&fbclid=1&gclid=1&mc_eid=1&_hsenc=1`, {}, here)).toEqual(
      arrives,
    ),
  "append ?url=": async (here) =>
    expect(
      await ask(`/j/${tokenOf(here.tokens)}?url=https://evil.example&next=//e&redirect=/e&to=e&u=e`, {}, here),
    ).toEqual(arrives),
  // One token carries everything and no parameter is read: a repeated one has nothing to win.
  "repeat a signed parameter": async (here) =>
    expectAll(here, [
      `${tokenOf(here.tokens)}/${tokenOf(here.tokens)}`,
      `${tokenOf(here.tokens)}${tokenOf(here.tokens)}`,
    ]),
  "parameter as array": async (here) => expectAll(here, ["d[]=x", "%5B%5D"]),
  "token of tenant A": async (here) => {
    const stranger = secretFrom(new Uint8Array(32).fill(9));
    await expectAll(here, [tokenOf(tokenKeys({ active: { id: 0, key: stranger.keyFor("link/0") } }))]);
  },
  "click token on the unsubscribe": async (here) => {
    const me = await readerWorld(await freshStore());
    for (const [path, wrong] of [
      ["u", "click"],
      ["p", "unsubscribe"],
      ["v", "preferences"],
    ] as const) {
      expect((await me.app.request(`/${path}/${me.tokenFor(wrong)}`)).status).toBe(404);
    }
    await expectAll(here, [tokenOf(here.tokens, "preferences"), tokenOf(here.tokens, "campaign")]);
  },
  "signed with a retired key": async () => {
    const here = station({ verifyOnly: [{ ...keyOf(3), until: NOW + DAY_MS }] });
    const token = tokenOf(tokenKeys({ active: keyOf(3) }));
    expect(await ask(`/j/${token}`, {}, here)).toEqual(arrives);
    here.clock.advance(DAY_MS);
    expect((await here.app.request(`/j/${token}`)).status).toBe(404);
  },
  "key id with path": async (here) =>
    expectAll(
      here,
      ["..%2Fk1", "k1'%20or%201=1--", "__proto__", "constructor"].map((id) => `${id}${tokenOf(here.tokens)}`),
    ),
  "algorithm field": async (here) => {
    const versions = [0, 2, 3, 7].map((version) => {
      const bytes = Buffer.from(tokenOf(here.tokens), "base64url");
      bytes.writeUInt8((version << 5) | (bytes.readUInt8(0) & 31), 0);
      return bytes.toString("base64url");
    });
    await expectAll(here, versions);
  },
  "expired by 1 second": async (here) => {
    const token = tokenOf(here.tokens);
    here.clock.set((day + 18_262 + 1) * DAY_MS + 1_000);
    expect(await ask(`/j/${token}`, {}, here)).toEqual({ ...refused, status: 410 });
  },
  "expires exactly now": async (here) => {
    const token = tokenOf(here.tokens);
    const end = (day + 18_262 + 1) * DAY_MS;
    here.clock.set(end - 1);
    expect(await ask(`/j/${token}`, {}, here)).toEqual(arrives);
    here.clock.set(end);
    expect((await here.app.request(`/j/${token}`)).status).toBe(410);
  },
  "clock of the edge node": async (here) => {
    for (const skew of [-300_000, 300_000]) {
      here.clock.set(NOW + skew);
      expect((await here.app.request(`/j/${tokenOf(here.tokens)}`)).status).toBe(302);
    }
  },
  "token 16 KB long": async (here) => expectAll(here, ["A".repeat(16_384), "A".repeat(1_048_576)]),
  "token with NUL": async (here) =>
    expectAll(
      here,
      ["%00", "%C3%A9", "%F0%9F%98%80", "%ED%A0%80", "%FF"].map((odd) => `${tokenOf(here.tokens).slice(0, 34)}${odd}`),
    ),
  "destination edited in the database": async (here) =>
    expect(await ask(`/j/${tokenOf(here.tokens, "click", { link: 1 })}`, {}, here)).toEqual({ ...refused, clicks: 1 }),
  "destination campaign deleted": async (here) => {
    expect((await ask(`/j/${tokenOf(here.tokens, "click", { messageNumber: 77 })}`, {}, here)).status).toBe(404);
    const me = await readerWorld(await freshStore());
    await me.store.write([{ sql: "update customers set erased_at = 1 where code = 'ada'", params: [] }]);
    expect((await me.app.request(`/p/${me.tokenFor("preferences")}`)).status).toBe(410);
  },
  "known scanner user agent": async (here) => {
    const headers = { "user-agent": "Barracuda Sentinel (EE)" };
    expect(await ask(`/j/${tokenOf(here.tokens)}`, { headers }, here)).toEqual(arrives);
    expect(verdictFor(here.records)).toBe("machine");
  },
  "OPTIONS / POST": async (here) => {
    const methods = ["OPTIONS", "POST", "PUT", "DELETE", "PATCH"];
    for (const method of methods) {
      const answer = await here.app.request(`/j/${tokenOf(here.tokens)}`, { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
    // Programs try them, readers do not: it is kept as that, and leads nowhere.
    expect(here.records.map(({ method }) => method)).toEqual(methods);
    expect(verdictFor(here.records)).toBe("machine");
    await here.app.request("/j/forged", { method: "POST" });
    expect(here.records).toHaveLength(methods.length);
  },
  "GET on the one-click": async () => {
    const me = await readerWorld(await freshStore());
    const answer = await me.app.request(`/u/${me.tokenFor("unsubscribe")}`);
    expect([answer.status, (await answer.text()).includes("<form")]).toEqual([200, true]);
    expect(await activeIn(me)).toBe(2);
  },
  "POST without body": async () => {
    const me = await readerWorld(await freshStore());
    for (const fields of [[], [["List-Unsubscribe", "yes"]], [["leave", "everything"]]] as const) {
      expect((await post(me, `/u/${me.tokenFor("unsubscribe")}`, { fields })).status).toBe(400);
    }
    expect(await activeIn(me)).toBe(2);
  },
  "as application/x-www-form-urlencoded": async () => oneClick((body) => ({ body: `${body}=One-Click` })),
  "as multipart/form-data": async () =>
    oneClick((name) => {
      const body = new FormData();
      body.set(name, "One-Click");
      return { body };
    }),
  "five times, and twice at once": async () => {
    const me = await readerWorld(await freshStore());
    const click = () => post(me, `/u/${me.tokenFor("unsubscribe")}`, { fields: [["List-Unsubscribe", "One-Click"]] });
    const answers = [...(await Promise.all([click(), click()])), await click(), await click(), await click()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await activeIn(me)).toBe(1);
  },
  "cookie of another customer": async () => {
    const me = await readerWorld(await freshStore());
    const other = await me.app.request(`/p/${me.tokenFor("preferences", 2)}`);
    const cookie = (other.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
    const fields = [["List-Unsubscribe", "One-Click"]] as const;
    await post(me, `/u/${me.tokenFor("unsubscribe")}`, { fields, headers: { cookie } });
    const rows = await me.store.read({ sql: "select customer_id from subscriptions where state = 'off'", params: [] });
    expect(rows).toEqual([{ customer_id: 1 }]);
  },
  "Referer, Origin: null": async () => {
    const me = await readerWorld(await freshStore());
    const headers = { origin: "null", referer: "https://mail.example/", "sec-fetch-site": "cross-site" };
    const fields = [["List-Unsubscribe", "One-Click"]] as const;
    expect((await post(me, `/u/${me.tokenFor("unsubscribe")}`, { fields, headers })).status).toBe(200);
    expect(await activeIn(me)).toBe(1);
  },
  "prefetch: Purpose": async (here) => {
    for (const headers of [{ purpose: "prefetch" }, { "sec-purpose": "prefetch;prerender" }, { "x-moz": "prefetch" }]) {
      here.records.length = 0;
      expect(await ask(`/j/${tokenOf(here.tokens)}`, { headers }, here)).toEqual(arrives);
      expect(verdictFor(here.records)).toBe("machine");
    }
  },
  "before the message is recorded": async (here) => {
    const answer = await ask(`/j/${tokenOf(here.tokens, "click", { messageNumber: 4_242 })}`, {}, here);
    expect(answer).toEqual({ ...refused, clicks: 1 });
  },
};

async function expectAll(here: ReturnType<typeof station>, tokens: readonly string[]): Promise<void> {
  const answers = await Promise.all(tokens.map((token) => ask(`/j/${token}`, {}, here)));
  expect(answers).toEqual(tokens.map(() => refused));
}

function flips(token: string, from: number, to: number): string[] {
  const bits = Array.from({ length: (to - from) * 8 }, (_, index) => from * 8 + index);
  return bits.map((bit) => {
    const bytes = Buffer.from(token, "base64url");
    const place = Math.floor(bit / 8);
    bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << (bit % 8)), place);
    return bytes.toString("base64url");
  });
}

function verdictFor([record]: readonly ClickRecord[]): string {
  if (record === undefined) throw new Error("No click was kept.");
  const { signals } = readSignals({ method: record.method, header: (name) => record.headers[name], at: NOW });
  return verdictOf(signals).verdict;
}

async function activeIn({ store }: Awaited<ReturnType<typeof readerWorld>>): Promise<number> {
  const [row] = await store.read<{ n: number }>({
    sql: "select count(*) as n from subscriptions where state = 'active'",
    params: [],
  });
  return row?.n ?? 0;
}

async function oneClick(make: (name: string) => { body: string | FormData }): Promise<void> {
  const me = await readerWorld(await freshStore());
  const { body } = make("List-Unsubscribe");
  const answer = await me.app.request(`/u/${me.tokenFor("unsubscribe")}`, {
    method: "POST",
    body,
    ...(typeof body === "string" ? { headers: { "content-type": "application/x-www-form-urlencoded" } } : {}),
  });
  expect([answer.status, answer.headers.get("location"), answer.headers.get("set-cookie")]).toEqual([200, null, null]);
  expect(await activeIn(me)).toBe(1);
}

const cases: ReadonlyArray<{ readonly m: string; readonly expect: string }> = existsSync(corpus)
  ? JSON.parse(readFileSync(corpus, "utf8")).cases
  : [];

describe.skipIf(cases.length === 0)(`the ${cases.length} mutations of a link (needs ${corpus})`, () => {
  it.each(cases.map((one) => [one.m, one.expect] as const))("%s: %s", async (words) => {
    const found = Object.entries(checks).filter(([name]) => words.includes(name));
    expect(found.map(([name]) => name)).toHaveLength(1);
    await found[0]?.[1](station());
  });
});
