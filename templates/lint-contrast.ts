import { contrastOf, parseColour, TEXT_CONTRAST, type Rgb } from "./contrast.ts";
import { declarationsOf, elementsIn, styleOf, wordsOf, type HtmlElement } from "./html-tree.ts";

export type LowContrast = { readonly words: string; readonly ratio: number; readonly scheme: "light" | "dark" };

type Rule = { readonly selector: readonly string[]; readonly declarations: ReadonlyMap<string, string> };
type Look = { readonly ink: Rgb; readonly paper: Rgb; readonly isHidden: boolean };

/**
 * Words that WCAG 1.4.3 calls too faint, by day and by night. Knows inline styles, bgcolor, and the rules of
 * `@media (prefers-color-scheme: dark)` whose selectors are tags, classes and descent; that is what mails are made of.
 */
export function lowContrast(root: HtmlElement): readonly LowContrast[] {
  const night = darkRules(root);
  const byDay = faint(root, [], "light");
  const known = new Set(byDay.map(({ words }) => words));
  return [...byDay, ...faint(root, night, "dark").filter(({ words }) => !known.has(words))];
}

function faint(root: HtmlElement, rules: readonly Rule[], scheme: LowContrast["scheme"]): readonly LowContrast[] {
  const page: Look = { ink: [0, 0, 0], paper: [255, 255, 255], isHidden: false };
  return faintBelow(root, page, { rules, scheme });
}

type Reading = { readonly rules: readonly Rule[]; readonly scheme: LowContrast["scheme"] };

function faintBelow(element: HtmlElement, above: Look, reading: Reading): readonly LowContrast[] {
  const look = lookOf(element, above, reading.rules);
  if (look.isHidden) return [];
  return element.children.flatMap((child) => {
    if (!("text" in child)) return faintBelow(child, look, reading);
    const words = wordsOf(child);
    const ratio = contrastOf(look.ink, look.paper);
    return words === "" || ratio >= TEXT_CONTRAST ? [] : [{ words, ratio, scheme: reading.scheme }];
  });
}

const unseen = new Set(["head", "style", "title"]);

function lookOf(element: HtmlElement, above: Look, rules: readonly Rule[]): Look {
  const style = styleOf(element);
  const forced = new Map(
    rules.filter((rule) => matches(element, rule.selector)).flatMap((rule) => [...rule.declarations]),
  );
  const read = (...names: readonly string[]) =>
    [forced, style]
      .flatMap((from) => names.map((name) => parseColour(from.get(name) ?? "")))
      .find((found) => found !== undefined);
  const paper = read("background-color", "background") ?? parseColour(element.attributes.get("bgcolor") ?? "");
  const isHidden = unseen.has(element.name) || (forced.get("display") ?? style.get("display")) === "none";
  return { ink: read("color") ?? above.ink, paper: paper ?? above.paper, isHidden };
}

function darkRules(root: HtmlElement): readonly Rule[] {
  const sheets = elementsIn(root).filter(({ name }) => name === "style");
  return sheets.flatMap((sheet) => {
    const css = wordsOf(sheet).replaceAll(/\/\*[\s\S]*?\*\//g, "");
    const blocks = css.matchAll(/@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)/gi);
    return Array.from(blocks).flatMap(([, body = ""]) => rulesIn(body));
  });
}

function rulesIn(body: string): readonly Rule[] {
  return Array.from(body.matchAll(/([^{}]+)\{([^{}]*)\}/g)).flatMap(([, selectors = "", block = ""]) =>
    selectors.split(",").map((selector) => ({
      selector: selector.replaceAll(">", " ").trim().split(/\s+/),
      declarations: declarationsOf(block),
    })),
  );
}

function matches(element: HtmlElement, selector: readonly string[]): boolean {
  const last = selector.at(-1);
  if (last === undefined || !isCompound(element, last)) return last === undefined;
  const rest = selector.slice(0, -1);
  if (rest.length === 0) return true;
  for (let above = element.parent; above !== undefined; above = above.parent) if (matches(above, rest)) return true;
  return false;
}

function isCompound(element: HtmlElement, compound: string): boolean {
  const [tag = "", ...classes] = compound.split(".");
  const own = (element.attributes.get("class") ?? "").split(/\s+/);
  return (tag === "" || tag === "*" || tag === element.name) && classes.every((name) => own.includes(name));
}
