import { CARD_NUMBER_REFUSED, maskCardNumbers, OF_TODAY } from "./card-number.ts";

type Refused = { readonly reasons: readonly string[] };

/**
 * What came in and was refused, as it is kept: without cards' numbers. Where one was the reason, every text that holds one
 * loses it; otherwise prose does, and what is nothing but a number as cards have it now. Other codes stay as they came, since
 * they are mended and sent again, and one of ten would pass for a card's number.
 */
export function maskRefused<Value>(value: Value, { reasons }: Refused): Value {
  const isReason = reasons.includes(CARD_NUMBER_REFUSED);
  const mask = (text: string) =>
    isReason ? maskCardNumbers(text) : isProse(text) || isNumberOfNow(text) ? maskCardNumbers(text, OF_TODAY) : text;
  return masked(value, mask) as Value;
}

/** What waits to be read again as it came: its prose without cards' numbers, and every code as it is. */
export function maskProse<Value>(value: Value): Value {
  return masked(value, (text) => (isProse(text) ? maskCardNumbers(text, OF_TODAY) : text)) as Value;
}

function masked(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value);
  if (typeof value === "number") {
    const text = String(value);
    const kept = isTime(value) ? text : mask(text);
    return kept === text ? value : kept;
  }
  if (Array.isArray(value)) return value.map((each) => masked(each, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [mask(name), masked(each, mask)]));
}

/** Epoch ms until 2033: no card's number begins so. */
const isTime = (value: number) => value < 2e12;

const isProse = (text: string) => /\p{L}/u.test(text) && /\s/u.test(text);

/** Those of 13 and 14 digits are as many as an article's number has (GTIN). */
const isNumberOfNow = (text: string) => /^\d(?:[ -]?\d){14,18}$/.test(text.trim());
