import { TypeGuards } from "liquidjs";
import { withFilter } from "./escape-outputs.ts";
import { tokenizeLiquid } from "./parse-liquid.ts";

/** A Liquid token inside markup, and how it is written in a plain text. */
export type Hidden = {
  /** The tag's name; an output has none. */
  readonly tag: string | undefined;
  readonly printed: string;
  /** As a whole address, and as a part behind a host. */
  readonly address: string;
  readonly addressPart: string;
};

export type TagPart = { readonly kind: "open" | "close"; readonly name: string; readonly attributes: string };
export type TextPart = TagPart | { readonly kind: "text"; readonly text: string };

/** Stands for the n-th Liquid token. Private-use characters: no `<` or quote of Liquid is taken for markup. */
export const HIDDEN = /\ue000(\d+)\ue001/g;

/** The token that `piece` stands for, if it is nothing else. */
export function hiddenIn(piece: string, liquid: readonly Hidden[]): Hidden | undefined {
  const [, index] = /^\ue000(\d+)\ue001$/.exec(piece) ?? [];
  return index === undefined ? undefined : liquid[Number(index)];
}

export function hideLiquid(html: string): { readonly markup: string; readonly liquid: readonly Hidden[] } {
  const tokens = tokenizeLiquid(html);
  const liquid: Hidden[] = [];
  // One source, one token: so two pictures of one field are seen to be the same.
  const bySource = new Map<string, string>();
  const markup = (tokens.ok ? tokens.value : []).map((token) => {
    const source = token.getText();
    if (TypeGuards.isHTMLToken(token)) return source.replaceAll(/[\ue000\ue001]/g, "");
    const known = bySource.get(source);
    if (known !== undefined) return known;
    const tag = TypeGuards.isTagToken(token) ? token.name : undefined;
    const as = (filter: string) => (tag === undefined ? withFilter(source, filter) : source);
    const hidden = { tag, printed: as("in_line"), address: as("in_link"), addressPart: as("in_url_part") };
    const mark = `\ue000${liquid.push(hidden) - 1}\ue001`;
    bySource.set(source, mark);
    return mark;
  });
  return { markup: markup.join(""), liquid };
}

const PART = /<!--[\s\S]*?-->|<![^>]*>|<(\/?)([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</gi;

/** Tags and stretches of text; comments are left out. A text is split at each Liquid token. */
export function textParts(markup: string): readonly TextPart[] {
  return Array.from(markup.matchAll(PART)).flatMap((match): readonly TextPart[] => {
    const [whole, slash, name, attributes = ""] = match;
    if (name !== undefined) return [{ kind: slash === "/" ? "close" : "open", name: name.toLowerCase(), attributes }];
    if (whole.startsWith("<!")) return [];
    return whole
      .split(/(\ue000\d+\ue001)/)
      .flatMap((text): TextPart[] => (text === "" ? [] : [{ kind: "text", text }]));
  });
}

export function attributeOf({ attributes }: TagPart, name: string): string {
  const [, double, single] = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`, "i").exec(attributes) ?? [];
  return (double ?? single ?? "").trim();
}

/** A column of MJML holds one thing: a product, a paragraph, the footer. */
export function isColumn(tag: TagPart): boolean {
  return attributeOf(tag, "class").startsWith("mj-column");
}
