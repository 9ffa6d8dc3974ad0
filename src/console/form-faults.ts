import type { z } from "zod";
import type { Problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";

/** What is wrong, by the name of the form's field. A field of a group is called "vendor.name". */
export type FieldFaults = Readonly<Record<string, string>>;

/** Reads a form's values by the schema that the API reads its bodies by, and says what is wrong in an operator's words. */
export function readFields<Output>(schema: z.ZodType<Output>, values: unknown): Result<Output, FieldFaults> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return ok(parsed.data);
  return err(byName(parsed.error.issues.map((issue) => [issue.path.map(String), wordsOf(issue)])));
}

/** The faults of a refusal. */
export function faultsOfProblem({ faults = [] }: Problem): FieldFaults {
  return byName(faults.map(({ pointer, message }) => [pointer.split("/").slice(1), message]));
}

/** The first fault of each field is the one to put right; a fault of one of many values is one of their field. */
function byName(faults: ReadonlyArray<readonly [path: readonly string[], words: string]>): FieldFaults {
  const named = faults.map(([path, words]) => [path.filter((part) => !/^\d+$/.test(part)).join("."), words] as const);
  return Object.fromEntries(named.reverse());
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_small") {
    if (issue.origin === "array") return "Choose at least one.";
    return Number(issue.minimum) <= 1 ? "Fill this in." : `At least ${String(issue.minimum)} characters.`;
  }
  if (issue.code === "too_big")
    return `At most ${String(issue.maximum)} ${issue.origin === "array" ? "of them" : "characters"}.`;
  if (issue.code === "invalid_format" && issue.format === "url")
    return "This is no web address. It begins with https://.";
  return issue.code === "invalid_value" ? "Choose one of these." : issue.message;
}
