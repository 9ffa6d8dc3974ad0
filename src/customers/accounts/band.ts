import { inPlainDigits } from "./card-number.ts";

/**
 * Bands stand in place of sums, so a band must not be one. The vendor's files say them in words of their own, and no list of
 * them is declared; what is looked at is therefore whether the text leaves the sum open:
 * - without a figure it is a word ("low", "gold"); a letter with a digit or two is a label ("A1");
 * - with two figures, both round, that lie at least a hundredth apart, it is a range ("2000-5000", "1.000 bis 1.999");
 * - with one round figure it is a range only where a sign or a word beside the figure opens it ("under 1000", "5000+").
 * "2417", "balance 2417", "2417-2417", "2417 to 2418" and "under 2417" are sums with words around them. Round is what has two
 * significant figures, or three of which the last is 5; the one below or above it closes a range as well ("1000-1999").
 */
export function isBand(text: string): boolean {
  if (text.length > 60) return false;
  const plain = inPlainDigits(text).replaceAll(CURRENCY, " ");
  if (!/\d/.test(plain) || LABEL.test(plain.trim())) return true;
  const figures = [...plain.matchAll(FIGURE)];
  const [first, second] = figures;
  if (first === undefined || figures.length > 2) return false;
  if (second === undefined) return isRound(hundredthsOf(first[0])) && isOpen(plain, first);
  const sign = MINUS.test(plain) ? -1 : 1;
  const [from, to] = [hundredthsOf(first[0]), hundredthsOf(second[0])];
  const isApart = Math.abs(to - sign * from) * LEAST_WIDTH >= Math.max(from, to) && from !== sign * to;
  return isApart && isBound(from) && isBound(to);
}

export const BAND_REFUSED = `A band is a word or a range between round figures, at most 60 characters, such as "2000-5000", "under 1000", "5000+" or "low"; a sum is not kept, whatever stands beside it.`;

/** A currency's sign or code, also right beside a figure: "EUR5000". */
const CURRENCY = /\p{Sc}|(?<!\p{L})[A-Z]{3}(?!\p{L})/gu;
const LABEL = /^\p{L}\d{1,2}$/u;
const MINUS = /^\s*[-−]/;
/** In whole thousands with marks between, or without; with cents or without. */
const FIGURE = /\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?/g;
/** A hundredth of the greater bound. */
const LEAST_WIDTH = 100;

const OPENS_BEFORE =
  /(?:[<>≤≥]=?|\b(?:under|below|less than|fewer than|up to|at most|over|above|more than|from|at least|min|max|unter|bis|bis zu|höchstens|über|ab|mehr als|weniger als|mindestens|moins de|jusqu['’]à|plus de|à partir de|au moins|au plus|menos de|hasta|más de|desde|meno di|fino a|più di|oltre|da))\s*$/iu;
const OPENS_AFTER =
  /^\s*(?:\+|plus\b|(?:and|or) (?:over|above|more|under|below|less|fewer)\b|(?:und|oder) (?:mehr|weniger|darüber|darunter)\b|(?:et|ou) (?:plus|moins)\b|o más\b|o più\b)/iu;

function isOpen(text: string, { 0: figure, index }: RegExpExecArray): boolean {
  return OPENS_BEFORE.test(text.slice(0, index)) || OPENS_AFTER.test(text.slice(index + figure.length));
}

/** The last mark parts cents where one or two digits stand behind it; all others part thousands. */
function hundredthsOf(figure: string): number {
  const [, whole = "", cents = ""] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(figure) ?? [];
  return Number(whole.replaceAll(/\D/g, "")) * 100 + Number(cents.padEnd(2, "0"));
}

function isBound(hundredths: number): boolean {
  return [0, 1, -1, 100, -100].some((step) => isRound(hundredths + step));
}

function isRound(hundredths: number): boolean {
  return /^(?:\d{1,2}|\d\d5)0*$/.test(String(Math.abs(hundredths)));
}
