import { err, ok, type Result } from "#kernel/result.ts";
import type { ContextFilterName } from "./context-filters.ts";
import { OUTPUT, type HtmlState } from "./html-state.ts";

const addresses = new Set(["href", "src", "background", "cite", "longdesc", "poster", "data", "xlink:href"]);
const forbiddenAttributes = new Set(["srcset", "srcdoc", "action", "formaction", "ping", "manifest", "http-equiv"]);
const forbiddenElements = new Set(["meta", "base", "link", "iframe", "object", "embed", "form", "script"]);

/** The filter that makes any value harmless at this place of a document, or why no value can stand there. */
export function outputContext(state: HtmlState): Result<ContextFilterName, string> {
  switch (state.mode) {
    case "text":
    case "title":
      return ok("in_html");
    case "style":
      return cssContext(state.before);
    case "double_quoted":
    case "single_quoted":
      return attributeContext(state);
    case "unquoted":
    case "before_value":
      return err(
        `put quotes around the value of ${state.attribute}: a merge field can't stand in an unquoted attribute`,
      );
    case "script":
      return err("a merge field can't stand in a script");
    case "comment":
    case "declaration":
      return err("a merge field can't stand in a comment");
    case "disputed":
      return err("a comment's end stands within a tag or a quote before it: mail programs differ in where they go on");
    case "tag_name":
    case "in_tag":
    case "attribute_name":
      return err("a merge field can't name a tag or an attribute");
  }
}

function attributeContext({ tag, attribute, before }: HtmlState): Result<ContextFilterName, string> {
  if (attribute.startsWith("on")) return err(`a merge field can't stand in the event handler ${attribute}`);
  if (forbiddenAttributes.has(attribute)) return err(`a merge field can't stand in ${attribute}`);
  if (forbiddenElements.has(tag)) return err(`a merge field can't stand in an attribute of <${tag}>`);
  if (attribute === "style") return cssContext(before);
  if (addresses.has(attribute)) return addressContext(before);
  return ok("in_html");
}

/** True where scheme and host are decided, by the author or by an address that was checked as a whole. */
function isSettledAddress(before: string): boolean {
  return before.startsWith(OUTPUT) || /^(?:https?:\/\/[^/?#\s]+[/?#]|mailto:|tel:)/i.test(before);
}

function addressContext(before: string): Result<ContextFilterName, string> {
  const start = before.trimStart();
  if (start === "") return ok("in_url");
  if (isSettledAddress(start)) return ok("in_url_part");
  return err("a merge field is a whole address, or stands behind the host: https://shop.example/{{ … }}");
}

function cssContext(before: string): Result<ContextFilterName, string> {
  const declaration = before.slice(before.search(/[^{};]*$/));
  if (/^\s*[a-z-]+\s*:[^()"'\\:@/*<]*$/i.test(declaration)) return ok("in_css");
  return err("in a style, a merge field can only be a value such as a colour: color:{{ … }}");
}

/**
 * Whether two branches that end in these states leave a reader in the same place, so that what follows is escaped rightly after
 * either. Gives the state to go on with.
 */
export function joinBranches(left: HtmlState, right: HtmlState): HtmlState | undefined {
  if (left.mode !== right.mode || left.tag !== right.tag || left.attribute !== right.attribute) return undefined;
  if (left.before === right.before) return left;
  const isSameContext = contextKey(left) === contextKey(right);
  return isSameContext ? left : undefined;
}

function contextKey(state: HtmlState): string {
  const found = outputContext(state);
  return found.ok ? found.value : "none";
}
