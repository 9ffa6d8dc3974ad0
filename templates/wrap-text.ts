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
function wrapLine(given: string): string {
  const line = given.includes("  ") ? given.replaceAll(/ {2,}/g, " ") : given;
  let out = "";
  let from = 0;
  while (line.length - from > WIDTH) {
    const fitting = line.lastIndexOf(" ", from + WIDTH);
    const cut = fitting > from ? fitting : line.indexOf(" ", from + WIDTH);
    if (cut === -1) break;
    out += `${line.slice(from, cut)}\n`;
    from = cut + 1;
  }
  return out + line.slice(from);
}
