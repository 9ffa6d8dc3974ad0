/** Groups of digits with at most two characters between that are neither letters nor digits: "4111 1111", "4111. 1111". */
const GROUPS = /\d+(?:[^\p{L}\p{N}]{1,2}\d+)*/gu;
const FEWEST = 13;
const MOST = 19;

/** Why a value is refused: the same words at every door. */
export const CARD_NUMBER_REFUSED =
  "This looks like a card's number, and none is ever kept. Give the account a code of your own, and of the card at most its last four digits.";

/**
 * Whether a text holds what looks like a primary account number: 13 to 19 digits (ISO/IEC 7812-1) whose last one is the check
 * digit of the others by Luhn's formula (annex B there), in whole groups, whatever stands before and behind: an expiry date
 * or a security code often does. Digits of every script count. One number in ten passes by chance; a reference that does gets
 * a letter among its digits.
 */
export function hasCardNumber(text: string): boolean {
  return holdsNumber(text, ANY);
}

function holdsNumber(text: string, begins: string): boolean {
  if (TOO_SHORT.test(text)) return false;
  const runs = inPlainDigits(text).match(GROUPS) ?? [];
  return runs.some((run) => windowOf(run.match(/\d+/g) ?? [], begins) !== undefined);
}

/** Text in which every card's number has its last four digits only. Nothing is changed where there is none. `begins` are the first digits that count. */
export function maskCardNumbers(text: string, begins: string = ANY): string {
  let masked = text;
  // What is left of one may make another number with its neighbours; each turn leaves fewer digits.
  while (holdsNumber(masked, begins)) {
    masked = inPlainDigits(masked).replaceAll(GROUPS, (run) => maskRun(run, begins));
  }
  return masked;
}

function maskRun(run: string, begins: string): string {
  const groups = [...run.matchAll(/\d+/g)];
  const found = windowOf(
    groups.map(([group]) => group),
    begins,
  );
  const [first, last] = [groups[found?.from ?? -1], groups[found?.to ?? -1]];
  if (first === undefined || last === undefined) return run;
  const end = last.index + last[0].length;
  const number = run.slice(first.index, end);
  let left = number.replaceAll(/\D/g, "").length;
  const lastFour = number.replaceAll(/\d/g, (digit) => ((left -= 1) < 4 ? digit : "•"));
  return run.slice(0, first.index) + lastFour + maskRun(run.slice(end), begins);
}

const ANY = "0123456789";
/** Schemes' numbers of today begin with these (ISO/IEC 7812-1, major industry identifiers). */
export const OF_TODAY = "23456";

/** Most codes: no digit of theirs needs to be counted. */
const TOO_SHORT = /^[\x20-\x7e]{0,12}$/;

/** Full-width and other digits as 0 to 9, without characters that nobody sees. */
export function inPlainDigits(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/\p{Nd}/gu, (digit) => String(valueOf(digit)));
}

/** Decimal digits stand in blocks of ten that begin with their zero (Unicode, chapter 4.6). */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code <= 0x39 ? code - 0x30 : code - zero;
}

/** The first groups in a row, both ends included, that make a number. */
function windowOf(
  groups: readonly string[],
  begins: string,
): { readonly from: number; readonly to: number } | undefined {
  for (let from = 0; from < groups.length; from += 1) {
    if (!begins.includes(groups[from]?.[0] ?? "")) continue;
    let digits = "";
    for (let to = from; to < groups.length && digits.length <= MOST; to += 1) {
      digits += groups[to] ?? "";
      if (digits.length >= FEWEST && digits.length <= MOST && passesLuhn(digits)) return { from, to };
    }
  }
  return undefined;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
