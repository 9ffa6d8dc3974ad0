import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { vapidKey } from "#channels/webpush/vapid.ts";
import type { ClickJournal, ClickRecord } from "#clicks/click-record.ts";
import { personalData } from "#entry/personal-data.ts";
import { type ManualClock, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { MeDeps } from "#me/me-deps.ts";
import { mountMe } from "#me/mount-me.ts";
import type { Shelf } from "#messages/content/shelf.ts";
import { upsertSchedules, upsertSubscriptions } from "#messages/preferences/subscription-statements.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import type { Store } from "#store/store.ts";
import { signToken, tokenDayOf, tokenKeys, type TokenPurpose } from "#tracking/token.ts";

/** Sunday, 22 November 2026, 10:00 in Berlin. */
export const NOW = Date.UTC(2026, 10, 22, 9, 0);
export const ORIGIN = "https://news.shop.example";

export type ReaderWorld = {
  readonly app: Hono;
  readonly deps: MeDeps;
  readonly store: Store;
  readonly clock: ManualClock;
  /** What the journal was told. */
  readonly opened: ClickRecord[];
  readonly tokenFor: (purpose: TokenPurpose, messageNumber?: number, link?: number) => string;
};

const weekly: Pace = { kind: "weeks", every: 1, weekdays: [2] };
const daily: Pace = { kind: "days", every: 1 };

/**
 * Ada in Berlin takes the weekly picks, has message 1 of them, and could take the garden letter and birthday greetings; Ben
 * has message 2. Nothing here opens a file, so that it runs on every runtime.
 */
export async function readerWorld(
  store: Store,
  {
    app = new Hono(),
    publicUrl = ORIGIN,
    parts = {},
  }: { readonly app?: Hono; readonly publicUrl?: string; readonly parts?: Partial<MeDeps> } = {},
): Promise<ReaderWorld> {
  const clock = manualClock(NOW);
  const opened: ClickRecord[] = [];
  const journal = { append: async (record: ClickRecord) => void opened.push(record) };
  const deps = { ...meDeps(store, clock, journal), publicUrl, ...parts };
  mountMe(app, deps);
  await fill(store);
  return {
    app,
    deps,
    store,
    clock,
    opened,
    tokenFor: (purpose, messageNumber = 1, link = 0) =>
      signToken(deps.tokens, purpose, { messageNumber, link, day: tokenDayOf(NOW) + 400 }),
  };
}

function meDeps(store: Store, clock: ManualClock, journal: ClickJournal): MeDeps {
  const secret = secretFrom(new Uint8Array(32).fill(7));
  let step = 0;
  return {
    store,
    clock,
    ids: idsFrom(clock, (count) => Uint8Array.from({ length: count }, () => (step += 7) % 256)),
    secret,
    defaultCountry: "DE",
    projectors: [],
    mergers: [],
    timer: { after: () => () => undefined },
    tokens: tokenKeys({ active: { id: 0, key: secret.keyFor("link/0") } }),
    publicUrl: ORIGIN,
    journal,
    readRequest: (context) => ({ header: (name) => context.req.header(name), address: "192.0.2.7" }),
    brand: async () => ({ name: "The Shop" }),
    reads: store,
    shelf: async () => emptyShelf,
    channels: new Map(),
    sender: async () => undefined,
    personalData,
    wake: () => undefined,
    log: () => undefined,
    templates: { byId: async () => undefined },
    push: { keys: [vapidKey("0", new Uint8Array(32).fill(9))], services: new Set() },
  };
}

const emptyShelf: Shelf = {
  selector: { select: () => ({ slots: [] }), explain: () => ({ kind: "unknown_product" }) },
  productById: new Map(),
  idByCode: new Map(),
  popularityById: new Map(),
  eventNames: [],
  attributeNames: [],
};

async function fill(store: Store): Promise<void> {
  const newsletter = (code: string, title: string, pace: Pace) =>
    sql`insert into newsletters (code, title, description, topic, template_name, slots, default_pace, default_minute,
      grace_ms, created_at, updated_at)
      values (${code}, ${title}, '', ${code}, 't', '[]', ${JSON.stringify(pace)}, 480, 86400000, 0, 0)`;
  const customer = (code: string, locale: string) =>
    sql`insert into customers (code, first_name, locale, zone, birth_on, email, email_hash, created_at, updated_at)
      values (${code}, ${code}, ${locale}, 'Europe/Berlin', '1979-05-17', ${`${code}@people.example`}, ${`h:${code}`}, 0, 0)`;
  const birthday: Pace = {
    kind: "own_date",
    attribute: "birthday",
    repeats: "yearly",
    offsetDays: 0,
    ifMissing: "last_day",
  };
  await store.write([
    newsletter("weekly", "Weekly picks", weekly),
    newsletter("garden", "The garden letter", daily),
    newsletter("birthday", "Birthday greetings", birthday),
    customer("ada", "en-GB"),
    customer("ben", "de"),
    sql`insert into planner_state (name, watermark, updated_at) values ('messages', ${NOW + 72 * 3_600_000}, ${NOW})`,
  ]);
  const schedule = { pace: weekly, zone: "Europe/Berlin", minute: 480, anchorOn: "2026-01-01" };
  const subscribed = (customerCode: string) => ({
    customerCode,
    newsletterId: 1,
    isOn: true,
    channel: "email",
    schedule,
    chosenBy: "default" as const,
  });
  await store.write([
    upsertSchedules([schedule]),
    upsertSubscriptions([subscribed("ada"), subscribed("ben")], 0),
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      select id, 'receive', 'email', 'weekly', 1, id from customers`,
    sql`insert into consents (customer_id, purpose, channel, topic, state, at, wording, source)
      select id, 'receive', 'email', 'weekly', 'granted', 0, 'Yes', 'test' from customers`,
    sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, accepted_at)
      values (1, 1, 1, '2026-11-17', 'email', 'accepted', 0, 0, 1), (2, 2, 1, '2026-11-17', 'email', 'accepted', 0, 0, 1),
        (3, 1, 1, '2026-11-24', 'email', 'planned', 0, ${NOW + 46 * 3_600_000}, null)`,
  ]);
}

/** Exchanges a preferences link for a session; gives the Cookie header and the token that its forms carry. */
export async function signedIn(
  { app, tokenFor }: ReaderWorld,
  messageNumber = 1,
): Promise<{ cookie: string; form: string }> {
  const answer = await app.request(`${ORIGIN}/p/${tokenFor("preferences", messageNumber)}`);
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
  const page = await (await app.request(`${ORIGIN}/preferences`, { headers: { cookie } })).text();
  return { cookie, form: /name="form" value="([^"]+)"/.exec(page)?.[1] ?? "" };
}

/** Posts a form as a browser does. */
export function post(
  { app }: Pick<ReaderWorld, "app">,
  path: string,
  { fields, headers = {} }: { fields: ReadonlyArray<readonly [string, string]>; headers?: Record<string, string> },
): Response | Promise<Response> {
  return app.request(`${ORIGIN}${path}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN, ...headers },
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
  });
}
