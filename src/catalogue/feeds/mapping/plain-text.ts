/** Elements whose end begins a new line. */
const BLOCKS = /^\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|blockquote)$/;
/** Elements whose content is no text. */
const HIDDEN = new Set(["script", "style", "template", "noscript", "iframe"]);
const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  euro: "€",
  pound: "£",
  copy: "©",
  reg: "®",
  trade: "™",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  agrave: "à",
};

/**
 * The words of a piece of HTML: without tags, scripts and comments, a line for each block. One pass from left to right; a
 * sign "<" that begins no tag stays. What comes out is text, and is escaped like any other text wherever it is shown.
 */
export function plainText(html: string): string {
  let text = "";
  let at = 0;
  for (;;) {
    const open = html.indexOf("<", at);
    if (open === -1) break;
    text += html.slice(at, open);
    at = afterMarkup(html, open, (words) => {
      text += words;
    });
  }
  text += html.slice(at);
  return decoded(text)
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/ ?\n ?/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

function afterMarkup(html: string, open: number, add: (words: string) => void): number {
  if (html.startsWith("<!--", open)) return behind(html, "-->", open);
  const [, name = ""] = /^(\/?[a-z][a-z0-9]*)/i.exec(html.slice(open + 1, open + 20)) ?? [];
  if (name === "" && !/^[!?/]/.test(html.charAt(open + 1))) {
    add("<");
    return open + 1;
  }
  const end = behind(html, ">", open);
  const tag = name.toLowerCase();
  if (BLOCKS.test(tag)) add("\n");
  if (!HIDDEN.has(tag)) return end;
  const close = html.toLowerCase().indexOf(`</${tag}`, end);
  return close === -1 ? html.length : behind(html, ">", close);
}

function behind(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? html.length : at + mark.length;
}

function decoded(text: string): string {
  return text
    .replaceAll(/&([a-z]{2,8});/gi, (whole, name: string) =>
      Object.hasOwn(named, name) ? (named[name] ?? whole) : whole,
    )
    .replaceAll(/&#(\d{1,7});/g, (_, digits: string) => characterOf(Number(digits)))
    .replaceAll(/&#x([0-9a-f]{1,6});/gi, (_, digits: string) => characterOf(Number.parseInt(digits, 16)));
}

function characterOf(code: number): string {
  const isCharacter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : " ";
}
