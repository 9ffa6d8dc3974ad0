import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { takeBackup } from "#entry/backup/take-backup.ts";
import { verifyBackup } from "#entry/backup/verify-backup.ts";
import { nodeTransport } from "#entry/node/node-transport.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { systemClock, systemTimer } from "#entry/runtime.ts";
import { collectHappenings } from "#outbound/webhooks/collect-happenings.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { webhookOwner, webhookWorld } from "#tests/worlds/webhook-world.ts";
import { createEndpoint } from "#outbound/webhooks/create-endpoint.ts";
import { webhookCourier } from "#outbound/webhooks/webhook-courier.ts";
import { round } from "./kit/measure.ts";

type Run = {
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssMiB: number;
};

const EVENTS = 1_000_000;
const TOLD = 20_000;
const DELIVERED = 3_000;

/** Exports of a million events, the way of an event to a receiver, and a backup of the same database. */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "outbound-bench-"));
  try {
    const path = join(folder, "out.db");
    const store = await freshStore(`file:${path}`);
    await fill(store, EVENTS);
    const told = await collect(store);
    const delivered = await deliver(store);
    await store.close();
    return { ...exported(path), ...told, ...delivered, ...(await backedUp(folder, path)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function fill(store: Store, count: number): Promise<void> {
  await store.write([
    sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
      insert into customers (code, email, created_at, updated_at) select 'c-' || i, 'c' || i || '@people.example', 0, 0 from n`,
  ]);
  for (let from = 0; from < count; from += 100_000) {
    await store.write([
      sql`with recursive n(i) as (select ${from} + 1 union all select i + 1 from n where i < ${from + 100_000})
        insert into events (message_id, customer_id, kind, name, category, product_code, properties, at, received_at, source)
        select 'm-' || i, i % 20000 + 1, 'track', 'Product Viewed', 'garden tools', 'SPADE-' || (i % 100),
          '{"list":"spring","position":' || (i % 20) || '}', i, i, 'web' from n`,
    ]);
  }
}

function exported(path: string): Record<string, number> {
  const child = join(import.meta.dirname, "kit/export-child.ts");
  const run = (format: string) => {
    // As `npm run jumpstation` starts: else the heap keeps what loading the program took, 140 MiB, to the end.
    const flags = ["--max-semi-space-size=4", "--heap-growing-percent=60", "--import", "tsx"];
    const output = execFileSync(process.execPath, [...flags, child, `file:${path}`, format], { encoding: "utf8" });
    return JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as Run;
  };
  const [ndjson, csv] = [run("ndjson"), run("csv")];
  return {
    exportRows: ndjson.rows,
    ndjsonRowsPerSecond: Math.round(ndjson.rows / ndjson.seconds),
    csvRowsPerSecond: Math.round(csv.rows / csv.seconds),
    ndjsonCpuUsPerRow: round((ndjson.cpuSeconds / ndjson.rows) * 1e6, 2),
    exportRssMiB: Math.round(Math.max(ndjson.rssMiB, csv.rssMiB)),
  };
}

/** What telling costs the writer, by event that is told, and by row that is passed over. */
async function collect(store: Store): Promise<Record<string, number>> {
  const world = webhookWorld(store);
  await world.endpoint({ types: ["purchase.recorded"] });
  const add = (name: string, first: number) =>
    store.write([
      sql`with recursive n(i) as (select ${first} union all select i + 1 from n where i < ${first + TOLD - 1})
        insert into events (message_id, customer_id, kind, name, properties, at, received_at, source)
        select 'w-' || i, i % 20000 + 1, 'track', ${name}, '{"order_id":"o-1"}', 0, 0, 'web' from n`,
    ]);
  const timed = async () => {
    const cpu = process.cpuUsage();
    while ((await collectHappenings(world)) > 0);
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / TOLD;
  };
  await add("Product Viewed", 1);
  const passedUs = await timed();
  await add("Order Completed", TOLD + 1);
  const toldUs = await timed();
  return { collectPassedCpuUs: round(passedUs, 2), collectToldCpuUs: round(toldUs, 1) };
}

/** Signed requests to a receiver on this machine, with every state written. */
async function deliver(store: Store): Promise<Record<string, number>> {
  let received = 0;
  const receiver = createServer((request, response) => {
    request.resume().on("end", () => {
      received += 1;
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const policy = { trustedOrigins: new Set([origin]), ownHosts: new Set<string>() };
  const outgoing = { transport: nodeTransport(), policy, timer: systemTimer };
  const world = { ...webhookWorld(store), clock: systemClock, outgoing };
  await store.write([sql`update webhook_endpoints set state = 'disabled'`]);
  await createEndpoint({
    deps: world,
    actor: webhookOwner,
    input: { url: `${origin}/in`, types: ["customer.created"] },
  });
  await store.write([
    sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${DELIVERED})
      insert into customers (code, created_at, updated_at) select 'd-' || i, 0, 0 from n`,
  ]);
  const courier = webhookCourier(world);
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  for (let left = DELIVERED; left > 0;) {
    const { lanes } = await courier.turn();
    left -= (await lanes).delivered;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  receiver.closeAllConnections();
  receiver.close();
  return {
    deliveriesPerSecond: Math.round(received / seconds),
    deliveryCpuMs: round((user + system) / 1_000 / received, 2),
  };
}

async function backedUp(folder: string, path: string): Promise<Record<string, number>> {
  const places = {
    databasePath: path,
    journalFolder: join(folder, "journal"),
    imageFolder: join(folder, "images"),
    secret: secretFrom(Buffer.alloc(32, 7)),
  };
  const to = join(folder, "copy");
  const startedAt = performance.now();
  await takeBackup({ ...places, to, clock: systemClock });
  const takenAt = performance.now();
  const knownMigrations = readMigrations().map(({ name }) => name);
  const { faults } = await verifyBackup({ ...places, folder: to, knownMigrations });
  return {
    backupMiB: Math.round(statSync(join(to, "jumpstation.db")).size / 1_048_576),
    backupSeconds: round((takenAt - startedAt) / 1_000, 1),
    verifySeconds: round((performance.now() - takenAt) / 1_000, 1),
    verifyFaults: faults.length,
  };
}
