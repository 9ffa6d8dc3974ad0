import { err, ok, type Result } from "#kernel/result.ts";
import type { Template } from "liquidjs";
import { COMPILED_FORMAT, type CompiledTemplate } from "./compiled-template.ts";
import { contextFilters, type LinkPolicy } from "./context-filters.ts";
import { compileLiquid, type Program } from "./compile-liquid.ts";
import { authorFilters } from "./liquid-filters.ts";
import { MergeLimit, newFrame } from "./merge-frame.ts";
import type { MergeView } from "./merge-view.ts";
import { namesOf, type Surroundings } from "./names-of.ts";
import { parseLiquid } from "./parse-liquid.ts";
import { pickLocale, type PickedLocale } from "./pick-locale.ts";
import { FALLBACK_LOCALE, type Wordings } from "./template-source.ts";
import type { TemplateInputs } from "./template-inputs.ts";
import { oneLine, sayable } from "./sayable.ts";
import { wrapText } from "./wrap-text.ts";

export type MergedEmail = {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
};

/** Words of one language (BCP 47), without addresses and line breaks. */
export type SpokenText = { readonly text: string; readonly language: string };

/** What a letter says: plain lines, in one language (BCP 47). `isOwn`: they were written for paper (letter.txt). */
export type LetterText = {
  readonly subject: string;
  readonly text: string;
  readonly language: string;
  readonly isOwn: boolean;
};

/** The view makes the template do too much: too many items, too long a text. */
export type MergeFault = { readonly code: "merge_limit"; readonly message: string };

/** A template, parsed once, ready for any number of customers. Same view, same bytes. */
export type PreparedTemplate = {
  readonly name: string;
  readonly staticLinks: readonly string[];
  readonly slots: readonly string[];
  /** What whoever sends it must give. */
  readonly inputs?: TemplateInputs | undefined;
  mergeEmail(view: MergeView): Result<MergedEmail, MergeFault>;
  mergeSms(view: MergeView): Result<string, MergeFault>;
  /** What a call says: voice.txt, or of sms.txt what can be said. */
  mergeVoice(view: MergeView): Result<SpokenText, MergeFault>;
  /** What a letter says: letter.txt, or the text part. */
  mergeLetter(view: MergeView): Result<LetterText, MergeFault>;
  /** The fields of push.json. */
  mergePush(view: MergeView): Result<Readonly<Record<string, string>>, MergeFault>;
};

/**
 * Parses a compiled template; each locale is folded into it when a customer first needs it.
 *
 * Throws for a row that no compiler of this version wrote: that is a bug or a newer writer, not a customer's case.
 */
export function prepareTemplate(
  compiled: CompiledTemplate,
  policy: LinkPolicy = { allowLoopbackHttp: false },
): PreparedTemplate {
  if (compiled.format !== COMPILED_FORMAT) throw new Error(`Template ${compiled.name} has an unknown format.`);
  const parsed = parseAll(compiled);
  const filters = new Map([...authorFilters, ...contextFilters(policy)]);
  const editions = new Map<string, Edition>();
  const editionFor = (locale: string) => {
    const known = editions.get(locale);
    if (known !== undefined) return known;
    const made = editionOf({ compiled, parsed, filters }, pickLocale(locale, compiled.strings));
    // Locales come from customers: what is remembered stays bounded.
    if (editions.size < 200) editions.set(locale, made);
    return made;
  };
  const scopeOf = (view: MergeView) => ({ ...view, links: linksOf(view, compiled.staticLinks) });
  return {
    name: compiled.name,
    staticLinks: compiled.staticLinks,
    slots: compiled.slots,
    inputs: compiled.inputs,
    mergeEmail: (view) => limited(() => mergeEmail(editionFor(view.customer.locale), scopeOf(view))),
    mergeSms: (view) => limited(() => run(editionFor(view.customer.locale).sms(), scopeOf(view)).trim()),
    mergeVoice: (view) => limited(() => mergeVoice(editionFor(view.customer.locale), scopeOf(view))),
    mergeLetter: (view) => limited(() => mergeLetter(editionFor(view.customer.locale), scopeOf(view))),
    mergePush: (view) => limited(() => mergePush(editionFor(view.customer.locale), scopeOf(view))),
  };
}

function linksOf(view: MergeView, own: readonly string[]): readonly string[] {
  return view.links === undefined ? own : own.map((address, index) => view.links?.[index] ?? address);
}

type Scope = Readonly<Record<string, unknown>>;

function run(program: Program, scope: Scope): string {
  const frame = newFrame(scope);
  program(frame);
  return frame.out;
}

