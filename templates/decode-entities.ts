const named = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", "\u00a0"],
  ["shy", ""],
  ["zwnj", ""],
  ["zwj", ""],
  ["middot", "·"],
  ["bull", "•"],
  ["copy", "©"],
  ["reg", "®"],
  ["trade", "™"],
  ["euro", "€"],
  ["pound", "£"],
  ["ndash", "–"],
  ["mdash", "—"],
  ["hellip", "…"],
  ["rarr", "→"],
  ["larr", "←"],
  ["times", "×"],
  ["laquo", "«"],
  ["raquo", "»"],
  ["lsquo", "‘"],
  ["rsquo", "’"],
  ["ldquo", "“"],
  ["rdquo", "”"],
]);

/** Character references of HTML as plain text: the numeric ones and those names that mails use; another name stays as it is. */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, (whole, reference: string) => {
    if (!reference.startsWith("#")) return named.get(reference) ?? whole;
    const isHex = /^#x/i.test(reference);
    const point = Number.parseInt(reference.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff) ? "\ufffd" : String.fromCodePoint(point);
  });
}
