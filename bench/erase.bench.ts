import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { exportRows } from "#customers/personal-data/export-customer.ts";
import { findPerson } from "#customers/personal-data/find-person.ts";
import { personalData } from "#entry/personal-data.ts";
import { systemClock } from "#entry/runtime.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import { measured, median, round } from "./kit/measure.ts";
import { customersAsked, liveLong, ownBenchWorld } from "./kit/own-world.ts";

const LIFE = { facts: 5_000, messages: 500 };
const RUNS = 5;
const secret = secretFrom(new Uint8Array(32).fill(7));
const actor = { kind: "system", id: "bench" } as const;

/**
 * Exports and erases customers with a long life among many others; and what anybody else's write waits for meanwhile. How many
 * there are says BENCH_CUSTOMERS.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "erase-bench-"));
  try {
    const customers = customersAsked();
    const store = await ownBenchWorld(`file:${join(folder, "erase.db")}`, customers);
    const chosen = Array.from({ length: RUNS }, (_, run) => Math.floor((customers * (run + 1)) / (RUNS + 1)));
    for (const id of chosen) await liveLong(store, secret, { customerId: id, ...LIFE });
    const found = await measure(store, chosen);
    await store.close();
    return { customers, ...LIFE, ...found };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(store: Store, chosen: readonly number[]) {
  const writes = watched(store);
  const deps = { store: writes.store, secret, clock: systemClock, personalData };
  const [erased, exported, cpus]: [number[], number[], number[]] = [[], [], []];
  let rows = 0;
  for (const id of chosen) {
    const code = `c${id}`;
    const taken = await measured(async () => {
      const person = await findPerson(store, { code });
      rows = 0;
      if (person === undefined) return;
      for await (const page of exportRows(deps, { person, viewer: "operator" })) rows += page.length;
    });
    exported.push(taken.wallMs);
    const gone = await measured(() => eraseCustomer({ deps, actor, code }));
    if (!gone.value.ok) throw new Error("A customer was not erased.");
    erased.push(gone.wallMs);
    cpus.push(gone.cpuMs);
  }
  return {
    eraseMs: round(median(erased), 0),
    eraseMaxMs: round(Math.max(...erased), 0),
    eraseCpuMs: round(median(cpus), 0),
    longestWriteMs: round(writes.longest(), 1),
    exportMs: round(median(exported), 0),
    exportedRows: rows,
  };
}

function watched(store: Store): { readonly store: Store; readonly longest: () => number } {
  let longest = 0;
  const write: Store["write"] = async (statements) => {
    const from = performance.now();
    const results = await store.write(statements);
    longest = Math.max(longest, performance.now() - from);
    return results as never;
  };
  return { store: { ...store, write }, longest: () => longest };
}
