import { encodeWord } from "nodemailer/lib/mime-funcs";

const MAX_TEXT = 200;
const LINE_LENGTH = 76;
const ENCODED_WORD_BYTES = 52;

/** Breaks, controls and the blanks that unfolding may change: in a header they are one space. */
const BLANK_RUN = /[\s\p{Cc}]+/gu;
/** Embeddings, overrides and isolates can show a sender's name or a file name backwards (UTR #36 §3). */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu;
const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;
const ATOM_WORDS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*$/;

/**
 * What a reader is meant to see in a header: one line, no control characters, no text running backwards, at most 200
 * characters. Whoever parses the message back gets exactly this.
 */
export function headerText(text: string): string {
  const line = text.toWellFormed().replace(BIDI_CONTROLS, "").replace(BLANK_RUN, " ").trim();
  if (line.length <= MAX_TEXT) return line;
  const characters = Array.from(line);
  return characters.length <= MAX_TEXT
    ? line
    : `${characters
        .slice(0, MAX_TEXT - 1)
        .join("")
        .trimEnd()}…`;
}

/** An unstructured value (RFC 5322 §2.2.1) with encoded words where they are needed (RFC 2047 §5.1). */
export function encodeUnstructured(text: string): string {
  // A literal "=?" would be read as an encoded word that nobody wrote.
  return PRINTABLE_ASCII.test(text) && !text.includes("=?") ? text : encodedWords(text);
}

/** A display name (RFC 5322 §3.4): atoms, a quoted string, or encoded words. */
export function encodePhrase(text: string): string {
  if (!PRINTABLE_ASCII.test(text) || text.includes("=?")) return encodedWords(text);
  return ATOM_WORDS.test(text) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Folds at spaces, so that each line has at most 76 octets where the words allow (RFC 5322 §2.2.3). */
export function foldHeader(name: string, value: string): string {
  if (name.length + 2 + value.length <= LINE_LENGTH) return `${name}: ${value}`;
  const [first = "", ...words] = value.split(" ");
  const lines: string[] = [];
  // Never folded right after the colon: some signers get a first line without a value wrong.
  let line = `${name}: ${first}`;
  for (const word of words) {
    if (line.length + 1 + word.length > LINE_LENGTH) {
      lines.push(line);
      line = "";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\r\n");
}

function encodedWords(text: string): string {
  return encodeWord(text, "B", ENCODED_WORD_BYTES);
}
