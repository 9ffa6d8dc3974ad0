import { decodeEntities } from "./decode-entities.ts";
import { textFacts, type TextFacts } from "./text-facts.ts";
import {
  attributeOf,
  HIDDEN,
  hiddenIn,
  hideLiquid,
  isColumn,
  textParts,
  type Hidden,
  type TagPart,
  type TextPart,
} from "./text-parts.ts";

/**
 * The text part of an e-mail, from its HTML: the same words, links and control flow, so that each merge says the same in both
 * parts (RFC 2046 §5.1.4). A link reads `words <address>` (RFC 3986, appendix C). Outputs get the filters of plain text.
 *
 * `html` is Liquid that parses, without context filters.
 */
export function deriveText(html: string): string {
  const { markup, liquid } = hideLiquid(html);
  const parts = textParts(markup);
  const facts = textFacts(parts, liquid);
  const walk: Walk = {
    out: "",
    held: [],
    broken: 0,
    opened: [],
    skipping: [],
    links: 0,
    link: undefined,
    facts,
    liquid,
  };
  for (const part of parts) visit(walk, part);
  walk.out += walk.held.filter((held) => typeof held === "string").join("");
  return walk.out.replaceAll(HIDDEN, (_, index: string) => liquid[Number(index)]?.printed ?? "").trim();
}

type Walk = {
  out: string;
  /** Control tags, spaces and line breaks since the last word: where a break goes is known when the next word comes. */
  held: (string | number)[];
  /** Line ends just printed. */
  broken: number;
  /** For each open block, the line ends before it and those that it begins with. */
  readonly opened: { readonly before: number; start: number | undefined }[];
  readonly skipping: string[];
  links: number;
  link: { readonly ordinal: number; readonly tag: TagPart; readonly from: number } | undefined;
  readonly facts: TextFacts;
  readonly liquid: readonly Hidden[];
};

const unread = new Set(["head", "style", "script", "title", "noscript"]);
const PARAGRAPH = 2;
const LINE = 1;
const breaks = new Map<string, number>([
  ...["p", "h1", "h2", "ul", "ol", "blockquote"].map((name) => [name, PARAGRAPH] as const),
  ...["div", "tr", "table", "li", "section", "br", "h3", "h4"].map((name) => [name, LINE] as const),
]);

function visit(walk: Walk, part: TextPart): void {
  if (part.kind === "text") {
    if (walk.skipping.length === 0) say(walk, part.text);
  } else if (walk.skipping.length > 0) skip(walk, part);
  else if (part.kind === "open") open(walk, part);
  else close(walk, part);
}

function open(walk: Walk, tag: TagPart): void {
  if (unread.has(tag.name) || /display:\s*none/i.test(attributeOf(tag, "style"))) walk.skipping.push(tag.name);
  else if (tag.name === "a") openLink(walk, tag);
  else if (tag.name === "img") describe(walk, attributeOf(tag, "alt"));
  else if (tag.name === "p" && attributeOf(tag, "style").includes("border-top:")) rule(walk);
  else breakLine(walk, tag);
}

function close(walk: Walk, tag: TagPart): void {
  if (tag.name === "a") closeLink(walk);
  else if (tag.name === "th") label(walk);
  else if (tag.name === "td") say(walk, " ");
  else breakLine(walk, tag);
}

function label(walk: Walk): void {
  if (walk.held.at(-1) === " ") walk.held.pop();
  sayWords(walk, ": ");
}

function skip(walk: Walk, tag: TagPart): void {
  if (tag.name !== walk.skipping.at(-1)) return;
  if (tag.kind === "open") walk.skipping.push(tag.name);
  else walk.skipping.pop();
}

function breakLine(walk: Walk, tag: TagPart): void {
  const height = isColumn(tag) ? PARAGRAPH : breaks.get(tag.name);
  if (height !== undefined) walk.held.push(height);
}

