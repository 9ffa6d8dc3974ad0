import { decodeEntities } from "./decode-entities.ts";

const LINK = /(<a\b[^>]*?\bhref=)(["'])(https?:\/\/[^"'{}]*)\2/gi;
const WHOLE_LINK = new RegExp(LINK.source, "i");

export type CollectedLinks = {
  readonly html: string;
  /** The addresses that the template itself holds; `links[n]` in the HTML. */
  readonly staticLinks: readonly string[];
};

/**
 * Takes the addresses out of `<a href="https://…">` and puts `{{ links[n] }}` there, so that a sender may hand in a signed link
 * of its own for each message. One address is one link, however often it stands in the template.
 */
export function collectLinks(html: string): CollectedLinks {
  const staticLinks: string[] = [];
  const replaced = html.replaceAll(LINK, (whole) => {
    const [, head = "", quote = "", written = ""] = WHOLE_LINK.exec(whole) ?? [];
    const address = decodeEntities(written.trim());
    const known = staticLinks.indexOf(address);
    const index = known === -1 ? staticLinks.push(address) - 1 : known;
    return `${head}${quote}{{ links[${index}] }}${quote}`;
  });
  return { html: replaced, staticLinks };
}
