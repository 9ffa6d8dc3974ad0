import type { Timer } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { readBody } from "#web/read-body.ts";
import { isStorableText } from "#web/text-faults.ts";
import type { FormDefinition } from "./form-definition.ts";

/** What a browser sent: the answers as they were typed, by field, and what the page itself carried. */
export type Submission = {
  readonly token: string;
  /** The step that was shown. */
  readonly step: number;
  readonly act: "next" | "back";
  /** The field that people can't see was filled in. */
  readonly isTrapped: boolean;
  readonly typed: Typed;
};

/** As typed, several where several were ticked. Ends of lines are \n, blanks around are gone. */
export type Typed = Readonly<Record<string, readonly string[]>>;

const MAX_BYTES = 65_536;
const TIMEOUT_MS = 15_000;
const decoder = new TextDecoder("utf-8", { fatal: true });

export const answerName = (field: string): string => `a.${field}`;
/** It sounds like something that robots fill in. */
export const TRAP = "website";

/** Reads what a form of ours sends without script; a field that it does not have is not read. */
export async function readSubmission(
  request: Request,
  { timer, maxBytes = MAX_BYTES }: { readonly timer: Timer; readonly maxBytes?: number },
): Promise<Result<URLSearchParams, Problem>> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return err(problem("unsupported_media_type"));
  const bytes = await readBody(request, { maxBytes, timeoutMs: TIMEOUT_MS, timer });
  if (!bytes.ok) return bytes;
  try {
    const fields = new URLSearchParams(decoder.decode(bytes.value));
    // %00 and halves of pairs come through here only as text; no database keeps them.
    if (![...fields].every(([key, value]) => isStorableText(key) && isStorableText(value))) {
      return err(problem("invalid_request", "The form has a character that can't be kept."));
    }
    return ok(fields);
  } catch {
    return err(problem("invalid_request", "The form is not valid UTF-8."));
  }
}

export function submissionOf(fields: URLSearchParams, { fields: asked }: FormDefinition): Submission {
  const typed = asked.map(({ name }) => {
    const values = fields.getAll(answerName(name)).map((value) => value.replaceAll("\r\n", "\n").trim());
    return [name, values.filter((value) => value !== "").slice(0, 60)] as const;
  });
  return {
    token: fields.get("token") ?? "",
    step: Number.parseInt(fields.get("step") ?? "1", 10) || 1,
    act: fields.get("act") === "back" ? "back" : "next",
    isTrapped: (fields.get(TRAP) ?? "") !== "",
    typed: Object.fromEntries(typed),
  };
}
