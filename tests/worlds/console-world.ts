import { ok } from "#kernel/result.ts";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { tableImages } from "#catalogue/images/table-images.ts";
import { noOutgoing } from "#entry/no-outgoing.ts";
import { directRenderer } from "#entry/node/images/direct-renderer.ts";
import { createAuth } from "#access/create-auth.ts";
import { createOperator } from "#access/create-operator.ts";
import { failureLimit } from "#access/failure-limit.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";
import { findSession } from "#access/find-session.ts";
import type { Role } from "#access/scopes.ts";
import { signIn } from "#access/sign-in.ts";
import { postalText } from "#channels/postal-address.ts";
import { boundedLetterbox } from "#channels/memory/letterbox.ts";
import { boundedDevices } from "#channels/memory/devices.ts";
import { boundedPhone } from "#channels/memory/phone.ts";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import type { ConsoleDeps } from "#console/console-deps.ts";
import { mountConsole } from "#console/mount-console.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { AFFINITY_EPOCH_MS } from "#predict/affinity-epoch.ts";
import type { ManualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "./fresh-store.ts";
import { NOW, readerWorld } from "./reader-world.ts";
import { webhookWorld } from "./webhook-world.ts";

const HOUR = 3_600_000;

export type ConsoleWorld = {
  readonly app: Hono;
  readonly deps: ConsoleDeps;
  readonly store: Store;
  readonly clock: ManualClock;
  /** A Cookie header of a new session of that role. */
  readonly cookieOf: (role: Role) => Promise<string>;
};

/**
 * The console over the reader's world (Ada, Ben, three newsletters) with something on every page: messages in several states,
 * clicks of people and machines, a choice that a click changed, a mail, a rule, a rejected item. `strange` stands wherever a
 * stranger's text is shown.
 */
export async function consoleWorld(publicUrl: string, strange = "Strange"): Promise<ConsoleWorld> {
  const { deps: readers, store, clock } = await readerWorld(await freshStore());
  let serial = 0;
  const ids = idsFrom(clock, (size) => new Uint8Array(size).fill((serial += 1)));
  const base = { ...readers, ids };
  const channel = memoryChannel({
    identity: { sendingDomain: "news.shop.example", bounceDomain: "bounce.shop.example", dkim: [] },
  });
  const phone = boundedPhone(10);
  const devices = boundedDevices(10);
  const letters = boundedLetterbox(10);
  const auth = createAuth({ deps: base, publicUrl });
  const gate = { publicUrl, auth, failures: failureLimit(clock, 10), addressOf: () => "192.0.2.1" };
  const deps: ConsoleDeps = {
    ...base,
    publicUrl,
    vendorName: async () => "The Shop",
    outbound: webhookWorld(store, clock),
    deadLetters: { ...base, log: () => undefined, replayers: { clicks: async () => true, send: async () => true } },
    sending: { store, clock, channels: new Map([["email", channel]]), log: () => undefined },
    findSession: (request) => findSession({ ...base, auth, publicUrl }, request),
    signIn: gate,
    explain: async ({ productCode }) =>
      productCode === "SPADE-2"
        ? {
            kind: "not_chosen",
            cause: { code: "bought", words: "The customer bought it.", data: {} },
            bySlot: [{ slot: "picks", cause: { code: "bought", words: "It scored 0.123456.", data: {} } }],
          }
        : { kind: "unknown_product" },
    preview: async ({ customerCode }) =>
      customerCode === "ada"
        ? {
            subject: `For ${strange}`,
            preheader: "",
            html: "<html><head></head><body><p>Chosen for her</p></body></html>",
            text: "Chosen for her",
            picks: [{ code: "SPADE-2", slot: "picks", reason: "because others like it", rules: [], score: 0.3 }],
            isPrinted: false,
          }
        : undefined,
    previewLetter: async () =>
      ok({
        pdf: async () => new Uint8Array([37, 80, 68, 70]),
        picture: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
        pages: 1,
        sheets: 1,
        costMilli: 850,
        currency: "GBP",
        leftOut: [],
      }),
    replay: async ({ messageNumber, withoutEvent }) =>
      messageNumber === 4 && withoutEvent === "~click:1"
        ? [pick("SPADE-2", strange), pick("LAMP-1", strange)]
        : undefined,
    mailbox: channel.mailbox,
    phones: { ...phone, writeBack: async () => undefined },
    voice: {
      vendor: async () => ({ name: "The Shop", websiteUrl: "https://shop.example/" }),
      calls: {
        list: () => [],
        find: () => undefined,
        count: () => 0,
        goOn: async () => undefined,
        callUs: async () => 1,
      },
    },
    devices,
    letters,
    imports: importDepsOf(base),
    forms: {
      ...base,
      publicUrl,
      brand: async () => ({ name: "The Shop", colour: "#2e5d4b" }),
      canConfirm: async () => true,
      frameHosts: async () => ["shop.example"],
      addressOf: () => "192.0.2.1",
      sendConfirmation: async () => "sent",
    },
    feeds: {
      ...base,
      publicUrl,
      outgoing: noOutgoing,
      images: tableImages(store),
      renderImage: directRenderer(),
    },
  };
  letters.receive({
    messageNumber: 4,
    key: "letter",
    to: postalText({
      addressee: strange,
      line1: "1 Simulated Lane",
      line2: "",
      city: "Nowhere",
      region: "",
      postcode: "00000",
      country: "GB",
    }),
    date: clock.now(),
    content: {
      kind: "print",
      format: "letter",
      pdf: new Uint8Array([37, 80, 68, 70]),
      sheets: 1,
      picture: () => '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><text y="20">A letter</text></svg>',
    },
  });
  devices.receive({
    messageNumber: 4,
    key: "notice",
    endpoint: "https://push.example/browser/1",
    payload: JSON.stringify({ v: 1, t: `For ${strange}`, b: "A spade, £12.00", l: "en", p: "", k: "" }),
    urgency: "low",
    ttlSeconds: 60,
    date: clock.now(),
  });
  phone.receive({
    messageNumber: 1,
    key: "key",
    from: "+12025550001",
    to: "+12025550100",
    text: `Picks for ${strange}: https://shop.example/x`,
    encoding: "gsm7",
    segments: 1,
    date: base.clock.now(),
  });
  await fill(store, strange);
  await channel.send(mail(strange), { signal: new AbortController().signal });
  const app = new Hono();
  mountAssets(app);
  mountConsole(app, deps);
  let operators = 0;
  return {
    app,
    deps,
    store,
    clock,
    cookieOf: async (role) => {
      operators += 1;
      const credentials = { email: `${role}${operators}@shop.example`, password: "a long pass phrase" };
      const actor = { kind: "system", id: "test" } as const;
      await createOperator({ deps: base, auth: await auth(), actor, input: { name: role, role, ...credentials } });
      const { origin } = new URL(publicUrl);
      const request = new Request(`${origin}/console/sign-in`, { method: "POST", headers: { origin } });
      const started = await signIn(gate, request, credentials);
      return started.ok ? String(started.value[0]?.split(";")[0]) : "";
    },
  };
}

type Opened = Pick<ConsoleWorld, "app" | "deps">;

export async function getPage({ app, deps }: Opened, path: string, cookie = "") {
  const answer = await app.request(`${deps.publicUrl}${path}`, { headers: { cookie } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

type Form = {
  readonly cookie: string;
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  /** Where the form says that it comes from: our own pages unless told; null says nothing. */
  readonly origin?: string | null;
};

/** A form as a browser sends it. */
export async function postForm({ app, deps }: Opened, path: string, { cookie, fields, origin }: Form) {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const from = origin === undefined ? new URL(deps.publicUrl).origin : origin;
  return app.request(`${deps.publicUrl}${path}`, {
    method: "POST",
    headers: {
      cookie,
      "content-type": "application/x-www-form-urlencoded",
      ...(from === null ? {} : { origin: from }),
    },
    body: new URLSearchParams(pairs).toString(),
  });
}

function mail(strange: string) {
  return {
    messageNumber: 1,
    key: "messagekey222222",
    to: "ada@people.example",
    date: NOW - HOUR,
    content: {
      kind: "email" as const,
      from: { name: "The Shop", address: "hello@shop.example" },
      subject: `Your picks ${strange}`,
      html: `<html><head><title>Picks</title></head><body><p>Hello Ada</p><a href="https://shop.example/">Shop</a></body></html>`,
      text: `Hello Ada ${strange}`,
      listId: "weekly",
    },
  };
}

const pick = (code: string, strange: string) => ({
  code,
  slot: "picks",
  reason: `because you looked at ${strange}`,
  rules: ["boost"],
  score: 1.25,
});

async function fill(store: Store, strange: string): Promise<void> {
  const product = (code: string, category: string) =>
    sql`insert into product_sets (code, category, price_minor, currency, image_url, link_url, launched_at, updated_at)
      values (${code}, ${category}, 1999, 'EUR', 'https://shop.example/a.png', 'https://shop.example/a', 0, 0)`;
  const inputs = (...codes: string[]) =>
    JSON.stringify({
      date: NOW - HOUR,
      view: { customer: { locale: "en" } },
      picks: codes.map((code) => pick(code, strange)),
    });
  const click = (id: number, verdict: string, over: { linkNo?: number; settledAt?: number | null } = {}) =>
    sql`insert into clicks (journal_key, message_id, link_no, link_id, customer_id, at, network, signals_id, verdict,
      verdict_version, device, settled_at) values (${`t:${id}`}, 1, ${over.linkNo ?? 0}, 1, 1, ${NOW - id * HOUR}, 'n',
      ${verdict === "machine" ? 2 : 1},
      ${verdict}, 1, 'desktop', ${over.settledAt === undefined ? NOW : over.settledAt})`;
  await store.write([
    sql`insert into segments (id, code, title, source, is_timed, member_count, built_version, built_at, created_at, updated_at)
      values (1, 'regulars', ${`Regulars ${strange}`}, ${'did("purchase") >= 1 || context.date > date("2020-01-01")'}, 1, 1, 1, 0, 0, 0)`,
    sql`insert into segment_members (segment_id, customer_id, entered_at) values (1, 1, ${NOW - HOUR})`,
    sql`insert into segment_changes (segment_id, customer_id, change, cause, at) values (1, 1, 'entered', 'rule', ${NOW - HOUR})`,
    sql`update customers set first_name = ${strange}, is_tracked = 1`,
    sql`update newsletters set title = ${`Weekly picks ${strange}`} where code = 'weekly'`,
    ...["GET", "HEAD"].map(
      (method) =>
        sql`insert into click_signals (body) values (${JSON.stringify({ method, device: "desktop", hasAgent: true })})`,
    ),
    product("SPADE-2", "garden"),
    product("RAKE-1", "garden"),
    product("LAMP-1", "lighting"),
    sql`insert into product_copy (product_id, locale, title, body) select id, 'en', ${`${strange} thing`}, '' from product_sets`,
    sql`insert into links (id, destination, kind, product_code, category, created_at)
      values (1, 'https://shop.example/spade', 'product', 'SPADE-2', 'garden', 0)`,
    sql`insert into vendor_rules (name, kind, source, amount, updated_at)
      values ('boost', 'boost', 'product.category == "garden"', 1.5, ${NOW})`,
    sql`insert into template_versions (id, name, version, compiled, source, published_at)
      values (1, 'weekly-picks', 1, '{"slots":["picks"]}', '{}', 0)`,
    sql`update messages set inputs = ${inputs("SPADE-2", "LAMP-1")}, template_id = 1, accepted_at = ${NOW - 20 * HOUR},
      attempts = 1, provider = 'memory', occurrence_on = '2026-11-21' where id = 1`,
    sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, reason, planned_at, due_at,
        accepted_at, inputs, template_id, reserved_at)
      values (4, 1, 1, '2026-11-22', 'email', 'accepted', null, 0, ${NOW - HOUR}, ${NOW - HOUR}, ${inputs("RAKE-1", "LAMP-1")}, 1, ${NOW}),
        (5, 2, 1, '2026-11-22', 'email', 'skipped', 'capped', 0, ${NOW}, null, null, null, null),
        (6, 2, 1, '2026-11-21', 'email', 'unknown_outcome', 'timeout', 0, ${NOW}, null, null, null, null),
        (7, 2, 1, '2026-11-23', 'email', 'planned', null, 0, ${NOW + HOUR}, null, null, null, null)`,
    click(2, "person", { settledAt: NOW - 1.9 * HOUR }),
    click(3, "machine"),
    click(4, "unsure", { settledAt: null }),
    click(5, "person", { linkNo: 255 }),
    sql`insert into events (message_id, customer_id, kind, name, category, product_code, at, received_at, source)
      values ('e1', 1, 'track', ${strange}, 'garden', 'SPADE-2', ${NOW - HOUR}, ${NOW}, 'web'),
        ('~click:1', 1, 'click', 'click', 'garden', 'SPADE-2', ${NOW - 2 * HOUR}, ${NOW - 1.9 * HOUR}, 'jumpstation')`,
    sql`insert into affinities (customer_id, category, scaled)
      values (1, 'garden', ${6 * 2 ** ((NOW - AFFINITY_EPOCH_MS) / (30 * 24 * HOUR))})`,
    sql`insert into rejected_items (received_at, source, faults, item)
      values (${NOW - HOUR}, 'web', ${JSON.stringify([{ pointer: "/timestamp", message: `No instant: ${strange}` }])}, x'00')`,
    sql`insert into user (id, name, email, email_verified, role, created_at, updated_at)
      values ('opr_1', ${strange}, 'edda@shop.example', 1, 'editor', ${NOW - 30 * 24 * HOUR}, 0)`,
    sql`insert into api_keys (id, name, secret_hash, scopes, created_at, expires_at, revoked_at, last_used_at)
      values ('k1', ${`Web shop ${strange}`}, 'x', '["customers:read","customers:write","messages:read","ingest"]', ${NOW - HOUR},
          ${NOW + 90 * 24 * HOUR}, null, ${NOW}),
        ('k0', 'Old website', 'x', '["ingest"]', ${NOW - 300 * HOUR}, null, ${NOW - 2 * HOUR}, null)`,
    sql`insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id, detail)
      values (${NOW - HOUR}, 'key', 'k1', 'put-vendor-rule', 'vendor-rule', 'boost', '{"kind":"boost"}')`,
  ]);
}
