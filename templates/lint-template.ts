import type { MergedEmail } from "./merge-template.ts";
import type { MergeView } from "./merge-view.ts";
import { elementsIn, htmlTree, styleOf, wordsOf, type HtmlElement } from "./html-tree.ts";
import { lowContrast } from "./lint-contrast.ts";
import type { TemplateFault, TemplateFaultCode } from "./template-fault.ts";
import type { TemplateKind } from "./template-source.ts";

export type LintFindings = {
  /** The template can't be published. */
  readonly blocking: readonly TemplateFault[];
  readonly advice: readonly TemplateFault[];
};

/** One merge of a template with its example, in one locale. */
export type LintedMerge = {
  readonly kind: TemplateKind;
  readonly locale: string;
  readonly view: MergeView;
  readonly email: MergedEmail;
};

/** Gmail shows about 102 KB of a message and hides the rest, the opt-out with it. */
const MAX_HTML = 100_000;
const NEAR_HTML = 85_000;
/** RFC 5322 §2.1.1; most readers show half of it. */
const MAX_SUBJECT = 70;
const LEAST_FONT_SIZE = 14;

const blockingCodes = new Set<TemplateFaultCode>([
  "missing_unsubscribe",
  "missing_preferences",
  "missing_address",
  "text_lacks_link",
  "text_lacks_price",
  "image_without_alt",
  "unsafe_html",
]);

/** What is wrong with a merged example, in words for the person who wrote the template. */
export function lintTemplate(merge: LintedMerge): LintFindings {
  const root = htmlTree(merge.email.html);
  const found = [
    ...lawful(merge, root),
    ...readable(root),
    ...images(root),
    ...sameInText(merge, root),
    ...subject(merge),
  ].map((fault) => ({ ...fault, where: { ...fault.where, key: merge.locale } }));
  const size = sizeOf(merge);
  return {
    blocking: [...found.filter(({ code }) => blockingCodes.has(code)), ...size.blocking],
    advice: [...found.filter(({ code }) => !blockingCodes.has(code)), ...size.advice],
  };
}

type Part = TemplateFault["where"]["part"];

function fault(code: TemplateFaultCode, part: Part, message: string): TemplateFault {
  return { code, message, where: { part } };
}

/** CAN-SPAM 15 U.S.C. 7704(a)(5); RFC 8058 asks for a visible way out beside the header. Both parts are whole mails. */
function lawful({ kind, view, email }: LintedMerge, root: HtmlElement): readonly TemplateFault[] {
  const links = new Set(linksIn(root));
  const lacks = (address: string, part: "html" | "text") =>
    part === "html" ? !links.has(address) : !email.text.includes(address);
  const words = wordsOf(root);
  const text = email.text.replaceAll(/\s+/g, " ");
  const parts = ["html", "text"] as const;
  if (kind === "service") return [];
  return parts.flatMap((part) => [
    ...(lacks(view.unsubscribeUrl, part)
      ? [fault("missing_unsubscribe", part, "marketing needs a visible link to unsubscribeUrl")]
      : []),
    ...(lacks(view.preferencesUrl, part)
      ? [fault("missing_preferences", part, "marketing needs a visible link to preferencesUrl")]
      : []),
    ...((part === "html" ? words : text).includes(view.vendor.postalAddress)
      ? []
      : [fault("missing_address", part, "marketing needs vendor.postalAddress")]),
  ]);
}

function linksIn(root: HtmlElement): readonly string[] {
  return elementsIn(root).flatMap((element) => (element.name === "a" ? [element.attributes.get("href") ?? ""] : []));
}

const vague = new Set(
  ["click here", "here", "read more", "more", "link", "hier", "hier klicken", "mehr", "weiterlesen", "ici"].concat([
    "cliquez ici",
    "en savoir plus",
    "lire la suite",
    "هنا",
    "اضغط هنا",
    "المزيد",
  ]),
);

function readable(root: HtmlElement): readonly TemplateFault[] {
  const elements = elementsIn(root);
  const headings = elements.filter(({ name }) => name === "h1").length;
  const vagueLinks = elements
    .filter(({ name }) => name === "a")
    .map(wordsOf)
    .filter((words) => vague.has(words.toLowerCase()));
  const small = elements.filter(isSmallText).map(wordsOf);
  return [
    ...(headings === 1 ? [] : [fault("heading_count", "html", `there is one h1 in a message, here are ${headings}`)]),
    ...vagueLinks.map((words) => fault("vague_link", "html", `“${words}” does not say where the link leads`)),
    ...small.map((words) => fault("small_text", "html", `“${words}” is smaller than ${LEAST_FONT_SIZE} px`)),
    ...lowContrast(root).map(({ words, ratio, scheme }) =>
      fault(
        "low_contrast",
        "html",
        `“${words}” has a contrast of ${ratio.toFixed(1)}:1 in the ${scheme} scheme, not 4.5:1`,
      ),
    ),
  ];
}

function isSmallText(element: HtmlElement): boolean {
  const style = styleOf(element);
  const size = Number.parseFloat(style.get("font-size") ?? "");
  if (Number.isNaN(size) || size >= LEAST_FONT_SIZE || style.get("display") === "none") return false;
  // Layout cells set 0 to lose the gaps between columns, and their texts set a size of their own.
  return element.children.some((child) => "text" in child && child.text.trim() !== "");
}

function images(root: HtmlElement): readonly TemplateFault[] {
  return elementsIn(root).flatMap((element) => {
    if (element.name !== "img") return [];
    const { attributes } = element;
    const source = attributes.get("src") ?? "";
    const isSized = ["width", "height"].every((name) => /^\d+$/.test(attributes.get(name) ?? ""));
    return [
      ...(attributes.has("alt") ? [] : [fault("image_without_alt", "html", `the picture ${source} has no alt text`)]),
      ...(isSized ? [] : [fault("image_without_size", "html", `the picture ${source} has no width and height`)]),
    ];
  });
}

function sameInText({ view, email }: LintedMerge, root: HtmlElement): readonly TemplateFault[] {
  const links = [...new Set(linksIn(root))].filter((link) => /^https?:/.test(link) && !email.text.includes(link));
  const prices = Object.values(view.slots)
    .flat()
    .flatMap(({ price, priceBefore }) => [price, priceBefore ?? price]);
  const words = wordsOf(root);
  const lost = [...new Set(prices)].filter((price) => words.includes(price) && !email.text.includes(price));
  return [
    ...links.map((link) => fault("text_lacks_link", "text", `the text part lacks the link ${link}`)),
    ...lost.map((price) => fault("text_lacks_price", "text", `the text part lacks the price ${price}`)),
  ];
}

function subject({ email }: LintedMerge): readonly TemplateFault[] {
  const { length } = Array.from(email.subject);
  if (length > MAX_SUBJECT)
    return [fault("long_subject", "strings", `the subject has ${length} characters, more than ${MAX_SUBJECT}`)];
  return length === 0 ? [fault("long_subject", "strings", "the subject is empty")] : [];
}

function sizeOf({ email, locale }: LintedMerge): LintFindings {
  const bytes = new TextEncoder().encode(email.html).length;
  const found = [fault("too_large", "html", `${bytes} bytes in ${locale}: Gmail cuts a message off at about 102,000`)];
  return { blocking: bytes > MAX_HTML ? found : [], advice: bytes > NEAR_HTML && bytes <= MAX_HTML ? found : [] };
}
