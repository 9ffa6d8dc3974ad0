import { sql } from "drizzle-orm";
import { seal, unseal } from "#customers/seal.ts";
import { bytesOf, placeOf, type SealedColumn, sealedColumns } from "#entry/backup/sealed-fields.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { findWatermark, saveWatermark } from "#messages/plan/planner-queries.ts";
import type { Store } from "#store/store.ts";

export type ResealDeps = { readonly store: Store; readonly clock: Clock; readonly secret: Secret };

/** Rows of one statement: a few ms of the writer. */
const CHUNK = 50;
const CHUNKS_A_TURN = 20;

type Row = Readonly<Record<string, unknown>> & { readonly place: number };

/**
 * Seals anew, under the newest root, what older ones sealed: one bounded turn. Each column's place is kept, so that a restart
 * goes on where it stood; a value that was changed meanwhile is left as it is, since it was sealed anew by that. Gives how many
 * values were sealed.
 */
export async function resealFields({ store, clock, secret }: ResealDeps): Promise<number> {
  if (secret.sealing === 1) return 0;
  let chunks = CHUNKS_A_TURN;
  let sealed = 0;
  for (const column of sealedColumns) {
    const planner = `sealed ${secret.sealing} ${column.table}.${column.column}`;
    let from = (await findWatermark(store, planner)) ?? 0;
    while (from !== DONE && chunks > 0) {
      chunks -= 1;
      const rows = await rowsAfter(store, column, from);
      sealed += await sealAgain({ store, secret }, column, rows);
      from = rows.length < CHUNK ? DONE : (rows.at(-1)?.place ?? DONE);
      await saveWatermark(store, { planner, watermark: from, now: clock.now() });
    }
  }
  return sealed;
}

const DONE = Number.MAX_SAFE_INTEGER;

/** By the table's own order. */
function rowsAfter(store: Store, { table, column, keys, where = "true" }: SealedColumn, from: number): Promise<Row[]> {
  const names = [...new Set([...keys, column])].join(", ");
  return store.read<Row>({
    sql: `select rowid as place, ${names} from ${table} where rowid > ? and ${where} order by rowid limit ${CHUNK}`,
    params: [from],
  });
}

async function sealAgain(
  { store, secret }: Pick<ResealDeps, "store" | "secret">,
  column: SealedColumn,
  rows: readonly Row[],
): Promise<number> {
  const statements = rows.flatMap((row) => {
    const value = row[column.column];
    const old = bytesOf(value);
    if (old[0] === secret.sealing) return [];
    const text = unseal(secret, placeOf(column, row), old);
    if (text === undefined) return [];
    const anew = seal(secret, placeOf(column, row), text);
    const isText = typeof value === "string";
    const name = sql.raw(column.column);
    return [
      sql`update ${sql.raw(column.table)} set ${name} = ${isText ? Buffer.from(anew).toString("base64") : anew}
        where rowid = ${row.place} and ${name} = ${isText ? value : old} returning 1`,
    ];
  });
  if (statements.length === 0) return 0;
  return (await store.write(statements)).flat().length;
}
