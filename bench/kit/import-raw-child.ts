import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { openLibsql } from "#store/open-libsql.ts";

/**
 * What the database alone takes for the same customers: plain inserts out of `json_each`, as many at once as the import takes,
 * into the same tables with the same indexes. Nothing is checked, and only the statements are timed: import-raw-child.ts <file> <url>
 */
const [file = "", url = ""] = process.argv.slice(2);
const AT_ONCE = 5_000;
const PROFILE = ["code", "email", "phone", "first_name", "last_name", "birth_on", "country", "locale", "zone"];

const store = await openLibsql({ url });
const [table] = await store.read<{ names: string }>({
  sql: "select group_concat(name, ',' order by cid) as names from pragma_table_info('customer_attributes') where name like 'a~_%' escape '~'",
  params: [],
});
const attributes = (table?.names ?? "").split(",");
let cpuMs = 0;
let rows = 0;
let waiting: string[][] = [];

for await (const line of createInterface({ input: createReadStream(file) })) {
  const cells = line.replace(/"([^"]*)"/, (_, inner: string) => inner.replace(",", ";")).split(",");
  if (cells[0] !== "customer_id") waiting.push(cells);
  if (waiting.length < AT_ONCE) continue;
  await write(waiting);
  waiting = [];
}
await write(waiting);
await store.close();
console.log(JSON.stringify({ rows, cpuMs }));

async function write(cells: readonly string[][]): Promise<void> {
  const hash = (text = "") => createHash("sha256").update(text).digest("base64url");
  const profiles = JSON.stringify(cells.map((row) => [hash(row[1]), hash(row[2]), ...row]));
  const from = `from (select key, value from json_each(?) limit -1) as item`;
  const id = `${rows} + 1 + item.key`;
  const value = (index: number) => `item.value ->> ${index}`;
  const list = (first: number, names: readonly string[]) => names.map((_, index) => value(first + index)).join(", ");
  const statements = [
    `insert into customers (id, created_at, updated_at, email_hash, phone_hash, ${PROFILE.join(", ")})
      select ${id}, 0, 0, ${value(0)}, ${value(1)}, ${list(2, PROFILE)} ${from}`,
    `insert into customer_attributes (customer_id, updated_at, ${attributes.join(", ")})
      select ${id}, 0, ${list(2 + PROFILE.length, attributes)} ${from}`,
    ...(["email", "phone"] as const).map(
      (kind, index) => `insert into identities (kind, hash, value, customer_id, at, source)
        select '${kind}', ${value(index)}, ${value(3 + index)}, ${id}, 0, 'crm' ${from} where true
        on conflict (kind, hash) do nothing`,
    ),
  ].map((sql) => ({ sql, params: [profiles] }));
  const before = process.cpuUsage();
  await store.write(statements);
  const { user, system } = process.cpuUsage(before);
  cpuMs += (user + system) / 1_000;
  rows += cells.length;
}
