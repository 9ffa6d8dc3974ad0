const WIDTH = 78;

/** A plain text with lines of at most 78 characters where words allow it (RFC 5322 §2.1.1), and never two blank lines in a row. */
export function wrapText(text: string): string {
  const lines = text.split("\n");
  let out = "";
  let blanks = 1;
  for (const line of lines) {
    const kept = line.trim();
    blanks = kept === "" ? blanks + 1 : 0;
    if (blanks < 2) out += `${kept.length > WIDTH ? wrapLine(kept) : kept}\n`;
  }
  return `${out.trimEnd()}\n`;
}

/** An address longer than a line stays whole: a broken one can't be followed. */
function wrapLine(line: string): string {
  let out = "";
  let length = 0;
  for (const word of line.split(" ")) {
    if (word === "") continue;
    const isNew = length > 0 && length + 1 + word.length > WIDTH;
    out += isNew ? `\n${word}` : (length > 0 ? " " : "") + word;
    length = isNew ? word.length : length + (length > 0 ? 1 : 0) + word.length;
  }
  return out;
}
