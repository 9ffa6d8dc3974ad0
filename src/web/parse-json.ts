import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";

/** Deeper documents are refused before they are parsed: nothing that we read needs more. */
const MAX_JSON_DEPTH = 32;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Strict JSON (RFC 8259) of strict UTF-8, of bounded depth, without keys that reach into prototypes. */
export function parseJson(bytes: Uint8Array): Result<unknown, Problem> {
  const text = decodeText(bytes);
  return text.ok ? parseJsonText(text.value) : text;
}

export function decodeText(bytes: Uint8Array): Result<string, Problem> {
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return err(problem("invalid_json", "The body is not valid UTF-8."));
  }
}

export function parseJsonText(text: string): Result<unknown, Problem> {
  if (depthOf(text) > MAX_JSON_DEPTH) {
    return err(problem("invalid_json", `The body is nested deeper than ${MAX_JSON_DEPTH} levels.`));
  }
  try {
    const hasProto = text.includes("__proto__") || text.includes("\\u005f") || text.includes("\\u005F");
    return ok(JSON.parse(text, hasProto ? dropProto : undefined));
  } catch (cause) {
    return err(problem("invalid_json", faultIn(cause instanceof Error ? cause.message : "")));
  }
}

/** V8 tells the place in long texts only; of a short one it quotes what is no JSON, which may be anybody's words. */
function faultIn(told: string): string {
  const place = /position (\d+)/.exec(told)?.[1];
  if (place !== undefined) return `Unexpected text at byte ${place}.`;
  return told.startsWith("Unexpected end") ? "The body ends early." : "The body is no JSON.";
}

/** A key "__proto__" is data to JSON.parse, but poison to whoever copies the object later. */
function dropProto(key: string, value: unknown): unknown {
  return key === "__proto__" ? undefined : value;
}

const QUOTE = 34;
const BACKSLASH = 92;

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index + 1);
    } else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === 93 || code === 125) {
      depth -= 1;
    }
  }
  return deepest;
}

/** Where the string ends whose first character is at `from`: the place of its closing quotation mark, or the text's end. */
export function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}
