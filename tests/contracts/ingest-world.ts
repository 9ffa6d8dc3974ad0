import { Hono } from "hono";
import { authorize } from "#access/authorize.ts";
import { createKey } from "#access/create-key.ts";
import { failureLimit } from "#access/failure-limit.ts";
import { type Scope, scopeNames } from "#access/scopes.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { customerOperations } from "#customers/customer-operations.ts";
import { ingestOperations, ingestPaths } from "#customers/ingest-operations.ts";
import { admission } from "#customers/ingest/admission.ts";
import { liftWriteKey } from "#customers/ingest/lift-write-key.ts";
import { manualClock, type Timer } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { SqlValue, Store } from "#store/store.ts";
import { mountOperations } from "#web/mount-operations.ts";

export const NOON = Date.UTC(2026, 10, 22, 12);
const noTimer: Timer = { after: () => () => undefined };

type Settings = Partial<Pick<CustomerDeps, "projectors" | "mergers">> & { timer?: Timer; maxAtOnce?: number };

/** The two rooms behind their doors, over one empty database, with a clock that stands still at noon. */
export async function ingestWorld(store: Store, { timer = noTimer, maxAtOnce = 64, ...rest }: Settings = {}) {
  const clock = manualClock(NOON);
  let count = 0;
  const ids = idsFrom(clock, (size) =>
    Uint8Array.from({ length: size }, () => Math.imul((count += 1), 0x9e37_79b1) >>> 24),
  );
  const deps: CustomerDeps = {
    store,
    clock,
    ids,
    secret: secretFrom(new Uint8Array(32).fill(9)),
    defaultCountry: "GB",
    projectors: [],
    mergers: [],
    ...rest,
  };
  const keyFor = async (...scopes: Scope[]) => {
    const actor = { kind: "system", id: "test", scopes: scopeNames } as const;
    const created = await createKey({ deps, actor, input: { name: "test", scopes } });
    if (!created.ok) throw new Error("The key was refused.");
    return created.value.key;
  };
  const writeKey = await keyFor("ingest", "ingest:trusted");
  const publicKey = await keyFor("ingest");
  const apiKey = await keyFor("customers:read", "customers:write");
  const app = new Hono();
  for (const path of ingestPaths) app.use(path, liftWriteKey(timer));
  mountOperations(app, {
    operations: [...ingestOperations({ ...deps, timer, admission: admission(maxAtOnce) }), ...customerOperations(deps)],
    authorize: (request, scope) =>
      authorize(
        {
          ...deps,
          publicUrl: "https://vendor.example",
          failures: failureLimit(clock, 1_000),
          addressOf: () => "192.0.2.1",
          findSession: async () => undefined,
        },
        request,
        scope,
      ),
    timer,
  });
  const { send: sendFromPage } = callers(app, { writeKey: publicKey, apiKey });
  return { app, deps, clock, writeKey, apiKey, sendFromPage, ...callers(app, { writeKey, apiKey }), ...readers(store) };
}

export type Answer = {
  accepted: number;
  duplicates: number;
  rejected: Array<{ index: number; faults: Array<{ pointer: string; message: string }> }>;
  clamped: number[];
  undeclaredTraits: number;
  withheld: string[];
};

function callers(app: Hono, keys: { readonly writeKey: string; readonly apiKey: string }) {
  const basic = `Basic ${Buffer.from(`${keys.writeKey}:`).toString("base64")}`;
  const post = async (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: "POST",
      body,
      headers: { authorization: basic, "content-type": "application/json", ...headers },
      // A body that streams is sent before its answer comes; the fetch standard wants that said.
      ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
    });
  const send = async (path: string, body: unknown): Promise<Answer> => {
    const response = await post(path, JSON.stringify(body));
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  return {
    post,
    send,
    batch: (...items: unknown[]) => send("/v1/batch", { batch: items }),
    /** A call of the REST API; gives status and body. */
    call: async (method: string, path: string, body?: unknown) => {
      const response = await app.request(path, {
        method,
        headers: { authorization: `Bearer ${keys.apiKey}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
  };
}

function readers(store: Store) {
  const rows = (sql: string, ...params: SqlValue[]) => store.read({ sql, params });
  return {
    rows,
    count: async (table: string) => Number((await rows(`select count(*) as n from ${table}`))[0]?.["n"]),
    /** Every row of every table that facts reach, as one comparable value. */
    everything: async () => {
      const found: Record<string, unknown> = {};
      for (const table of factTables) found[table] = await rows(`select * from ${table} order by 1, 2, 3`);
      return JSON.stringify(found);
    },
  };
}

const factTables = [
  "customers",
  "identities",
  "events",
  "purchases",
  "purchase_lines",
  "registrations",
  "survey_answers",
  "demographic_facts",
  "consents",
  "consent_states",
  "suppressions",
];
