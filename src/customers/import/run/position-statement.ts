import type { Query } from "#store/store.ts";
import { type ImportTotals, totalNames } from "./import-row.ts";
import type { ChunkPlan } from "./target-writer.ts";

export type Position = {
  readonly importId: string;
  /** Records that were settled when this chunk was read, and with it. */
  readonly from: number;
  readonly to: number;
  readonly lastDigest: string;
  readonly bytesRead: number;
  readonly reasons: Readonly<Record<string, number>>;
  /** The file's column names, which its rejects are written under. */
  readonly header: readonly string[] | undefined;
};

/**
 * Moves the position in the batch of the rows behind it. Where somebody else moved it, or ended the import, the new position
 * is null, which no import may have: the whole batch is as if it had never been.
 */
export function positionStatement(position: Position): Query {
  const { importId, from, to, lastDigest, bytesRead, reasons, header } = position;
  return {
    sql: `update imports set records = case when records = ? and state = 'running' then ? end,
      last_digest = ?, bytes_read = ?, reasons = ?, header = ? where id = ?`,
    params: [
      from,
      to,
      lastDigest,
      bytesRead,
      JSON.stringify(reasons),
      header === undefined ? null : JSON.stringify(header),
      importId,
    ],
  };
}

export type CountedPlan = Pick<ChunkPlan, "totals" | "counted" | "chunkNumbers">;

/** Adds to an import's totals what is known and what the batch itself counted: their sum stays what was read. */
export function totalsStatement(importId: string, known: Partial<ImportTotals>, plan: CountedPlan): Query {
  const { totals, counted, chunkNumbers } = plan;
  const isCounted = chunkNumbers.length > 0;
  const sum = (name: string) => (isCounted ? `coalesce((select ${name} from piece), 0)` : "0");
  const batch: Partial<Record<keyof ImportTotals, string>> = {
    created: sum("created"),
    changed: sum("changed"),
    withheld: sum("withheld"),
    same: `${counted} - ${sum("created + changed + withheld")}`,
  };
  const fixed = (name: keyof ImportTotals) => (known[name] ?? 0) + (totals[name] ?? 0);
  const set = totalNames.map((name) => `${name} = ${name} + ${fixed(name)} + ${batch[name] ?? 0}`);
  return {
    sql: `${isCounted ? PIECES : ""} update imports set ${set.join(", ")} where id = ?`,
    params: [...(isCounted ? [importId, JSON.stringify(chunkNumbers)] : []), importId],
  };
}

const PIECES = `with piece as (
  select sum(created) as created, sum(changed) as changed, sum(withheld) as withheld
  from import_chunks where import_id = ? and no in (select value from json_each(?)))`;
