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
  return (inPlainDigits(text).match(GROUPS) ?? []).some((run) => holdsNumber(run.match(/\d+/g) ?? []));
}

/** Full-width and other digits as 0 to 9, without characters that nobody sees. */
function inPlainDigits(text: string): string {
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

function holdsNumber(groups: readonly string[]): boolean {
  return groups.some((_, from) => {
    let digits = "";
    for (const group of groups.slice(from)) {
      digits += group;
      if (digits.length > MOST) return false;
      if (digits.length >= FEWEST && passesLuhn(digits)) return true;
    }
    return false;
  });
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