function say(walk: Walk, text: string): void {
  const hidden = hiddenIn(text, walk.liquid);
  if (hidden?.tag !== undefined) walk.held.push(text);
  else if (hidden !== undefined) sayWords(walk, text);
  // Mails fill up their preview with invisible characters: they are no words.
  else sayWords(walk, decodeEntities(text).replaceAll(/[\s\u034f\u200b-\u200d]+/g, " "));
}

function sayWords(walk: Walk, words: string): void {
  if (words === " ") {
    walk.held.push(words);
    return;
  }
  release(walk);
  walk.broken = 0;
  walk.out += /\s$/.test(walk.out) ? words.trimStart() : words;
}

/** Prints what was held, as it came. Breaks on both sides of a control tag are one break. */
function release(walk: Walk): void {
  let height = 0;
  let space = "";
  const settle = () => {
    const block = walk.opened.at(-1);
    if (block !== undefined) block.start ??= height;
    if (height > walk.broken) walk.out = walk.out.trimEnd() + "\n".repeat(height);
    else if (height === 0 && walk.broken === 0 && !/\s$/.test(walk.out)) walk.out += space;
    walk.broken = Math.max(walk.broken, height);
    height = 0;
    space = "";
  };
  for (const held of walk.held) {
    const tag = typeof held === "string" && held !== " " ? (hiddenIn(held, walk.liquid)?.tag ?? "") : undefined;
    if (typeof held === "number") height = Math.max(height, held);
    else if (tag === undefined) space = " ";
    else {
      // The next round of a loop breaks the line as this one did: a second break is for what follows the loop.
      if (tag !== "endfor" || height > (walk.opened.at(-1)?.start ?? 0)) settle();
      walk.out += held;
      followTag(walk, tag);
    }
  }
  settle();
  walk.held = [];
}

/** A branch may be left out: behind it only those breaks are sure that stand before it as well. */
function followTag(walk: Walk, tag: string): void {
  const before = walk.opened.at(-1)?.before ?? 0;
  if (tag.startsWith("end")) walk.broken = Math.min(walk.broken, walk.opened.pop()?.before ?? 0);
  else if (["else", "elsif", "when"].includes(tag)) walk.broken = before;
  else if (tag !== "assign") walk.opened.push({ before: walk.broken, start: undefined });
  // What stands before a loop stands before its first round only.
  if (tag === "for") walk.broken = 0;
}

function openLink(walk: Walk, tag: TagPart): void {
  if (isButton(tag)) walk.held.push(LINE);
  walk.link = { ordinal: walk.links, tag, from: walk.out.length };
  walk.links += 1;
}

const isButton = (tag: TagPart) => attributeOf(tag, "style").includes("inline-block");

function closeLink(walk: Walk): void {
  const { link } = walk;
  walk.link = undefined;
  if (link === undefined || walk.out.length === link.from) return;
  const address = addressOf(attributeOf(link.tag, "href"), walk.liquid);
  const isSaid = walk.out.slice(link.from).trim() === address.replace(/^(?:mailto|tel):/, "");
  if (address !== "" && !isSaid && !walk.facts.repeated.has(link.ordinal))
    walk.out = `${walk.out.trimEnd()} <${address}>`;
  if (isButton(link.tag)) walk.held.push(LINE);
}

function addressOf(href: string, liquid: readonly Hidden[]): string {
  return decodeEntities(href).replaceAll(HIDDEN, (_, index: string, at: number) => {
    const hidden = liquid[Number(index)];
    return (at === 0 ? hidden?.address : hidden?.addressPart) ?? "";
  });
}

function describe(walk: Walk, alt: string): void {
  const href = walk.link === undefined ? "" : attributeOf(walk.link.tag, "href");
  const isKnown = alt === "" || walk.facts.words.has(alt) || walk.facts.linked.has(href);
  if (!isKnown) say(walk, alt);
}

function rule(walk: Walk): void {
  walk.held.push(PARAGRAPH);
  sayWords(walk, "-".repeat(24));
  walk.held.push(PARAGRAPH);
}
