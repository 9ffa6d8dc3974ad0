import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Mapping } from "#customers/import/mapping/mapping.ts";
import type { JsonObject } from "#customers/import/read/record.ts";
import { compileFor } from "./compile-for.ts";
import type { ImportDeps } from "./import-deps.ts";
import type { ImportTotals } from "./import-row.ts";
import { takeRecords } from "./take-records.ts";

export type RecordOutcome = Exclude<keyof ImportTotals, "rejected">;

/**
 * One record through a mapping of the form `json`: the door for what comes by itself, a form, a webhook, a screen. It has all
 * that a file has: value maps, reference codes with quarantine, corrections under the same key, consent and suppression.
 */
export async function takeRecord(
  deps: ImportDeps,
  mapping: Mapping,
  fields: JsonObject,
): Promise<Result<RecordOutcome, Problem>> {
  const receivedAt = deps.clock.now();
  const target = await compileFor(deps, mapping, { header: undefined, statedAt: receivedAt });
  if ("faults" in target) return err(problem("invalid_content", undefined, target.faults));
  const record = { number: 1, line: 1, fields, raw: "" };
  const { totals, rejects } = await takeRecords({
    deps,
    target,
    mapping,
    importId: deps.ids.next("rec"),
    header: undefined,
    receivedAt,
    records: [record],
  });
  const faults = rejects.flatMap(({ faults: found }): Fault[] =>
    found.map(({ column, reason }) => ({
      pointer: column === "" ? "" : `/${column.replaceAll(".", "/")}`,
      message: reason,
    })),
  );
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const outcomes: readonly RecordOutcome[] = ["created", "changed", "same", "withheld", "quarantined", "skipped"];
  return ok(outcomes.find((outcome) => totals[outcome] > 0) ?? "same");
}
