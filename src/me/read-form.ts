import type { Timer } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { readBody } from "#web/read-body.ts";
import { textFaults } from "#web/text-faults.ts";

/** The fields that a form has, and which of them may stand several times. */
export type FormShape = Readonly<Record<string, "one" | "many">>;

export type FormFields = {
  /** "" where the field was not sent. Ends of lines are \n, and blanks around it are gone. */
  one(name: string): string;
  many(name: string): readonly string[];
};

const MAX_BYTES = 32_768;
const TIMEOUT_MS = 15_000;
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * A form as a browser sends it without script (application/x-www-form-urlencoded), read strictly: a field that the form does
 * not have, or has once and was sent twice, is nobody's form of ours.
 */
export async function readForm(
  request: Request,
  { timer, shape }: { readonly timer: Timer; readonly shape: FormShape },
): Promise<Result<FormFields, Problem>> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return err(problem("unsupported_media_type"));
  const bytes = await readBody(request, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, timer });
  return bytes.ok ? parseForm(bytes.value, shape) : bytes;
}

function parseForm(bytes: Uint8Array, shape: FormShape): Result<FormFields, Problem> {
  const fields = new Map<string, string[]>();
  try {
    for (const [name, value] of new URLSearchParams(decoder.decode(bytes))) {
      fields.set(name, [...(fields.get(name) ?? []), value.replaceAll("\r\n", "\n").trim()]);
    }
  } catch {
    return err(problem("invalid_request", "The form is not valid UTF-8."));
  }
  const unstorable = [...fields].flatMap(([name, values]) => textFaults({ [name]: values.join("") }));
  if (unstorable.length > 0) return err(problem("invalid_request", undefined, unstorable));
  for (const [name, values] of fields) {
    const allowed = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (allowed === undefined) return err(problem("invalid_request", "The form has a field that is not known here."));
    if (allowed === "one" && values.length > 1) return err(problem("invalid_request", "A field was sent twice."));
  }
  return ok({ one: (name) => fields.get(name)?.[0] ?? "", many: (name) => fields.get(name) ?? [] });
}
