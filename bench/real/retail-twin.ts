import { join } from "node:path";
import { sql } from "drizzle-orm";
import { ingestItems } from "#customers/ingest/ingest-items.ts";
import { composeRing } from "#entry/compose-ring.ts";
import { systemBytes } from "#entry/runtime.ts";
import { tick } from "#entry/tick.ts";
import { HOUR_MS, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { seededRandom } from "#kernel/random.ts";
import { secretFrom } from "#kernel/secret.ts";
import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";
import { nullChannel } from "../kit/null-channel.ts";
import { PUBLIC_URL, ROOT_KEY } from "./retail-station.ts";
import type { Step } from "./retail-weeks.ts";

/** A copy of the database, to be lived through a second time. */
export async function copyDatabase(store: Store, folder: string): Promise<string> {
  const file = join(folder, "twin.db");
  await store.read({ sql: `vacuum into '${file}'`, params: [] });
  return `file:${file}`;
}

/** The same purchases and the same sendings at the same instants, but nobody follows a link. Gives what was chosen. */
export async function liveAsTwin(url: string, steps: readonly Step[]): Promise<Choices> {
  const clock = manualClock(steps[0]?.at ?? 0);
  const store = await openLibsql({ url });
  const ring = composeRing({
    store,
    clock,
    random: seededRandom(1),
    ids: idsFrom(clock, systemBytes),
    secret: secretFrom(ROOT_KEY),
    channels: new Map([["email", nullChannel()]]),
    publicUrl: PUBLIC_URL,
    defaultCountry: "GB",
    linkKey: 0,
    linkKeysOld: [],
    policy: { quietHours: [], planAheadMs: 26 * HOUR_MS, leaseMs: HOUR_MS },
    log: () => undefined,
  });
  let turns = 0;
  const worker = { name: "twin", nextTurn: () => (turns += 1) };
  for (const step of steps) {
    clock.set(step.at);
    if (step.kind === "tick") await tick({ messages: ring.messages, worker, sendBatch: 200 });
    else {
      const { items } = step;
      await ingestItems(ring.customers, {
        items,
        sentAt: undefined,
        pointerOf: String,
        sender: "twin",
        isTrusted: true,
      });
    }
  }
  const choices = await choicesOf(store);
  await store.close();
  return choices;
}

export type Chosen = {
  readonly customer: string;
  readonly occurrence: string;
  readonly acceptedAt: number;
  readonly codes: readonly string[];
};
/** What each message showed, by customer and occurrence. */
export type Choices = ReadonlyMap<string, Chosen>;

export async function choicesOf(store: Store): Promise<Choices> {
  const rows = await store.read<{ customer: string; occurrence: string; acceptedAt: number; codes: string }>(
    sql`select c.code as customer, m.occurrence_on as occurrence, m.accepted_at as acceptedAt,
        (select json_group_array(pick.value ->> 'code') from json_each(m.inputs ->> 'picks') as pick) as codes
      from messages m join customers c on c.id = m.customer_id where m.state = 'accepted' order by m.id`,
  );
  return new Map(
    rows.map((row) => [`${row.customer} ${row.occurrence}`, { ...row, codes: JSON.parse(row.codes) as string[] }]),
  );
}
