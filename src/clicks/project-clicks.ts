import type { KeyObject } from "node:crypto";
import { sql } from "drizzle-orm";
import { seal } from "#customers/seal.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { chunksOf, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { readSignals, type ReadSignals, type RequestSignals } from "#tracking/signals.ts";
import { verdictOf } from "#tracking/verdict.ts";
import type { ClickRecord, JournaledClick } from "./click-record.ts";

export type ProjectDeps = { readonly store: Store; readonly secret: Secret };

/** Rows of one statement: about 10 ms of the writer. */
const CHUNK = 500;
/** How long raw addresses and agents are kept, sealed. */
const KEEP_MS = 30 * DAY_MS;

/**
 * Brings journaled clicks into the database: within a second of the click, each once, whoever projects it again. The verdict
 * is a first one, from the request alone; settle-clicks.ts makes the last one when it is known what happened around it.
 */
export async function projectClicks(
  deps: ProjectDeps,
  clicks: readonly JournaledClick[],
  breathe: () => Promise<void> = async () => undefined,
): Promise<void> {
  const networkKey = deps.secret.keyFor("click-network/1");
  for (const chunk of chunksOf(clicks, CHUNK)) {
    const read = chunk.map(({ record }) => signalsOf(record, networkKey));
    const batchKey = chunk[0]?.key ?? "";
    const rows = chunk.map((click, index) => rowOf(click, read[index]?.signals, index));
    const origins = JSON.stringify(read.map(({ rawAddress, rawAgent }) => [rawAddress, rawAgent]));
    const sealed = seal(deps.secret, { table: "click_origins", key: batchKey, column: "sealed" }, origins);
    await deps.store.write([
      sql`insert into click_origins (batch_key, sealed, delete_after)
        values (${batchKey}, ${Buffer.from(sealed).toString("base64")}, ${(chunk[0]?.record.at ?? 0) + KEEP_MS})
        on conflict (batch_key) do nothing`,
      sql`insert into clicks (journal_key, message_id, link_no, link_id, customer_id, at, network, signals, verdict,
          verdict_version, device, origin_id, origin_no)
        select item.value ->> 0, iif(item.value ->> 1 = 'campaign', 0, item.value ->> 2), item.value ->> 3,
          case item.value ->> 1 when 'campaign' then item.value ->> 2
            when 'click' then m.links ->> (item.value ->> 3) end,
          coalesce(m.customer_id, 0), item.value ->> 4, item.value ->> 5, item.value ->> 6, item.value ->> 7,
          item.value ->> 8, item.value ->> 9, o.id, item.value ->> 10
        from ${jsonRows(rows)} cross join click_origins o on o.batch_key = ${batchKey}
        left join messages m on m.id = item.value ->> 2 and item.value ->> 1 <> 'campaign'
        where 1 on conflict (journal_key) do nothing`,
    ]);
    await breathe();
  }
}

function signalsOf(record: ClickRecord, networkKey: KeyObject): ReadSignals {
  const { method, headers, address, asn } = record;
  return readSignals({ method, header: (name) => headers[name], ip: address, asn }, networkKey);
}

function rowOf(
  { key, record }: JournaledClick,
  signals: RequestSignals | undefined,
  index: number,
): readonly unknown[] {
  if (signals === undefined) throw new Error("A click has no signals.");
  const { verdict, version } = verdictOf(signals);
  const { network, ...kept } = signals;
  const { purpose, messageNumber, linkNo, at } = record;
  return [key, purpose, messageNumber, linkNo, at, network, kept, verdict, version, signals.device, index];
}
