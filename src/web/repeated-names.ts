import type { Fault } from "#kernel/problem.ts";
import { endOfString } from "./parse-json.ts";
import { pointerKey } from "./pointer-key.ts";

const MESSAGE = "This name stands twice in its object.";
/** Enough to mend a sender by. */
const MAX_TOLD = 10;
const [QUOTE, COLON] = [34, 58];

/** An object or an array that the walk is inside of. */
type Frame = {
  /** Names so far; undefined in an array. */
  readonly names: Set<string> | undefined;
  /** The name or the index of the member that the walk is at. */
  at: string | number;
  isAtName: boolean;
};

/**
 * Pointers to names that an object has twice, the first ten. RFC 8259 §4 calls what a reader makes of them unpredictable:
 * JSON.parse takes the last and says nothing, so whoever asked for the first would never know. `text` is valid JSON of bounded
 * depth (parse-json.ts).
 */
export function repeatedNames(text: string, maxTold = MAX_TOLD): readonly Fault[] {
  const told: Fault[] = [];
  const frames: Frame[] = [];
  for (let index = 0; index < text.length && told.length < maxTold; index += 1) {
    switch (text[index]) {
      case '"': {
        const end = endOfString(text, index + 1);
        if (isRepeatedName(frames.at(-1), text.slice(index, end + 1))) told.push(faultAt(frames));
        index = end;
        break;
      }
      case "{":
        frames.push({ names: new Set(), at: "", isAtName: true });
        break;
      case "[":
        frames.push({ names: undefined, at: 0, isAtName: false });
        break;
      case "}":
      case "]":
        frames.pop();
        break;
      case ",":
        stepOn(frames.at(-1));
        break;
      default:
    }
  }
  return told;
}

/**
 * Whether `value`, parsed from `text`, has fewer members than the text names: some name may stand twice. Costs a hundredth of
 * finding out which.
 */
export function mayRepeatNames(text: string, value: unknown): boolean {
  return colonsIn(text) !== membersOf(value);
}

function colonsIn(text: string): number {
  let colons = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index + 1);
    else if (code === COLON) colons += 1;
  }
  return colons;
}

function membersOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + membersOf(part), 0);
  let members = 0;
  for (const key in value) members += 1 + membersOf((value as Record<string, unknown>)[key]);
  return members;
}

/** `quoted` is the name as it is spelt: one name has many spellings, "a" and "\u0061". */
function isRepeatedName(frame: Frame | undefined, quoted: string): boolean {
  if (frame?.isAtName !== true) return false;
  const name = quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  frame.at = name;
  frame.isAtName = false;
  const isKnown = frame.names?.has(name) === true;
  frame.names?.add(name);
  return isKnown;
}

function stepOn(frame: Frame | undefined): void {
  if (frame === undefined) return;
  if (typeof frame.at === "number") frame.at += 1;
  else frame.isAtName = true;
}

function faultAt(frames: readonly Frame[]): Fault {
  return { pointer: frames.map(({ at }) => `/${pointerKey(String(at))}`).join(""), message: MESSAGE };
}
