import { sql } from "drizzle-orm";
import type { ReadMail } from "#entry/demo/read-mail.ts";
import type { NodeStation } from "#entry/node/start-node.ts";
import { tick } from "#entry/tick.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { unitOf } from "#kernel/random.ts";
import { moveClock } from "./moved-clock.ts";
import type { RetailItem } from "./retail-orders.ts";
import type { RetailPerson } from "./retail-people.ts";
import {
  type Future,
  type HttpReader,
  jumpsOf,
  patientVisits,
  scannerHeaders,
  type Shop,
  type Visit,
  visitsOf,
} from "./retail-readers.ts";

/** What happened to the station, for a twin that lives through the same without a click. */
export type Step =
  | { readonly kind: "tick"; readonly at: number }
  | { readonly kind: "ingest"; readonly at: number; readonly items: readonly RetailItem["item"][] };

export type World = {
  readonly running: NodeStation;
  readonly reader: HttpReader;
  readonly shop: Shop;
  readonly personByAddress: ReadonlyMap<string, RetailPerson>;
  readonly futureOf: (person: RetailPerson) => Future;
  /** Purchases that have not happened yet, in the order of time. */
  readonly ahead: RetailItem[];
  readonly send: (items: readonly unknown[]) => Promise<void>;
  readonly steps: Step[];
  readonly visits: Visit[];
};

/** What came in is looked at by its gateway at once, and by its reader when she comes to it. */
export function onMail(world: World, mail: ReadMail): void {
  const person = world.personByAddress.get(mail.to);
  if (person === undefined) return;
  const now = Date.now();
  if (person.scanner === "patient") world.visits.push(...patientVisits(mail, person, now));
  else if (person.scanner !== undefined) void scan(world, mail, person);
  world.visits.push(...visitsOf(mail, { person, future: world.futureOf(person), now }, world.shop));
}

async function scan({ reader }: World, mail: ReadMail, person: RetailPerson): Promise<void> {
  const urls = [...new Set(jumpsOf(mail).map(({ url }) => url))];
  const leave = reader.hold();
  await new Promise((resolve) => setTimeout(resolve, 50 + 250 * unitOf(person.code, mail.occurrence, "scan")));
  for (const url of urls) await reader.follow(url, "machine", scannerHeaders(person));
  leave();
}

/** Lives until `until`: messages leave when they are due, links are followed, each night the day's purchases come in. */
export async function live(world: World, until: number): Promise<void> {
  for (;;) {
    const night = Math.floor(Date.now() / DAY_MS + 1) * DAY_MS;
    const due = await nextDue(world);
    const visit = takeNext(world.visits, Math.min(due, night, until));
    if (visit !== undefined) {
      if (visit.at > Date.now()) moveClock(visit.at);
      await world.reader.follow(visit.url, visit.who, visit.headers);
      continue;
    }
    const next = Math.min(due, night, until);
    if (next > Date.now()) moveClock(next + lateMs(world));
    if (next === night) await ingestUntil(world, night);
    await sendAll(world);
    if (next === until) return settleAll(world);
  }
}

/** A ticker is a little late, each time by another second: what is kept for an hour ends at the same turn here and in a twin. */
function lateMs({ steps }: World): number {
  return (steps.length % 300) * SECOND_MS;
}

function takeNext(visits: Visit[], before: number): Visit | undefined {
  let first: Visit | undefined;
  for (const visit of visits) if (visit.at < (first?.at ?? before)) first = visit;
  if (first !== undefined) visits.splice(visits.indexOf(first), 1);
  return first;
}

async function nextDue({ running }: World): Promise<number> {
  const [row] = await running.station.customers.store.read<{ due: number | null }>(
    sql`select min(due_at) as due from messages where state in ('planned', 'deferred')`,
  );
  return row?.due ?? Infinity;
}

/** Purchases up to an instant, through the door. */
export async function ingestUntil(world: World, at: number): Promise<void> {
  const count = world.ahead.findIndex((item) => item.at >= at);
  const items = world.ahead.splice(0, count === -1 ? world.ahead.length : count).map(({ item }) => item);
  if (items.length === 0) return;
  world.steps.push({ kind: "ingest", at: Date.now(), items });
  await world.send(items);
}

/** Plans and sends what is due. The station's own clockwork does the same beside it, and neither sends what the other does. */
async function sendAll(world: World): Promise<void> {
  const { running, reader } = world;
  world.steps.push({ kind: "tick", at: Date.now() });
  await tick(running.station.tickDeps);
  // The clock moves only when nothing is in flight: a leap over a lease would be a crash.
  while (reader.pending() > 0 || (await leased(world)) > 0) await pause(10);
}

async function leased({ running }: World): Promise<number> {
  const [row] = await running.station.customers.store.read<{ n: number }>(
    sql`select count(*) as n from messages where lease_until is not null`,
  );
  return row?.n ?? 0;
}

/** Verdicts wait ten seconds for a click's neighbours; then every click is behaviour or noise. */
async function settleAll({ running, reader }: World): Promise<void> {
  const { store } = running.station.customers;
  moveClock(Date.now() + MINUTE_MS);
  const endsAt = performance.now() + 30 * SECOND_MS;
  for (let open = Infinity; open > 0 && performance.now() < endsAt;) {
    await pause(300);
    const [row] = await store.read<{ settled: number }>(
      sql`select count(*) as settled from clicks where settled_at is not null`,
    );
    // What is still open then is told as lost: retail-figures.ts.
    open = reader.asked() - (row?.settled ?? 0);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
