/**
 * Where in an HTML document the next character stands: the tokenizer of the HTML standard (§13.2.5), as far as it decides how a
 * value has to be escaped. Markup inside MSO conditional comments is read as markup: Outlook does so, and for everybody else it
 * is a comment that an escaped value can't end.
 */
export type HtmlState = {
  readonly mode: HtmlMode;
  /** The element whose tag or raw text this is, lower case. */
  readonly tag: string;
  readonly attribute: string;
  /** What stands before this place in the attribute's value or in the style sheet; OUTPUT stands for each earlier merge field. */
  readonly before: string;
};

export type HtmlMode =
  | "text"
  | "title"
  | "style"
  | "script"
  | "tag_name"
  | "in_tag"
  | "attribute_name"
  | "before_value"
  | "double_quoted"
  | "single_quoted"
  | "unquoted"
  | "comment"
  | "declaration"
  | "disputed";

/** Stands for an earlier output inside `before`. */
export const OUTPUT = "\u0001";

export const startOfDocument: HtmlState = { mode: "text", tag: "", attribute: "", before: "" };

type Step = { readonly state: HtmlState; readonly at: number };

/** Reads a stretch of markup from `state` on. */
export function readHtml(state: HtmlState, markup: string): HtmlState {
  let step: Step = { state, at: 0 };
  while (step.at < markup.length) {
    const from = step.at;
    const { mode } = step.state;
    step = readers[mode](step, markup);
    if (!mayEndComment.has(mode) && COMMENT_END.test(markup.slice(from, step.at))) return disputed;
  }
  return step.state;
}

/**
 * What ends a comment, within a tag or its quotes: in a conditional comment Outlook reads on, and everybody else is out of the
 * comment. Nothing behind it can be escaped rightly for both.
 */
const COMMENT_END = /--!?>/;
const mayEndComment: ReadonlySet<HtmlMode> = new Set(["text", "comment", "declaration", "disputed"]);
const disputed: HtmlState = { mode: "disputed", tag: "", attribute: "", before: "" };

type Reader = (step: Step, markup: string) => Step;

const rawText = new Map<string, HtmlMode>([
  ["style", "style"],
  ["script", "script"],
  ["title", "title"],
  ["textarea", "title"],
]);

/** Skips to the first character that `stop` matches (a sticky-free global pattern), keeping the state. */
function indexOf(pattern: RegExp, markup: string, from: number): number {
  const global = new RegExp(pattern.source, `${pattern.flags.replace("g", "")}g`);
  global.lastIndex = from;
  const found = global.exec(markup);
  return found === null ? markup.length : found.index;
}

function readText({ state, at }: Step, markup: string): Step {
  const open = markup.indexOf("<", at);
  if (open === -1) return { state, at: markup.length };
  const rest = markup.slice(open, open + 200);
  const conditional = /^<!--\[if[^\]]*\]>(?:<!-->)?/i.exec(rest)?.[0];
  if (conditional !== undefined) return { state, at: open + conditional.length };
  if (rest.startsWith("<!--")) return { state: { ...state, mode: "comment" }, at: open + 4 };
  if (/^<[!?]/.test(rest)) return { state: { ...state, mode: "declaration" }, at: open + 2 };
  const tag = /^<\/?[a-z]/i.exec(rest)?.[0];
  if (tag === undefined && rest !== "<" && rest !== "</") return { state, at: open + 1 };
  // "<" or "</" at the very end of a stretch: an output right after it would name a tag.
  return { state: { mode: "tag_name", tag: "", attribute: "", before: "" }, at: open + 1 };
}

function readRawText({ state, at }: Step, markup: string): Step {
  const end = indexOf(new RegExp(`</${state.tag}`, "i"), markup, at);
  const before = state.before + markup.slice(at, end);
  if (end === markup.length) return { state: { ...state, before }, at: end };
  return { state: { mode: "tag_name", tag: "", attribute: "", before: "" }, at: end + 1 };
}

function readTagName({ state, at }: Step, markup: string): Step {
  const end = indexOf(/[\s/>]/, markup, at + (markup.charAt(at) === "/" && state.tag === "" ? 1 : 0));
  const tag = state.tag + markup.slice(at, end).toLowerCase();
  return { state: { ...state, tag, mode: end === markup.length ? "tag_name" : "in_tag" }, at: end };
}

function closeTag(state: HtmlState): HtmlState {
  return { ...startOfDocument, mode: rawText.get(state.tag) ?? "text", tag: rawText.has(state.tag) ? state.tag : "" };
}

function readInTag({ state, at }: Step, markup: string): Step {
  const next = indexOf(/[^\s/]/, markup, at);
  if (next === markup.length) return { state, at: next };
  if (markup.charAt(next) === ">") return { state: closeTag(state), at: next + 1 };
  return { state: { ...state, mode: "attribute_name", attribute: "" }, at: next };
}

function readAttributeName({ state, at }: Step, markup: string): Step {
  const end = indexOf(/[\s/>=]/, markup, at);
  const attribute = state.attribute + markup.slice(at, end).toLowerCase();
  if (end === markup.length) return { state: { ...state, attribute }, at: end };
  const equals = indexOf(/\S/, markup, end);
  if (markup.charAt(equals) === "=") return { state: { ...state, attribute, mode: "before_value" }, at: equals + 1 };
  return { state: { ...state, attribute: "", mode: "in_tag" }, at: end };
}

function readBeforeValue({ state, at }: Step, markup: string): Step {
  const next = indexOf(/\S/, markup, at);
  if (next === markup.length) return { state, at: next };
  const quote = markup.charAt(next);
  if (quote === '"') return { state: { ...state, mode: "double_quoted", before: "" }, at: next + 1 };
  if (quote === "'") return { state: { ...state, mode: "single_quoted", before: "" }, at: next + 1 };
  if (quote === ">") return { state: closeTag(state), at: next + 1 };
  return { state: { ...state, mode: "unquoted" }, at: next };
}

function readQuoted({ state, at }: Step, markup: string): Step {
  const found = markup.indexOf(state.mode === "double_quoted" ? '"' : "'", at);
  const end = found === -1 ? markup.length : found;
  const before = state.before + markup.slice(at, end);
  if (found === -1) return { state: { ...state, before }, at: end };
  return { state: { ...state, mode: "in_tag", attribute: "", before: "" }, at: end + 1 };
}

function readUnquoted({ state, at }: Step, markup: string): Step {
  const end = indexOf(/[\s>]/, markup, at);
  return { state: end === markup.length ? state : { ...state, mode: "in_tag", attribute: "" }, at: end };
}

const readUntil =
  (end: string): Reader =>
  ({ state, at }, markup) => {
    const found = markup.indexOf(end, at);
    if (found === -1) return { state, at: markup.length };
    return { state: { ...state, mode: "text" }, at: found + end.length };
  };

const readers: Record<HtmlMode, Reader> = {
  text: readText,
  title: readRawText,
  style: readRawText,
  script: readRawText,
  tag_name: readTagName,
  in_tag: readInTag,
  attribute_name: readAttributeName,
  before_value: readBeforeValue,
  double_quoted: readQuoted,
  single_quoted: readQuoted,
  unquoted: readUnquoted,
  comment: readUntil("-->"),
  declaration: readUntil(">"),
  disputed: ({ state }, markup) => ({ state, at: markup.length }),
};
