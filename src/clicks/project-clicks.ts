import { createHash, type KeyObject } from "node:crypto";
import { sql } from "drizzle-orm";
import { seal } from "#customers/seal.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { chunksOf, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { browserHash } from "#tracking/browser-hash.ts";
import { networkHash } from "#tracking/signals.ts";
import type { JournaledClick } from "./click-record.ts";
import { numberSignals } from "./number-signals.ts";
import { readClick } from "./read-click.ts";

export type ProjectDeps = {
  readonly store: Store;
  readonly secret: Secret;
  /** Number of the autonomous system of an address, where the runtime did not tell it with the request. */
  readonly networkOf?: ((address: string) => number | undefined) | undefined;
};

/**
 * Clicks of one transaction: some 30 ms of the writer. In a flood they fall on as many pages of the index by message, and a
 * page that several of them share is written once.
 */
const CHUNK = 2_000;
/** The message and its reader, for rows of [key, purpose, message number, …]. */
const JOIN_READER = sql.raw(`left join messages m on m.id = item.value ->> 2 and item.value ->> 1 <> 'campaign'
  left join customers c on c.id = m.customer_id`);
/**
 * A link in old mail still names the reader after she withdrew consent: her click is then counted for the link alone, as is
 * one whose message is gone.
 */
const IS_HERS = sql.raw("coalesce(c.is_tracked = 1 and c.erased_at is null, 0)");
/** A link that is the same for everybody names nobody; its origin tells people from machines. */
const MAY_KEEP_ORIGIN = sql.raw(
  "(item.value ->> 1 = 'campaign' or coalesce(c.is_tracked = 1 and c.erased_at is null, 0))",
);
const MAX_ADDRESS = 64;
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
  const keys = { network: deps.secret.keyFor("click-network/1"), browser: deps.secret.keyFor("click-browser/1") };
  for (const chunk of chunksOf(clicks, CHUNK)) {
    const fresh = await findFresh(deps.store, withNetworks(chunk, deps.networkOf));
    if (fresh.length === 0) continue;
    const rows = await rowsOf(deps.store, fresh, keys);
    const { batchKey, sealed } = sealOrigins(deps.secret, fresh);
    await deps.store.write([
      sql`insert into click_origins (batch_key, sealed, delete_after)
        values (${batchKey}, ${sealed}, ${(fresh[0]?.click.record.at ?? 0) + KEEP_MS})
        on conflict (batch_key) do nothing`,
      sql`insert into clicks (journal_key, message_id, link_no, link_id, customer_id, at, network, browser, signals_id, verdict,
          verdict_version, device, origin_id, origin_no)
        select item.value ->> 0, iif(${IS_HERS}, m.id, 0), item.value ->> 3,
          case item.value ->> 1 when 'campaign' then item.value ->> 2
            when 'click' then m.links ->> (item.value ->> 3) end,
          iif(${IS_HERS}, m.customer_id, 0), item.value ->> 4, iif(${MAY_KEEP_ORIGIN}, item.value ->> 5, ''),
          iif(${MAY_KEEP_ORIGIN}, item.value ->> 6, ''), item.value ->> 7, item.value ->> 8, item.value ->> 9,
          item.value ->> 10, iif(${MAY_KEEP_ORIGIN}, o.id, null),
          iif(${MAY_KEEP_ORIGIN}, item.key, null)
        from ${jsonRows(rows)} cross join click_origins o on o.batch_key = ${batchKey}
        ${JOIN_READER}
        where 1 on conflict (journal_key) do nothing`,
    ]);
    await breathe();
  }
}

function withNetworks(
  clicks: readonly JournaledClick[],
  networkOf: ProjectDeps["networkOf"],
): readonly JournaledClick[] {
  if (networkOf === undefined) return clicks;
  return clicks.map(({ key, record }) => {
    const asn = record.asn ?? networkOf(record.address);
    return { key, record: asn === undefined ? record : { ...record, asn } };
  });
}

type Fresh = { readonly click: JournaledClick; readonly mayKeepOrigin: boolean };

/**
 * The clicks that are not in the database yet. A reader that starts again cuts the journal at other places; what it reads
 * twice must not become part of a new batch. Whether an origin may be kept is asked here, before it is sealed, and once more
 * by the statement that writes.
 */
async function findFresh(store: Store, clicks: readonly JournaledClick[]): Promise<readonly Fresh[]> {
  const rows = clicks.map(({ key, record }) => [key, record.purpose, record.messageNumber]);
  // Only what is out of the ordinary comes back: known ones after a restart, and clicks of nobody who may be named.
  const found = await store.read<{ no: number; isKnown: number }>(
    sql`select no, isKnown from (select item.key as no, ${MAY_KEEP_ORIGIN} as mayKeepOrigin,
        exists (select 1 from clicks where journal_key = item.value ->> 0) as isKnown from ${jsonRows(rows)} ${JOIN_READER})
      where isKnown = 1 or mayKeepOrigin = 0`,
  );
  const unusual = new Map(found.map(({ no, isKnown }) => [no, isKnown === 1]));
  return clicks.flatMap((click, no) => {
    const isKnown = unusual.get(no);
    return isKnown === true ? [] : [{ click, mayKeepOrigin: isKnown === undefined }];
  });
}

/** A row is short: what every reader with the same browser shares stands in click_signals. */
async function rowsOf(
  store: Store,
  fresh: readonly Fresh[],
  keys: { readonly network: KeyObject; readonly browser: KeyObject },
): Promise<ReadonlyArray<readonly unknown[]>> {
  const read = fresh.map(({ click }) => ({ click, ...readClick(click.record) }));
  const numbers = await numberSignals(
    store,
    read.map(({ body }) => body),
  );
  return read.map(({ click: { key, record }, verdict, version, device }, index) => {
    const { purpose, messageNumber, linkNo, at, address } = record;
    const network = networkHash(keys.network, address);
    const browser = browserHash(keys.browser, (name) => record.headers[name]);
    return [key, purpose, messageNumber, linkNo, at, network, browser, numbers[index], verdict, version, device];
  });
}

/**
 * The batch's key names exactly these clicks in this order: a row's number in its batch always means the batch that is sealed
 * under the key.
 */
function sealOrigins(secret: Secret, fresh: readonly Fresh[]): { batchKey: string; sealed: string } {
  const keys = fresh.map(({ click }) => click.key).join("\n");
  const batchKey = createHash("sha256").update(keys).digest("base64url");
  const origins = fresh.map(({ click: { record }, mayKeepOrigin }) =>
    mayKeepOrigin ? [record.address.slice(0, MAX_ADDRESS), readClick(record).rawAgent] : null,
  );
  const sealed = seal(secret, { table: "click_origins", key: batchKey, column: "sealed" }, JSON.stringify(origins));
  return { batchKey, sealed: Buffer.from(sealed).toString("base64") };
}
