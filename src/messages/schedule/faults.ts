import type { z } from "zod";
import type { Fault } from "#kernel/problem.ts";

/** RFC 6901 §3: "~" and "/" inside a member name are escaped. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Every fault of a refused value, each with its JSON Pointer; a member that nobody knows is pointed at itself. */
export function faultsOf(error: z.ZodError): readonly Fault[] {
  return error.issues.flatMap((issue): Fault[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          pointer: pointerOf([...issue.path, key]),
          message: "This member is not known here",
        }))
      : [{ pointer: pointerOf(issue.path), message: issue.message }],
  );
}
