import { decodeEntities } from "./decode-entities.ts";

export type HtmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: HtmlNode[];
  readonly parent: HtmlElement | undefined;
};

export type HtmlNode = HtmlElement | { readonly text: string };

const voidElements = new Set(["area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"]);
const NODE = /<!--[\s\S]*?-->|<![^>]*>|<(\/?)([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</gi;
const ATTRIBUTE = /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** The tree of a merged e-mail, for lint: of well-formed HTML, as our compiler writes it. Comments are left out. */
export function htmlTree(html: string): HtmlElement {
  const root: HtmlElement = { name: "", attributes: new Map(), children: [], parent: undefined };
  let current = root;
  for (const [whole, slash, written, attributes = ""] of html.matchAll(NODE)) {
    if (written === undefined) {
      if (!whole.startsWith("<!")) current.children.push({ text: decodeEntities(whole) });
      continue;
    }
    const name = written.toLowerCase();
    if (slash === "/") current = closed(current, name);
    else {
      const element = { name, attributes: attributesOf(attributes), children: [], parent: current };
      current.children.push(element);
      if (!voidElements.has(name) && !attributes.endsWith("/")) current = element;
    }
  }
  return root;
}

function closed(from: HtmlElement, name: string): HtmlElement {
  let element: HtmlElement | undefined = from;
  while (element !== undefined && element.name !== name) element = element.parent;
  return element?.parent ?? from;
}

function attributesOf(written: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from(written.matchAll(ATTRIBUTE), ([, name = "", double, single, bare]) => [
      name.toLowerCase(),
      decodeEntities(double ?? single ?? bare ?? ""),
    ]),
  );
}

/** All elements below, in document order. */
export function elementsIn(root: HtmlElement): readonly HtmlElement[] {
  return root.children.flatMap((child) => ("text" in child ? [] : [child, ...elementsIn(child)]));
}

/** The words inside, white space collapsed. */
export function wordsOf(node: HtmlNode): string {
  const raw = "text" in node ? node.text : node.children.map(wordsOf).join(" ");
  return raw.replaceAll(/\s+/g, " ").trim();
}

/** The declarations of a style attribute, the last of a property winning. */
export function styleOf(element: HtmlElement): ReadonlyMap<string, string> {
  return declarationsOf(element.attributes.get("style") ?? "");
}

export function declarationsOf(css: string): ReadonlyMap<string, string> {
  return new Map(
    css.split(";").flatMap((declaration): [string, string][] => {
      const colon = declaration.indexOf(":");
      if (colon === -1) return [];
      const value = declaration.slice(colon + 1).replace(/!important/i, "");
      return [[declaration.slice(0, colon).trim().toLowerCase(), value.trim()]];
    }),
  );
}
