import { TypeGuards } from "liquidjs";
import { lineOf, tokenizeLiquid } from "./parse-liquid.ts";
import type { TemplateFault } from "./template-fault.ts";

type Seen = { readonly text: string; readonly key: string; readonly line: number };

/**
 * MJML drops Liquid in some places without a word: tags directly in mj-body or mj-column, a field as a width, double quotes
 * inside a double-quoted attribute. Every tag of the source must still be in the output, as often as it was written.
 */
export function lostLiquid(mjml: string, html: string): readonly TemplateFault[] {
  const left = new Map<string, number>();
  for (const { key } of liquidIn(html)) left.set(key, (left.get(key) ?? 0) + 1);
  return liquidIn(mjml).flatMap(({ text, key, line }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    if (count > 0) return [];
    const message = `${text} is lost in the e-mail: put control tags into mj-raw, and use single quotes inside attributes`;
    return [{ code: "lost_liquid" as const, message, where: { part: "mjml" as const, line } }];
  });
}

function liquidIn(source: string): readonly Seen[] {
  const tokens = tokenizeLiquid(source);
  if (!tokens.ok) return [];
  return tokens.value
    .filter((token) => !TypeGuards.isHTMLToken(token))
    .map((token) => ({ text: token.getText(), key: token.getText().replaceAll(/\s+/g, ""), line: lineOf(token) }));
}
