import { join } from "node:path";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, it } from "vitest";
import { sealFeedHeader } from "#catalogue/feeds/feed-header.ts";
import { sealAddress } from "#customers/push/push-device.ts";
import { seal } from "#customers/seal.ts";
import { openSealedFields, sealedColumns } from "#entry/backup/sealed-fields.ts";
import { secretFrom } from "#kernel/secret.ts";
import { addressPlace } from "#me/enter/request-code.ts";
import { sealBody } from "#me/site/note.ts";
import { sealWebhookSecret } from "#outbound/webhooks/webhook-secret.ts";
import { type LivedStation, livedStation } from "./lived-station.ts";
import { isCode, isForTests, listTree, readTree, root } from "./tree.ts";

const listed = new Set(sealedColumns.map(({ table, column }) => `${table}.${column}`));
const secret = secretFrom(new Uint8Array(32).fill(3));
/** Bytes that are no secret. */
const OPEN_BYTES = new Set(["image_files.body"]);

const sources = listTree()
  .filter((path) => path.startsWith("src/") && isCode(path) && !isForTests(path))
  .map(readTree);

let lived: LivedStation;
let schemas: ReadonlyArray<Record<string, unknown>>;
beforeAll(async () => {
  const files = listTree().filter((path) => path.startsWith("src/store/schema/") && isCode(path));
  schemas = await Promise.all(files.map(async (path) => (await import(join(root, path))) as Record<string, unknown>));
  lived = await livedStation();
}, 120_000);

describe("sealed columns", () => {
  it("are all known to whoever verifies a backup: every column of bytes, and every place that something is sealed for", () => {
    const bytes = schemas
      .flatMap((schema) => Object.values(schema))
      .filter((value) => value instanceof SQLiteTable)
      .flatMap((table) => {
        const { name, columns } = getTableConfig(table);
        return columns.filter((column) => column.getSQLType() === "blob").map((column) => `${name}.${column.name}`);
      });
    expect(bytes.length).toBeGreaterThan(10);
    expect(bytes.filter((column) => !listed.has(column) && !OPEN_BYTES.has(column))).toEqual([]);
    const places = sources.flatMap((text) =>
      [...text.matchAll(/table: "(\w+)",\s+key[:,][^;]{0,200}?column: "(\w+)"/g)].map(
        ([, table = "", column = ""]) => `${table}.${column}`,
      ),
    );
    expect(places.length).toBeGreaterThan(10);
    expect([...new Set(places)].filter((column) => !listed.has(column))).toEqual([]);
  });

  it("are opened from their rows by the places that are said for them", async () => {
    const { store, station } = lived;
    const rows = <Row>(sql: string) => store.read<Row>({ sql, params: [] });
    const { closed, columns } = await openSealedFields({ rows }, station.customers.secret);
    expect(closed).toBe(0);
    const opened = Object.keys(columns).filter((column) => (columns[column]?.opened ?? 0) > 0);
    expect(opened).toEqual(
      expect.arrayContaining([
        "contact_notes.note",
        "import_rejects.rows",
        "quarantined_records.fields",
        "click_origins.sealed",
        "webhook_endpoints.secret",
      ]),
    );
  });

  it("are opened where the rooms themselves sealed them, whatever the value has been through", async () => {
    const keys = { p256dh: "p", auth: "a" };
    const shop = { code: "shop", origin: "https://a.example", header: { name: "x-key", value: "k" } };
    const kept: Readonly<Record<string, Record<string, unknown>>> = {
      own_notes: { id: "n1", body: sealBody(secret, { id: "n1", text: "a note" }) },
      own_requests: { id_hash: "h1", address: seal(secret, addressPlace("h1"), "a@x.example") },
      push_devices: { id: "d1", address: sealAddress(secret, "d1", { endpoint: "https://p.example/1", keys }) },
      feeds: { code: "shop", header: sealFeedHeader(secret, shop) },
      webhook_endpoints: {
        id: "w1",
        secret: sealWebhookSecret(secret, "w1", "new"),
        old_secret: sealWebhookSecret(secret, "w1", "old"),
      },
    };
    const tableIn = (sql: string) => / from (\w+) /.exec(sql)?.[1] ?? "";
    const rows = async <Row>(sql: string) => [kept[tableIn(sql)] ?? []].flat() as Row[];
    const { closed, columns } = await openSealedFields({ rows }, secret);
    expect(closed).toBe(0);
    const opened = Object.keys(columns).filter((column) => (columns[column]?.opened ?? 0) > 0);
    expect(opened).toHaveLength(Object.keys(kept).length + 1);
    expect((await openSealedFields({ rows }, secretFrom(new Uint8Array(32).fill(4)))).opened).toBe(0);
  });
});
