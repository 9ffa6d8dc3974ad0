import { err, ok, type Result } from "#kernel/result.ts";
import { tokenizeLiquid } from "./parse-liquid.ts";
import { TypeGuards } from "liquidjs";
import type { TemplateFault } from "./template-fault.ts";

const MAX_MJML = 200_000;

/** No mj-include (reads files), no mj-html-attributes (any attribute anywhere), no mj-font and mj-social (ask foreign hosts). */
const components = [
  "wrapper",
  "section",
  "column",
  "group",
  "hero",
  "text",
  "button",
  "image",
  "divider",
  "spacer",
  "table",
];
const structure = ["head", "body", "raw", "attributes", "all", "class", "title", "preview", "style", "breakpoint"];
const allowedTags = new Set(["mjml", ...[...structure, ...components].map((name) => `mj-${name}`)]);

type MjmlNode = {
  readonly tagName: string;
  readonly line?: number;
  readonly content?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly children?: readonly MjmlNode[];
};

/**
 * MJML with Liquid to HTML with Liquid. Costs 80 ms of CPU for a newsletter: for publishing, never for sending.
 *
 * The HTML takes its language and direction from `lang` and `dir`, its title from `subject`, and asks no host for a font.
 */
export async function compileMjml(mjml: string): Promise<Result<string, readonly TemplateFault[]>> {
  if (mjml.length > MAX_MJML) return err([fault("invalid_mjml", `longer than ${MAX_MJML} characters`)]);
  const include = /<mj-include\b/i.exec(mjml);
  if (include !== null)
    return err([fault("tag_not_allowed", "mj-include is not allowed", lineAt(mjml, include.index))]);
  // Heavy, and needed at publishing alone: a Worker that only sends never loads it.
  const { default: mjml2html } = await import("mjml");
  try {
    const made = await mjml2html(mjml, {
      validationLevel: "soft",
      keepComments: false,
      fonts: {},
      ignoreIncludes: true,
    });
    const faults = [...made.errors.filter(isRealError).map(faultOf), ...faultyNodes(made.json)];
    return faults.length > 0 ? err(faults) : ok(shrink(withHiddenPreheader(withLanguage(made.html))));
  } catch (thrown) {
    // MJML throws plain errors for what it can't read at all, and trips over what belongs into the head.
    return err([misplacedIn(mjml) ?? fault("invalid_mjml", thrown instanceof Error ? thrown.message : "not MJML")]);
  }
}

function fault(code: TemplateFault["code"], message: string, line?: number): TemplateFault {
  return { code, message, where: { part: "mjml", ...(line === undefined ? {} : { line }) } };
}

const HEAD_TAG = /<(mj-(?:style|title|preview|attributes|all|class|breakpoint|head))\b/i;

/** The first tag of the head that stands in the body. */
function misplacedIn(mjml: string): TemplateFault | undefined {
  const bodyAt = mjml.search(/<mj-body\b/i);
  const found = bodyAt === -1 ? null : HEAD_TAG.exec(mjml.slice(bodyAt));
  if (found === null) return undefined;
  const tag = found[1]?.toLowerCase() ?? "";
  return fault("invalid_mjml", `${tag} belongs into mj-head, not into mj-body`, lineAt(mjml, bodyAt + found.index));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

type MjmlError = { readonly line: number; readonly message: string; readonly tagName: string };

/** MJML checks attribute values before the merge: a colour that is still `{{ a field }}` is no fault. */
function isRealError({ message }: MjmlError): boolean {
  return !message.includes("{{") && !message.includes("{%");
}

function faultOf({ line, message, tagName }: MjmlError): TemplateFault {
  return fault("invalid_mjml", `${tagName}: ${message}`, line);
}

const isUnknown = ({ tagName }: MjmlNode) => !allowedTags.has(tagName);

function unknownTag({ tagName, line }: MjmlNode): TemplateFault {
  return fault("tag_not_allowed", `${tagName} is not allowed`, line);
}

function faultyNodes(node: MjmlNode): readonly TemplateFault[] {
  const children = node.children ?? [];
  // What stands in mj-attributes are defaults, not things.
  const below =
    node.tagName === "mj-attributes" ? children.filter(isUnknown).map(unknownTag) : children.flatMap(faultyNodes);
  if (isUnknown(node)) return [unknownTag(node), ...below];
  if (node.tagName === "mj-raw" && !isControlFlow(node.content ?? "")) {
    return [fault("tag_not_allowed", "mj-raw may hold Liquid tags only ({% for %}, {% if %} …)", node.line), ...below];
  }
  // MJML writes an empty alt where there is none: to a listener, a picture that the author forgot says that it is decoration.
  if (node.tagName === "mj-image" && node.attributes?.["alt"] === undefined) {
    return [fault("image_without_alt", 'mj-image needs alt: words, or alt="" for decoration', node.line), ...below];
  }
  return below;
}

function isControlFlow(content: string): boolean {
  const tokens = tokenizeLiquid(content);
  if (!tokens.ok) return false;
  return tokens.value.every((token) => TypeGuards.isTagToken(token) || token.getText().trim() === "");
}

/** MJML 5 writes lang="und", dir="auto" and an empty title. */
function withLanguage(html: string): string {
  return html
    .replaceAll(/ lang="[^"]*" dir="[^"]*"/g, ' lang="{{ lang }}" dir="{{ dir }}"')
    .replace(/<title>[\s\S]*?<\/title>/, "<title>{{ subject }}</title>");
}

/**
 * MJML hides the preheader, and writes it tiny and in white besides. That shows nobody less of it, and to a spam filter it is text
 * that is painted over (SpamAssassin's HTML_FONT_LOW_CONTRAST and FONT_INVIS_MSGID, 1.7 points; docs/mail-score.md). `mso-hide`
 * is for Outlook on Windows, which draws with Word.
 */
function withHiddenPreheader(html: string): string {
  return html.replace(
    "display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;",
    "display:none;mso-hide:all;max-height:0px;",
  );
}

/** MJML indents deeply: half of the bytes that Gmail counts. In mail no element keeps white space, but `pre`. */
function shrink(html: string): string {
  if (/<pre\b/i.test(html)) return html;
  return html
    .replaceAll(/[ \t]*\n\s*/g, "\n")
    .replaceAll(/ {2,}/g, " ")
    .trim();
}
