import { epochDayOf, isLocalDate } from "#kernel/calendar.ts";

/**
 * Values inside a running rule. An int is a number where that is exact (|n| < 2^53) and a bigint beyond, never both for one
 * value, so that `===` decides equality of ints. A date is its epoch day.
 */
export type RuleInt = number | bigint;
export type RuleValue = string | RuleInt | boolean | readonly string[];

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const FIRST_DAY = epochDayOf("0100-01-01");
const LAST_DAY = epochDayOf("9999-12-31");

/** The one form of an int; undefined beyond int64. */
export function intOf(value: bigint): RuleInt | undefined {
  if (value < INT64_MIN || value > INT64_MAX) return undefined;
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

/**
 * An attribute as an int. A number beyond 2^53 has already lost digits before it came here and is missing rather than
 * wrong; such values come as bigint.
 */
export function readInt(value: unknown): RuleInt | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value + 0 : undefined;
  return typeof value === "bigint" ? intOf(value) : undefined;
}

export function readDouble(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The epoch day of "YYYY-MM-DD"; missing where no such date exists. */
export function readDate(value: unknown): number | undefined {
  return typeof value === "string" && isLocalDate(value) ? epochDayOf(value) : undefined;
}

/** Missing where it is no list; items that are no strings are left out. */
export function readStrings(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.every(isString) ? value : value.filter(isString);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

/** A day of the years 100 to 9999, the calendar's own bounds, else missing. */
export function dayOf(day: RuleInt | undefined): number | undefined {
  return typeof day === "number" && day >= FIRST_DAY && day <= LAST_DAY ? day : undefined;
}

/** Equality on the number line between int and double. JavaScript compares bigint with number exactly. */
export function isSameNumber(left: RuleInt, right: RuleInt): boolean {
  return typeof left === typeof right ? left === right : !(left < right) && !(left > right);
}

/** One key a number for int and double together, by `===`: isSameNumber holds where the keys are the same. */
export function numberKey(value: RuleInt): RuleInt {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
}

/**
 * Order by code point: negative, zero or positive. UTF-16 order differs where a surrogate meets U+E000…U+FFFF, which lie
 * below every character that needs surrogates. Both texts are taken as well-formed.
 */
export function compareText(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}

/** Characters (code points) of a text; an unpaired surrogate counts as one. */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index += 1) {
    const isLow = (text.charCodeAt(index) & 0xfc00) === 0xdc00;
    if (isLow && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800) count -= 1;
  }
  return count;
}

/** A-Z to a-z and nothing else, as SQLite's lower() does. */
export function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}
