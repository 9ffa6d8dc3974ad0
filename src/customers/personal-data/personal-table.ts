import type { Row, Store } from "#store/store.ts";
import type {
  Person,
  PersonalData,
  PersonalDataDeps,
  PersonalRow,
  PersonalSet,
  PersonalViewer,
} from "./personal-data.ts";

/** A table whose rows belong to a customer. */
export type PersonalTable = {
  readonly table: string;
  readonly set: PersonalSet;
  /** Columns that an export shows. Hashes, numbers of rows and the like say nothing to anybody. */
  readonly columns: readonly string[];
  /** Column with the customer's number; `customer_id` unless told. */
  readonly owner?: string;
  /** SQL over the table: which of her rows an export leaves out, and for whom. */
  readonly shownTo?: Readonly<Record<PersonalViewer, string>>;
  /** Opens what is sealed in a row. */
  readonly open?: (deps: PersonalDataDeps, row: Row) => Row;
};

const PAGE = 2_000;
/** Rows of one statement: some 20 ms of the writer where each row stands on a page of its own. */
const SLICE = 2_000;

/** An area that is nothing but such tables. */
export function personalTables(area: string, tables: readonly PersonalTable[]): PersonalData {
  return {
    area,
    tables: tables.map(({ table }) => table),
    rows: async function* rows(deps, question) {
      for (const table of tables) yield* tableRows(deps, table, question);
    },
    erase: async ({ store }, person) => {
      for (const { table, owner } of tables) await deleteRows(store, person, { table, owner });
    },
  };
}

/** Her rows of a table, a page at a time, by the index on its owner. */
export async function* tableRows(
  deps: PersonalDataDeps,
  { table, set, columns, owner = "customer_id", shownTo, open = (_, row) => row }: PersonalTable,
  { person, viewer }: { readonly person: Person; readonly viewer: PersonalViewer },
): AsyncGenerator<readonly PersonalRow[]> {
  for (let after = -1; ;) {
    const page: Row[] = await deps.store.read({
      sql: `select rowid as row_number_, ${columns.join(", ")} from ${table}
        where ${owner} in (select value from json_each(?)) and rowid > ? ${shownTo === undefined ? "" : `and ${shownTo[viewer]}`}
        order by rowid limit ${PAGE}`,
      params: [JSON.stringify(person.ids), after],
    });
    if (page.length > 0) yield page.map((row) => ({ set, table, row: open(deps, withoutNumber(row)) }));
    if (page.length < PAGE) return;
    after = Number(page.at(-1)?.["row_number_"]);
  }
}

function withoutNumber(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== "row_number_"));
}

/** Deletes her rows in slices that hold the writer only for a moment each. */
export async function deleteRows(
  store: Store,
  { ids }: Pick<Person, "ids">,
  { table, owner = "customer_id" }: { readonly table: string; readonly owner?: string | undefined },
): Promise<void> {
  for (;;) {
    const [, [changed] = []] = await store.write<{ changed: number }>([
      {
        sql: `delete from ${table} where rowid in (select rowid from ${table}
          where ${owner} in (select value from json_each(?)) limit ${SLICE})`,
        params: [JSON.stringify(ids)],
      },
      { sql: "select changes() as changed", params: [] },
    ]);
    if ((changed?.changed ?? 0) < SLICE) return;
  }
}

/** A blob is an ArrayBuffer from libSQL and a list of numbers from D1. */
export function bytesOf(blob: unknown): Uint8Array {
  if (blob instanceof Uint8Array) return blob;
  return blob instanceof ArrayBuffer ? new Uint8Array(blob) : Uint8Array.from(blob as number[]);
}