function mergeEmail(edition: Edition, scope: Scope): MergedEmail {
  const subject = run(edition.subject(), scope).trim();
  const preheader = run(edition.preheader(), scope).trim();
  const whole = { ...scope, subject, preheader };
  return { subject, preheader, html: run(edition.html(), whole), text: wrapText(run(edition.text(), whole)) };
}

function mergePush(edition: Edition, scope: Scope): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(edition.push(), ([field, program]) => [field, run(program, scope).trim()]));
}

function mergeVoice({ voice, sms, lang }: Edition, scope: Scope): SpokenText {
  const own = voice();
  return {
    text: own === undefined ? sayable(run(sms(), scope), waysOutOf(scope)) : oneLine(run(own, scope)),
    language: lang,
  };
}

function mergeLetter({ subject, letter, text, lang }: Edition, scope: Scope): LetterText {
  const own = letter();
  const said = run(subject(), scope).trim();
  const words = run(own ?? text(), { ...scope, subject: said }).trim();
  return { subject: said, text: words, language: lang, isOwn: own !== undefined };
}

function waysOutOf(scope: Scope): readonly string[] {
  return [scope["preferencesUrl"], scope["unsubscribeUrl"]].filter((address) => typeof address === "string");
}

function limited<T>(merge: () => T): Result<T, MergeFault> {
  try {
    return ok(merge());
  } catch (thrown) {
    if (thrown instanceof MergeLimit) return err({ code: "merge_limit", message: thrown.message });
    throw thrown;
  }
}

type ParsedParts = Readonly<Record<"subject" | "preheader" | "html" | "text" | "sms", readonly Template[]>> & {
  readonly push: ReadonlyMap<string, readonly Template[]>;
  readonly voice: readonly Template[] | undefined;
  readonly letter: readonly Template[] | undefined;
};

function parseAll(compiled: CompiledTemplate): ParsedParts {
  return {
    subject: parsed(compiled.subject),
    preheader: parsed(compiled.preheader),
    html: parsed(compiled.html),
    text: parsed(compiled.text),
    sms: parsed(compiled.sms),
    push: new Map(Object.entries(compiled.push).map(([field, source]) => [field, parsed(source)])),
    voice: compiled.voice === undefined ? undefined : parsed(compiled.voice),
    letter: compiled.letter === undefined ? undefined : parsed(compiled.letter),
  };
}

function parsed(source: string): readonly Template[] {
  const found = parseLiquid(source, "compiled");
  if (!found.ok) throw new Error(`A compiled template does not parse: ${found.error.message}`);
  return found.value;
}

/** One template in one locale; each part is compiled when it is first needed. */
type Edition = Readonly<Record<"subject" | "preheader" | "html" | "text" | "sms", () => Program>> & {
  readonly push: () => ReadonlyMap<string, Program>;
  readonly voice: () => Program | undefined;
  readonly letter: () => Program | undefined;
  /** The language that its wordings are in. */
  readonly lang: string;
};

type Prepared = {
  readonly compiled: CompiledTemplate;
  readonly parsed: ParsedParts;
  readonly filters: Surroundings["filters"];
};

function editionOf({ compiled, parsed, filters }: Prepared, locale: PickedLocale): Edition {
  const surroundings = { filters, ...localeOf(compiled.strings, locale) };
  const programOf = (templates: readonly Template[]) => compileLiquid(templates, namesOf(templates, surroundings));
  return {
    subject: once(() => programOf(parsed.subject)),
    preheader: once(() => programOf(parsed.preheader)),
    html: once(() => programOf(parsed.html)),
    text: once(() => programOf(parsed.text)),
    sms: once(() => programOf(parsed.sms)),
    voice: once(() => (parsed.voice === undefined ? undefined : programOf(parsed.voice))),
    letter: once(() => (parsed.letter === undefined ? undefined : programOf(parsed.letter))),
    lang: locale.lang,
    push: once(() => new Map(Array.from(parsed.push, ([field, templates]) => [field, programOf(templates)]))),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function localeOf(
  strings: Wordings,
  { wordings, lang, dir }: PickedLocale,
): Pick<Surroundings, "constants" | "wordings"> {
  const constants = new Map([
    ["lang", lang],
    ["dir", dir],
    ["start", dir === "rtl" ? "right" : "left"],
    ["end", dir === "rtl" ? "left" : "right"],
  ]);
  const words = { ...strings[FALLBACK_LOCALE], ...strings[wordings] };
  return { constants, wordings: new Map(Object.entries(words).map(([key, text]) => [key, parsed(text)])) };
}
