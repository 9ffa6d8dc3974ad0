import { RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { describeFault, type Table, type TableFault } from "#predict/tables/table.ts";

/** Why a prediction was not made, in words for whoever asked: a fault of the file or of what was asked, never of the program. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

export function refuseTable(path: string, fault: TableFault): Refusal {
  return new Refusal(`${path}: ${describeFault(fault)}`);
}

/** The work's answer; what rows or a model are refused for names the column and the line of the file. */
export function withPlaces<T>(path: string, table: Table | undefined, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof RefusedModel) throw new Refusal(`${path}: ${cause.message}`);
    if (!(cause instanceof RefusedRows)) throw cause;
    const line = cause.row === undefined ? 0 : (table?.lines[cause.row] ?? 0);
    throw refuseTable(path, {
      line,
      reason: cause.reason,
      ...(cause.column === undefined ? {} : { column: cause.column }),
    });
  }
}

/** Runs a subcommand: 2 for a refusal or a file that can't be opened, whose words go to the terminal. */
export async function answered(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (cause) {
    const isFile =
      cause instanceof Error &&
      "code" in cause &&
      ["ENOENT", "EACCES", "EISDIR", "ENOTDIR"].includes(String(cause.code));
    const isOption = cause instanceof Error && "code" in cause && String(cause.code).startsWith("ERR_PARSE_ARGS");
    if (!(cause instanceof Refusal) && !isFile && !isOption) throw cause;
    console.error(cause instanceof Error ? cause.message : String(cause));
    return 2;
  }
}
