import { attributeOf, hiddenIn, isColumn, type Hidden, type TagPart, type TextPart } from "./text-parts.ts";

/** What a message says more than once in HTML, and needs to say once in a text. */
export type TextFacts = {
  /** Words that stand in the message: a picture whose alternative text is one of them says nothing new. */
  readonly words: ReadonlySet<string>;
  /** Addresses that some words lead to: a picture with the same link says nothing new. */
  readonly linked: ReadonlySet<string>;
  /** Ordinals of the links whose address follows again with the very next link, whichever way the merge goes. */
  readonly repeated: ReadonlySet<number>;
};

type Link = {
  readonly ordinal: number;
  readonly address: string;
  /** The column and the branch that it stands in. */ readonly place: string;
};

export function textFacts(parts: readonly TextPart[], liquid: readonly Hidden[]): TextFacts {
  const reading: Reading = { words: new Set(), links: new Map(), block: [], open: undefined, linksSeen: 0, column: 0 };
  for (const [index, part] of parts.entries()) {
    if (part.kind === "text") readText(reading, { text: part.text, tag: hiddenIn(part.text, liquid)?.tag, index });
    else readTag(reading, part);
  }
  const links = [...reading.links.values()];
  return {
    words: reading.words,
    linked: new Set(links.map(({ address }) => address)),
    repeated: repeatedIn(links),
  };
}

type Reading = {
  readonly words: Set<string>;
  readonly links: Map<number, Link>;
  readonly block: string[];
  open: Link | undefined;
  linksSeen: number;
  column: number;
};

type Stretch = { readonly text: string; readonly tag: string | undefined; readonly index: number };

function readText(reading: Reading, { text, tag, index }: Stretch): void {
  if (tag !== undefined) enter(reading.block, tag, index);
  else if (text.trim() !== "") {
    reading.words.add(text.trim());
    if (reading.open !== undefined) reading.links.set(reading.open.ordinal, reading.open);
  }
}

function readTag(reading: Reading, tag: TagPart): void {
  if (isColumn(tag)) reading.column += 1;
  if (tag.name !== "a") return;
  if (tag.kind === "close") reading.open = undefined;
  else {
    const place = [`${reading.column}`, ...reading.block].join("/");
    reading.open = { ordinal: reading.linksSeen, address: attributeOf(tag, "href"), place };
    reading.linksSeen += 1;
  }
}

/** Each branch of each block is a place of its own: two links in one place are printed together or not at all. */
function enter(block: string[], tag: string, index: number): void {
  if (tag === "assign") return;
  if (tag.startsWith("end")) block.pop();
  else if (["else", "elsif", "when"].includes(tag)) block.splice(-1, 1, `${index}`);
  else block.push(`${index}`);
}

function repeatedIn(links: readonly Link[]): ReadonlySet<number> {
  return new Set(
    links.flatMap((link, index) => {
      const next = links[index + 1];
      return next !== undefined && next.address === link.address && next.place === link.place ? [link.ordinal] : [];
    }),
  );
}
