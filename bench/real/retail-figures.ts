import { sql } from "drizzle-orm";
import type { NodeStation } from "#entry/node/start-node.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { verifyToken } from "#tracking/token.ts";
import { round } from "../kit/measure.ts";
import type { RetailLine } from "./retail-lines.ts";
import type { HttpReader } from "./retail-readers.ts";
import type { Choices, Chosen } from "./retail-twin.ts";

type Verdict = "person" | "machine" | "unsure";
/** `lost`: answered and not in the database. */
export type VerdictTable = Record<"person" | "machine", Record<Verdict | "lost", number>>;

/** What the station said of each click on a link of a known reader, beside who it really was. */
export async function verdictsOf({ station }: NodeStation, { truth }: HttpReader): Promise<VerdictTable> {
  const rows = await station.customers.store.read<{ messageId: number; linkNo: number; verdict: Verdict }>(
    sql`select message_id as messageId, link_no as linkNo, verdict from clicks where message_id > 0 order by at, id`,
  );
  const verdicts = Map.groupBy(rows, (row) => `${row.messageId} ${row.linkNo}`);
  const table: VerdictTable = {
    person: { person: 0, machine: 0, unsure: 0, lost: 0 },
    machine: { person: 0, machine: 0, unsure: 0, lost: 0 },
  };
  for (const [path, asked] of truth) {
    if (!path.startsWith("/j/")) continue;
    const opened = verifyToken(station.tokens, { purpose: "click", text: path.slice(3) }, Date.now());
    if (!opened.ok) throw new Error("A link that was sent does not open.");
    const found = verdicts.get(`${opened.value.messageNumber} ${opened.value.link}`) ?? [];
    for (const [index, who] of asked.entries()) table[who][found[index]?.verdict ?? "lost"] += 1;
  }
  return table;
}

/** By customer: what was bought and when, returns aside. */
export type Bought = ReadonlyMap<string, readonly RetailLine[]>;

export function boughtBy(lines: readonly RetailLine[]): Bought {
  const sales = lines.filter(
    (line) => line.customer !== undefined && line.quantity > 0 && !line.invoice.startsWith("C"),
  );
  return Map.groupBy(sales, (line) => line.customer ?? "");
}

export type Hits = {
  readonly messages: number;
  readonly products: number;
  readonly bought: number;
  readonly share: number;
  readonly messagesWithOne: number;
};

type Chooser = (message: Chosen) => readonly string[];

/** How many of the chosen products the customer really bought between the message and the end of the file. */
export function hitsOf(messages: readonly Chosen[], bought: Bought, chooser: Chooser): Hits {
  let products = 0;
  let hits = 0;
  let messagesWithOne = 0;
  for (const message of messages) {
    const later = (bought.get(message.customer) ?? []).filter((line) => line.at > message.acceptedAt);
    const codes = new Set(later.map(({ code }) => code));
    const chosen = chooser(message);
    const found = chosen.filter((code) => codes.has(code)).length;
    products += chosen.length;
    hits += found;
    if (found > 0) messagesWithOne += 1;
  }
  return {
    messages: messages.length,
    products,
    bought: hits,
    share: round(hits / products, 4),
    messagesWithOne: round(messagesWithOne / messages.length, 3),
  };
}

const POPULAR_DAYS = 60;

/** The same number of products for everybody: those that most customers bought in the sixty days before. */
export function popularOnly(bought: Bought, goods: ReadonlySet<string>): Chooser {
  const kept = new Map<number, readonly string[]>();
  const rank = (day: number) => {
    const buyers = new Map<string, Set<string>>();
    for (const [customer, lines] of bought) {
      for (const { at, code } of lines) {
        if (at < (day - POPULAR_DAYS) * DAY_MS || at >= day * DAY_MS || !goods.has(code)) continue;
        const known = buyers.get(code) ?? new Set();
        buyers.set(code, known.add(customer));
      }
    }
    return [...buyers].toSorted((left, right) => right[1].size - left[1].size).map(([code]) => code);
  };
  return ({ acceptedAt, codes }) => {
    const day = Math.floor(acceptedAt / DAY_MS);
    const ranked = kept.get(day) ?? rank(day);
    kept.set(day, ranked);
    return ranked.slice(0, codes.length);
  };
}

/** What the customer herself bought most often before: the plain habit that any choice has to be compared with. */
export function ownHabit(bought: Bought, goods: ReadonlySet<string>, otherwise: Chooser): Chooser {
  return (message) => {
    const times = new Map<string, number>();
    for (const { at, code } of bought.get(message.customer) ?? [])
      if (at < message.acceptedAt && goods.has(code)) times.set(code, (times.get(code) ?? 0) + 1);
    const own = [...times].toSorted((left, right) => right[1] - left[1]).map(([code]) => code);
    return [...new Set([...own, ...otherwise(message)])].slice(0, message.codes.length);
  };
}

/** Customers whose message shows something else than the twin's. */
export function changedChoices(real: readonly Chosen[], twin: Choices): ReadonlySet<string> {
  const changed = real.filter(({ customer, occurrence, codes }) => {
    const beside = twin.get(`${customer} ${occurrence}`);
    return beside !== undefined && beside.codes.join(" ") !== codes.join(" ");
  });
  return new Set(changed.map(({ customer }) => customer));
}

/** Each customer's first message: it left before any click of hers, so that a twin's must be the same. */
export function firstOfEach(messages: readonly Chosen[]): readonly Chosen[] {
  return [...Map.groupBy(messages, ({ customer }) => customer).values()].flatMap((own) => own.slice(0, 1));
}

/** Customers with a click that the station took for a person's, up to an instant. */
export async function clickersOf({ station }: NodeStation, until: number): Promise<ReadonlySet<string>> {
  const rows = await station.customers.store.read<{ code: string }>(
    sql`select distinct c.code from clicks k join customers c on c.id = k.customer_id
      where k.verdict = 'person' and k.at < ${until}`,
  );
  return new Set(rows.map(({ code }) => code));
}
