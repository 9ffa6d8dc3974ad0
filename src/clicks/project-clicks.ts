import type { KeyObject } from "node:crypto";
import { sql } from "drizzle-orm";
import { seal } from "#customers/seal.ts";
import type { Secret } from "#kernel/secret.ts";
import { chunksOf, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { readSignals } from "#tracking/signals.ts";
import { verdictOf } from "#tracking/verdict.ts";
import type { JournaledClick } from "./click-record.ts";

export type ProjectDeps = { readonly store: Store; readonly secret: Secret };

/** Rows of one statement: about 10 ms of the writer. */
const CHUNK = 500;

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
    const rows = chunk.map((click) => rowOf(deps, click, networkKey));
    await deps.store.write([
      sql`insert into clicks (journal_key, message_id, link_no, link_id, customer_id, at, network, signals, verdict,
          verdict_version, device, raw)
        select item.value ->> 0, iif(item.value ->> 1 = 'campaign', 0, item.value ->> 2), item.value ->> 3,
          case item.value ->> 1 when 'campaign' then item.value ->> 2
            when 'click' then m.links ->> (item.value ->> 3) end,
          coalesce(m.customer_id, 0), item.value ->> 4, item.value ->> 5, item.value ->> 6, item.value ->> 7,
          item.value ->> 8, item.value ->> 9, item.value ->> 10
        from ${jsonRows(rows)} left join messages m on m.id = item.value ->> 2 and item.value ->> 1 <> 'campaign'
        where 1 on conflict (journal_key) do nothing`,
    ]);
    await breathe();
  }
}

function rowOf({ secret }: ProjectDeps, { key, record }: JournaledClick, networkKey: KeyObject): readonly unknown[] {
  const { signals, rawAddress, rawAgent } = readSignals(
    { method: record.method, header: (name) => record.headers[name], ip: record.address, asn: record.asn },
    networkKey,
  );
  const { verdict, version } = verdictOf(signals);
  const { network, ...kept } = signals;
  const raw = seal(secret, { table: "clicks", key, column: "raw" }, JSON.stringify([rawAddress, rawAgent]));
  return [
    key,
    record.purpose,
    record.messageNumber,
    record.linkNo,
    record.at,
    network,
    kept,
    verdict,
    version,
    signals.device,
    Buffer.from(raw).toString("base64"),
  ];
}
