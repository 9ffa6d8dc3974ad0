import { textOf, type LiquidFilter } from "./liquid-filters.ts";

/** What decides which addresses a message may carry. */
export type LinkPolicy = {
  /** Lets http:// through for 127.0.0.1, [::1] and localhost: a demo on one machine has no certificate. */
  readonly allowLoopbackHttp: boolean;
};

/** The last filter of every output. The compiler writes them; an author can't. */
export type ContextFilterName = "in_html" | "in_url" | "in_url_part" | "in_css" | "in_line" | "in_link";

// Besides the five of HTML: control characters, which no reader can see and some parsers stumble over.
// oxlint-disable-next-line no-control-regex -- placeholder
const HTML_UNSAFE = /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
