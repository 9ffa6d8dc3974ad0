import type { RuleFault } from "#content/rule-fault.ts";
import { type Problem, problem } from "#kernel/problem.ts";

/** The refusal of a rule, each fault with its place: "Line 2, column 14: …". */
export function ruleProblem(faults: readonly RuleFault[]): Problem {
  return problem(
    "invalid_content",
    undefined,
    faults.map(({ line, column, message }) => ({
      pointer: "/when",
      message: `Line ${line}, column ${column}: ${message}`,
    })),
  );
}
