import { textOf, type LiquidFilter } from "./liquid-filters.ts";

/** What decides which addresses a message may carry. */
export type LinkPolicy = {
  /** Lets http:// through for 127.0.0.1, [::1] and localhost: a demo on one machine has no certificate. */
  readonly allowLoopbackHttp: boolean;
};

/** The last filter of every output. The compiler writes them; an author can't. */
export type ContextFilterName = "in_html" | "in_url" | "in_url_part" | "in_css" | "in_line" | "in_link";

// Cc: control characters, which nobody sees and some parsers stumble over. Cs: halves of a surrogate pair, which UTF-8 can't hold.
const UNSAFE_IN_HTML = /[&<>"'\p{Cc}\p{Cs}]/u;
const EVERY_UNSAFE_IN_HTML = /[&<>"'\p{Cc}\p{Cs}]/gu;

const entities = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&#34;"],
  ["'", "&#39;"],
  ["\t", "\t"],
  ["\n", "\n"],
  ["\r", "\n"],
]);

/** Text for a text node, a title or a quoted attribute: no character of it can end any of them. */
function escapeHtml(text: string): string {
  // Most names and prices hold nothing to escape, and a test is cheaper than a replace.
  if (!UNSAFE_IN_HTML.test(text)) return text;
  return text.replace(EVERY_UNSAFE_IN_HTML, (character) => entities.get(character) ?? "");
}

// Cc as above; Zl, Zp: line and paragraph separators; the rest are bidirectional overrides, which reorder what stands after them.
const UNSAFE_IN_LINE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const EVERY_UNSAFE_IN_LINE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** Text for a header, a line of a plain text, an SMS: it can't begin a line of its own (RFC 5322 §2.2). */
function toOneLine(text: string): string {
  if (!UNSAFE_IN_LINE.test(text)) return text;
  return text.replace(EVERY_UNSAFE_IN_LINE, " ").trim();
}

const SAFE_SCHEME = /^(?:https:\/\/[^/?#@\s]|mailto:|tel:)/i;
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:[/?#]|$)/i;
const BREAKS_ADDRESS = /[\p{Cc}\p{Cs}\\]/u;

/** The address if it is a whole https, mailto or tel one; undefined for all else, relative ones included. */
function safeAddress(text: string, policy: LinkPolicy): string | undefined {
  const address = text.trim();
  if (BREAKS_ADDRESS.test(address)) return undefined;
  if (!SAFE_SCHEME.test(address) && !(policy.allowLoopbackHttp && LOOPBACK.test(address))) return undefined;
  return address.includes(" ") ? address.replaceAll(" ", "%20") : address;
}

const CSS_VALUE = /^(?:#[\da-f]{3,8}|[a-z]{1,32}|-?\d{1,5}(?:\.\d{1,4})?(?:px|em|rem|pt|%)?)$/i;

/** RFC 3986 §2.3: all but the unreserved. encodeURIComponent alone leaves the quote that ends a single-quoted attribute. */
function encodePart(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The filters by which every output leaves the engine, each right for one place. */
export function contextFilters(policy: LinkPolicy): ReadonlyMap<string, LiquidFilter> {
  const filters: Record<ContextFilterName, LiquidFilter> = {
    in_html: (value) => escapeHtml(textOf(value)),
    in_url: (value) => escapeHtml(safeAddress(textOf(value), policy) ?? "#"),
    in_url_part: (value) => encodePart(textOf(value)),
    // One colour, keyword or length; never a second declaration, a function or a string.
    in_css: (value) => (CSS_VALUE.test(textOf(value)) ? textOf(value) : "inherit"),
    in_line: (value) => toOneLine(textOf(value)),
    in_link: (value) => safeAddress(textOf(value), policy) ?? "",
  };
  return new Map(Object.entries(filters));
}
