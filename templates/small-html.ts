import { type HtmlElement, type HtmlNode, elementsIn, htmlTree, wordsOf } from "./html-tree.ts";

/**
 * A merged e-mail for PDAs and old telephones: the same words, links and prices in the same order, as headings, paragraphs and
 * links alone. No style, no table, no picture, no script: what is left wraps at any width and takes a few kilobytes.
 *
 * `html` is a merged e-mail, as our compiler writes it; `line` stands first, as markup of ours.
 */
export function smallHtml({ html, subject }: { readonly html: string; readonly subject: string }, line = ""): string {
  const root = htmlTree(html);
  const elements = elementsIn(root);
  const whole = elements.find(({ name }) => name === "html")?.attributes;
  const body = elements.find(({ name }) => name === "body") ?? root;
  const [lang, dir] = [whole?.get("lang") ?? "und", whole?.get("dir") === "rtl" ? "rtl" : "ltr"];
  const walk: Walk = {
    blocks: [],
    open: { tag: "p", html: "" },
    spoken: spokenLinks(elements),
    // Names of products stand in their own direction.
    attributes: dir === "rtl" ? ' dir="auto"' : "",
  };
  for (const child of body.children) visit(walk, child);
  flush(walk, "p");
  return `<!doctype html><html lang="${escaped(lang)}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head><body>${line}${walk.blocks.join("\n")}</body></html>`;
}

type Walk = {
  readonly blocks: string[];
  open: { tag: string; html: string };
  /** Addresses that some link says in words. */
  readonly spoken: ReadonlySet<string>;
  /** Of each block. */
  readonly attributes: string;
};

const unread = new Set(["head", "style", "script", "title", "noscript"]);
const blocks = new Map<string, string>([
  ...["h1", "h2", "h3", "li"].map((name) => [name, name] as const),
  ...["p", "div", "tr", "table", "section", "ul", "ol", "blockquote"].map((name) => [name, "p"] as const),
]);
const kept: ReadonlyMap<string, string> = new Map([
  ["strong", "b"],
  ["b", "b"],
  ["s", "s"],
  ["del", "s"],
  ["em", "i"],
  ["i", "i"],
]);

/** What links say by themselves: a picture of what a link names is not said again. */
function spokenLinks(elements: readonly HtmlElement[]): ReadonlySet<string> {
  const links = elements.filter((element) => element.name === "a" && wordsOf(element) !== "");
  return new Set(links.map(({ attributes }) => attributes.get("href") ?? ""));
}

function visit(walk: Walk, node: HtmlNode): void {
  if ("text" in node) {
    // Mails fill up their preview with invisible characters: they are no words.
    walk.open.html += escaped(node.text.replaceAll(/[\s\u034f\u200b-\u200d]+/g, " "));
    return;
  }
  const { name, attributes, children } = node;
  if (unread.has(name) || /display:\s*none/i.test(attributes.get("style") ?? "")) return;
  const block = blocks.get(name);
  if (block !== undefined) flush(walk, block);
  if (name === "br") walk.open.html += "<br>";
  else if (name === "a") link(walk, node);
  else if (name === "img") walk.open.html += escaped(attributes.get("alt") ?? "");
  else around(walk, kept.get(name), () => children.forEach((child) => visit(walk, child)));
  if (name === "th") walk.open.html += ": ";
  else if (name === "td") walk.open.html += " ";
  if (block !== undefined) flush(walk, "p");
}

function around(walk: Walk, tag: string | undefined, inside: () => void): void {
  if (tag !== undefined) walk.open.html += `<${tag}>`;
  inside();
  if (tag !== undefined) walk.open.html += `</${tag}>`;
}

function link(walk: Walk, element: HtmlElement): void {
  const href = element.attributes.get("href") ?? "";
  const words = wordsOf(element);
  const picture = elementsIn(element).find(({ name }) => name === "img");
  if (words === "" && walk.spoken.has(href)) return;
  const said = words === "" ? (picture?.attributes.get("alt") ?? "") : words;
  if (said === "") return;
  walk.open.html += /^(?:https?:|mailto:|tel:)/i.test(href)
    ? `<a href="${escaped(href)}">${escaped(said)}</a> `
    : escaped(said);
}

/** Ends the open block, if it says anything, and begins the next. */
function flush(walk: Walk, tag: string): void {
  const { open } = walk;
  const html = open.html.replaceAll(/\s+/g, " ").trim();
  if (html.replaceAll(/<\/?(?:b|s|i|br)>/g, "").trim() !== "") {
    walk.blocks.push(`<${open.tag}${walk.attributes}>${html}</${open.tag}>`);
  }
  walk.open = { tag, html: "" };
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
