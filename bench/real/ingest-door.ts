import { createKey } from "#access/create-key.ts";
import type { NodeStation } from "#entry/node/start-node.ts";
import { must } from "./retail-station.ts";

export type IngestTotals = { items: number; accepted: number; duplicates: number; refused: number; refusals: string[] };

type Answer = {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: ReadonlyArray<{ readonly index: number; readonly faults: unknown }>;
};

/** As the public clients cut their calls. */
const MOST_ITEMS = 100;
const MOST_BYTES = 400_000;
const actor = { kind: "operator", id: "measurement", scopes: ["ingest", "ingest:trusted"] } as const;

/** The public ingest door of a started station, over HTTP. */
export async function ingestDoor({ station, port }: NodeStation) {
  const input = { name: "shop", scopes: ["ingest", "ingest:trusted"] } as const;
  const { key } = must(await createKey({ deps: station.customers, actor, input }));
  const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` };
  const totals: IngestTotals = { items: 0, accepted: 0, duplicates: 0, refused: 0, refusals: [] };

  const post = async (items: readonly string[]): Promise<void> => {
    const body = `{"batch":[${items.join(",")}]}`;
    const response = await fetch(`http://127.0.0.1:${port}/v1/batch`, { method: "POST", headers, body });
    if (response.status !== 200) throw new Error(`The door answered ${response.status}: ${await response.text()}`);
    const answer = (await response.json()) as Answer;
    totals.items += items.length;
    totals.accepted += answer.accepted;
    totals.duplicates += answer.duplicates;
    totals.refused += answer.rejected.length;
    totals.refusals.push(...answer.rejected.map(({ faults }) => JSON.stringify(faults)));
  };
  const send = async (items: readonly unknown[]): Promise<void> => {
    let waiting: string[] = [];
    let bytes = 0;
    for (const item of items) {
      const text = JSON.stringify(item);
      if (waiting.length >= MOST_ITEMS || (bytes + text.length > MOST_BYTES && waiting.length > 0)) {
        await post(waiting);
        waiting = [];
        bytes = 0;
      }
      waiting.push(text);
      bytes += text.length;
    }
    if (waiting.length > 0) await post(waiting);
  };
  return { totals, send };
}
