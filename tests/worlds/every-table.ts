import { seal } from "#customers/seal.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Row, SqlValue, Store } from "#store/store.ts";

/** Every word of hers begins so: it is looked for in every cell afterwards. */
export const HERS = "canary";

export type Column = { readonly table: string; readonly name: string; readonly type: string; readonly isKey: boolean };

/** Columns of every table, in the order in which they were made. */
export async function everyColumn(store: Store): Promise<ReadonlyMap<string, readonly Column[]>> {
  const rows = await store.read<{ table: string; name: string; type: string; pk: number }>({
    sql: `select m.name as "table", c.name, c.type, c.pk from sqlite_master as m cross join pragma_table_info(m.name) as c
      where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '\\_cf%' escape '\\' and m.name not like 'd1_%'
      order by m.name, c.cid`,
    params: [],
  });
  const columns = new Map<string, Column[]>();
  for (const { table, name, type, pk } of rows) {
    const own = columns.get(table) ?? [];
    own.push({ table, name, type: type.toLowerCase(), isKey: pk > 0 });
    columns.set(table, own);
  }
  return columns;
}

/** A column that says whose a row is. */
export function namesCustomer({ table, name }: Column): boolean {
  return /customer/.test(name) || (table === "customers" && (name === "id" || name === "merged_into"));
}

export type Whose = {
  readonly customerId: number;
  readonly messageId: number;
  /** A name of hers that stands in what is sealed. */
  readonly name: string;
  readonly addressHash: string;
  readonly secret: Secret;
};

/** What a generic word can't be: JSON, references, sealed things. By table and column. */
function special(whose: Whose): Readonly<Record<string, SqlValue>> {
  const sealed = (place: string, key: string, content: unknown) => {
    const [table = "", column = ""] = place.split(".");
    return seal(whose.secret, { table, key, column }, JSON.stringify(content));
  };
  const words = JSON.stringify({ [HERS]: `${HERS}-json` });
  return {
    "events.properties": words,
    "consents.proof": words,
    "messages.inputs": words,
    "messages.links": "[]",
    "messages.id": whose.messageId,
    "webhook_events.data": words,
    "webhook_events.id": "event-1",
    "webhook_deliveries.event_id": "event-1",
    "session.user_id": "user-1",
    "account.user_id": "user-1",
    "user.id": "user-1",
    "clicks.message_id": whose.messageId,
    "clicks.journal_key": "0:1",
    "clicks.device": "phone",
    "clicks.verdict": "person",
    "clicks.link_id": 1,
    "clicks.origin_id": 1,
    "clicks.origin_no": 1,
    "click_origins.id": 1,
    "click_origins.batch_key": "batch-1",
    "click_origins.sealed": Buffer.from(
      sealed("click_origins.sealed", "batch-1", [
        ["192.0.2.1", "another's"],
        ["192.0.2.2", `${HERS}-agent`],
      ]),
    ).toString("base64"),
    "address_reservations.address_hash": whose.addressHash,
    "sms_bindings.phone_hash": whose.addressHash,
    "sms_replies.phone_hash": whose.addressHash,
    "voice_calls.phone_hash": whose.addressHash,
    "voice_dials.phone_hash": whose.addressHash,
    "address_reservations.message_id": whose.messageId,
    "own_requests.address_hash": whose.addressHash,
    "postal_addresses.hash": whose.addressHash,
    "rejected_items.received_at": 7,
    "rejected_items.item": sealed("rejected_items.item", "7", { traits: { email: whose.name }, [HERS]: 1 }),
    "import_rejects.import_id": "import-1",
    "import_rejects.no": 3,
    "import_rejects.rows": sealed("import_rejects.rows", "import-1/3", [
      [3, 4, [], [["email", whose.name]]],
      [4, 5, [], [["email", "another@people.example"]]],
    ]),
    "segments.id": 1,
    "segment_members.segment_id": 1,
    "segments.member_count": 1,
    "segments.uses": "[]",
    "erasures.done": "[]",
  };
}

/** Tables whose row of hers comes with herself. */
const MADE = new Set([
  "customers",
  "own_sites",
  "erasures",
  "audit_log",
  "schema_migrations",
  "customer_attributes",
  "attribute_definitions",
]);
const FIRST = ["user", "webhook_events"];

/** One row in every table: hers wherever a column says so, and with her words in it. */
export async function fillEveryTable(store: Store, whose: Whose): Promise<readonly string[]> {
  const columns = await everyColumn(store);
  const names = [...FIRST, ...[...columns.keys()].filter((name) => !FIRST.includes(name))];
  const values = special(whose);
  const filled = names.filter((name) => !MADE.has(name));
  await store.write(
    filled.map((table) => {
      const own = columns.get(table) ?? [];
      const isHers = own.some(namesCustomer);
      return {
        sql: `insert into "${table}" (${own.map(({ name }) => `"${name}"`).join(", ")})
          values (${own.map(() => "?").join(", ")}) on conflict do nothing`,
        params: own.map(
          (column) => values[`${table}.${column.name}`] ?? wordFor(column, { isHers, customerId: whose.customerId }),
        ),
      };
    }),
  );
  return filled;
}

function wordFor(column: Column, whose: { readonly isHers: boolean; readonly customerId: number }): SqlValue {
  if (namesCustomer(column)) return whose.customerId;
  if (column.type === "integer" || column.type === "real") return 1;
  if (column.type === "blob") return Uint8Array.of(1, 2, 3);
  return whose.isHers ? `${HERS}-${column.table}-${column.name}` : `other-${column.name}`;
}

/** Every cell in which something of hers stands, as "table.column". */
export async function findHers(
  store: Store,
  whose: { readonly ids: readonly number[]; readonly words: readonly string[] },
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const [table, columns] of await everyColumn(store)) {
    const rows: Row[] = await store.read({ sql: `select * from "${table}"`, params: [] });
    for (const column of columns) {
      const cells = rows.map((row) => row[column.name]);
      const isHers = (cell: unknown) =>
        namesCustomer(column)
          ? whose.ids.includes(Number(cell))
          : typeof cell === "string" && whose.words.some((word) => cell.includes(word));
      if (cells.some(isHers)) found.add(`${table}.${column.name}`);
    }
  }
  return [...found].sort();
}
