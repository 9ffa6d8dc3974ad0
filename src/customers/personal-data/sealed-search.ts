import type { Row, Store } from "#store/store.ts";
import { seal, type SealedPlace, unseal } from "#customers/seal.ts";
import { mentions } from "./mentions.ts";
import type { Person, PersonalDataDeps, PersonalRow } from "./personal-data.ts";
import { bytesOf } from "./personal-table.ts";

/**
 * A table of things that came in and could not be taken: sealed, and without a customer's number, for whom they are about was
 * never found out. They are opened one after the other and searched for the person's names.
 */
export type SealedTable = {
  readonly table: string;
  /** The column that is sealed. */
  readonly column: string;
  /** Further columns that `placeOf` reads. */
  readonly keys: readonly string[];
  readonly placeOf: (row: Row) => SealedPlace;
  /** Of a list: its parts, each of which may be about somebody else. A thing of its own is one part. */
  readonly isList: boolean;
  /** SQL that narrows the rows to be searched. */
  readonly where?: string;
};

/** Rows that are opened at a time: lists of a thousand records are a few hundred KB. */
const PAGE = 20;

type Found = {
  readonly rowid: number;
  readonly sealed: Uint8Array;
  readonly place: SealedPlace;
  readonly hers: readonly unknown[];
  readonly rest: readonly unknown[];
};

/** Every row with something about her, in the order of the table's own key: a page at a time and never twice. */
async function* findHers(
  { store, secret }: PersonalDataDeps,
  { table, column, keys, placeOf, isList, where = "true" }: SealedTable,
  person: Person,
): AsyncGenerator<Found> {
  const isHers = mentions(person.names);
  for (let after = -1; ;) {
    const page: Row[] = await store.read({
      sql: `select rowid as row_number_, ${[column, ...keys].join(", ")} from ${table}
        where rowid > ? and ${where} order by rowid limit ${PAGE}`,
      params: [after],
    });
    for (const row of page) {
      const [place, sealed] = [placeOf(row), bytesOf(row[column])];
      const text = unseal(secret, place, sealed);
      // What does not open was sealed under a key that is gone: nobody reads it any more.
      if (text === undefined) continue;
      const content = JSON.parse(text) as unknown;
      const parts: readonly unknown[] = isList && Array.isArray(content) ? content : [content];
      const hers = parts.filter(isHers);
      if (hers.length === 0) continue;
      const rest = parts.filter((part) => !hers.includes(part));
      yield { rowid: Number(row["row_number_"]), sealed, place, hers, rest };
    }
    if (page.length < PAGE) return;
    after = Number(page.at(-1)?.["row_number_"]);
  }
}

export async function* sealedRows(
  deps: PersonalDataDeps,
  tables: readonly SealedTable[],
  person: Person,
): AsyncGenerator<readonly PersonalRow[]> {
  for (const sealed of tables) {
    for await (const { hers } of findHers(deps, sealed, person)) {
      yield hers.map((part) => ({
        set: "imports",
        table: sealed.table,
        row: { [sealed.column]: JSON.stringify(part) },
      }));
    }
  }
}

/** Takes her parts out of lists, and whole rows where nothing else is in them. */
export async function eraseSealed(
  deps: PersonalDataDeps,
  tables: readonly SealedTable[],
  person: Person,
): Promise<void> {
  for (const sealed of tables) {
    for await (const found of findHers(deps, sealed, person)) await rewrite(deps, sealed, found);
  }
}

async function rewrite({ store, secret }: PersonalDataDeps, { table, column }: SealedTable, found: Found) {
  const { rowid, sealed, place, rest } = found;
  const write = (statement: Parameters<Store["write"]>[0][number]) => store.write([statement]);
  if (rest.length === 0) return write({ sql: `delete from ${table} where rowid = ?`, params: [rowid] });
  const text = seal(secret, place, JSON.stringify(rest));
  // Somebody may have rewritten the list meanwhile: the erasure comes by again and finds it as it is then.
  return write({
    sql: `update ${table} set ${column} = ? where rowid = ? and ${column} = ?`,
    params: [text, rowid, sealed],
  });
}
