import type { Block } from "#channels/print/layout/letter.ts";
import type { LetterText } from "#templates/merge-template.ts";

/** A sheet is no page of links: further addresses stand as words alone. */
const MOST_CODES = 3;
const ADDRESS_AT_END = /^(.*?)[\s:]*\b(https?:\/\/\S+)$/;
const ADDRESS = /https?:\/\/\S+/g;
const MARKED = /^(#|\*)\s+(.*)$/;

type Reading = {
  /** What a code is for, where no words stand before the address. */
  readonly see: string;
  /** Hosts that a code may lead to: a name that looks like an address leads nobody away. */
  readonly hosts: ReadonlySet<string>;
  /** Addresses by which she would leave: the foot of the letter has them. */
  readonly waysOut: readonly string[];
};

/**
 * The blocks of a letter in its lines: `# heading`, `* name | price`, an address at the end of a line, a blank line between
 * paragraphs. A text part that was not written for paper is read the same way, without headings and rows: one address becomes
 * a code, and the others, which nobody could follow, are left out.
 */
export function readLetter({ text, isOwn }: Pick<LetterText, "text" | "isOwn">, reading: Reading): readonly Block[] {
  let codes = isOwn ? MOST_CODES : 1;
  const blocks: Block[] = [];
  for (const paragraph of text.split(/\n[ \t]*\n/)) {
    let isOpen = false;
    for (const line of paragraph.split("\n").map((one) => one.trim())) {
      const block = blockOf(line, isOwn, { ...reading, hasCode: codes > 0 });
      if (block === undefined) continue;
      const last = blocks.at(-1);
      if (block.kind === "paragraph" && isOpen && last?.kind === "paragraph") {
        blocks[blocks.length - 1] = { ...last, text: `${last.text}\n${block.text}` };
      } else blocks.push(block);
      isOpen = block.kind === "paragraph";
      codes -= block.kind === "code" ? 1 : 0;
    }
  }
  return blocks;
}

/** What a line is; undefined where nothing of it is left. */
function blockOf(
  line: string,
  isOwn: boolean,
  { see, hosts, waysOut, hasCode }: Reading & { readonly hasCode: boolean },
): Block | undefined {
  const [, mark, marked = ""] = isOwn ? (MARKED.exec(line) ?? []) : [];
  if (mark === "#") return { kind: "heading", text: marked };
  if (mark === "*") return itemOf(marked);
  const [, words = "", url] = ADDRESS_AT_END.exec(line) ?? [];
  if (url !== undefined && waysOut.includes(url)) return undefined;
  if (url !== undefined && hasCode && hosts.has(hostOf(url))) return { kind: "code", url, words: words.trim() || see };
  const said = isOwn ? line : line.replaceAll(ADDRESS, "").replace(/[\s:(<]+$/, "");
  return said === "" ? undefined : { kind: "paragraph", text: said };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}

/** The price stands behind the last bar, so that a name may have bars of its own. */
function itemOf(text: string): Block {
  const at = text.lastIndexOf("|");
  const [name, price] = at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
  return { kind: "item", name: name.trim(), price: price.trim() };
}
