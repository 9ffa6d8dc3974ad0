const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const EQUALS = 0x3d;
const HEX = new Uint8Array(Buffer.from("0123456789ABCDEF", "latin1"));
/** 76 less the "=" of a soft break (RFC 2045 §6.7 rule 5). */
const MAX_COLUMN = 75;
/** Output bytes a column of 75 can add beyond three for one: the soft break, and CRLF for a bare line end. */
const WORST_CASE = 3.2;

/** 1: stands for itself. 0: looked at more closely. */
const LITERAL = new Uint8Array(256).map((_, byte) => (byte > SPACE && byte < 0x7f && byte !== EQUALS ? 1 : 0));

/**
 * Quoted-printable of a text in UTF-8 (RFC 2045 §6.7): CRLF line ends only, lines of at most 76 octets, and because every
 * "=" of the text is escaped, no line of it can look like a boundary that contains "=_".
 * Own code: a newsletter of 50 KB takes a regular-expression encoder three times as long.
 */
export function encodeQuotedPrintable(text: string): Uint8Array {
  const input = new TextEncoder().encode(text);
  const output = new Uint8Array(Math.ceil(input.length * WORST_CASE) + 8);
  const { length: end } = input;
  let length = 0;
  let column = 0;
  for (let index = 0; index < end; index += 1) {
    const byte = input[index] as number;
    if (LITERAL[byte] === 1 && column < MAX_COLUMN) {
      output[length] = byte;
      length += 1;
      column += 1;
    } else if (byte === LF || byte === CR) {
      if (byte === CR && input[index + 1] === LF) index += 1;
      output[length] = CR;
      output[length + 1] = LF;
      length += 2;
      column = 0;
    } else {
      const isPlain = LITERAL[byte] === 1 || ((byte === SPACE || byte === TAB) && !endsLine(input, index));
      if (column + (isPlain ? 1 : 3) > MAX_COLUMN) {
        output[length] = EQUALS;
        output[length + 1] = CR;
        output[length + 2] = LF;
        length += 3;
        column = 0;
      }
      length = isPlain ? writePlain(output, length, byte) : writeHex(output, length, byte);
      column += isPlain ? 1 : 3;
    }
  }
  return output.subarray(0, length);
}

function writePlain(output: Uint8Array, at: number, byte: number): number {
  output[at] = byte;
  return at + 1;
}

function writeHex(output: Uint8Array, at: number, byte: number): number {
  output[at] = EQUALS;
  output[at + 1] = HEX[byte >> 4] as number;
  output[at + 2] = HEX[byte & 15] as number;
  return at + 3;
}

/** A blank before a line end is lost on the way (rule 3). */
function endsLine(input: Uint8Array, index: number): boolean {
  const next = input[index + 1];
  return next === undefined || next === LF || next === CR;
}
