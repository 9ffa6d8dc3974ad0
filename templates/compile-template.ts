import { err, ok, type Result } from "#kernel/result.ts";
import type { Template } from "liquidjs";
import { checkFields, type ParsedWordings } from "./check-fields.ts";
import { collectLinks } from "./collect-links.ts";
import { compileLiquid } from "./compile-liquid.ts";
import { compileMjml } from "./compile-mjml.ts";
import { COMPILED_FORMAT, type CompiledTemplate } from "./compiled-template.ts";
import { deriveText } from "./derive-text.ts";
import { escapeLines, escapeOutputs } from "./escape-outputs.ts";
import { lintExample } from "./lint-example.ts";
import { lintHtml } from "./lint-html.ts";
import { authorFilters } from "./liquid-filters.ts";
import { lostLiquid } from "./lost-liquid.ts";
import { UnsupportedLiquid } from "./merge-frame.ts";
import { namesOf } from "./names-of.ts";
import { parseLiquid, type LiquidFault } from "./parse-liquid.ts";
import type { TemplateFault } from "./template-fault.ts";
import { FALLBACK_LOCALE, type TemplateSource, type Wordings } from "./template-source.ts";

/**
 * Makes a template ready to be merged, once, at publish. All faults are listed together, in the author's words and lines.
 *
 * A template that compiles can be merged with any view without a value changing the structure of a part: every output is escaped
 * for the place where it stands.
 */
export async function compileTemplate(
  source: TemplateSource,
): Promise<Result<CompiledTemplate, readonly TemplateFault[]>> {
  const parts = partsOf(source);
  const read = parts.map((part) => readPart(part, source));
  const faults = [...read.flatMap((part) => part.faults), ...missingWordings(source)];
  const html = await compileMjml(source.mjml);
  if (!html.ok) return err([...faults, ...html.error]);
  faults.push(...lintHtml(html.value), ...lostLiquid(source.mjml, html.value));
  const { html: linked, staticLinks } = collectLinks(html.value);
  const escaped = escapeOutputs(linked);
  if (!escaped.ok) faults.push(...escaped.error.map((found) => unsafeField(found, source.mjml)));
  if (faults.length > 0 || !escaped.ok) return err(faults);
  const compiled: CompiledTemplate = {
    name: source.name,
    kind: source.kind,
    format: COMPILED_FORMAT,
    subject: escapeLines("{{ t.subject }}"),
    preheader: escapeLines("{{ t.preheader }}"),
    html: escaped.value,
    text: source.text === undefined ? deriveText(linked) : escapeLines(source.text),
    sms: escapeLines(source.sms),
    ...(source.voice === undefined ? {} : { voice: escapeLines(source.voice) }),
    ...(source.letter === undefined ? {} : { letter: escapeLines(source.letter) }),
    push: Object.fromEntries(
      Object.entries(source.push).map(([field, text]) => [field, escapeLines(text, addressFields.has(field))]),
    ),
    strings: source.strings,
    staticLinks,
    slots: [...new Set(read.flatMap((part) => part.slots))].toSorted(),
    ...(source.inputs === undefined ? {} : { inputs: source.inputs }),
    lint: [],
  };
  const findings = lintExample(compiled, source.example);
  return findings.blocking.length > 0 ? err(findings.blocking) : ok({ ...compiled, lint: findings.advice });
}

const addressFields = new Set(["url", "icon", "image"]);

type SourcePart = { readonly text: string; readonly where: TemplateFault["where"] };

function partsOf(source: TemplateSource): readonly SourcePart[] {
  const { strings, push } = source;
  return [
    { text: source.mjml, where: { part: "mjml" } },
    ...(source.text === undefined ? [] : [{ text: source.text, where: { part: "text" } } as const]),
    { text: source.sms, where: { part: "sms" } },
    ...(source.voice === undefined ? [] : [{ text: source.voice, where: { part: "voice" } } as const]),
    ...(source.letter === undefined ? [] : [{ text: source.letter, where: { part: "letter" } } as const]),
    // Subject and preheader are wordings; here they are used.
    { text: "{{ t.subject }}{{ t.preheader }}", where: { part: "strings" } },
    ...Object.entries(push).map(([key, text]) => ({ text, where: { part: "push", key } }) as const),
    ...Object.entries(strings).flatMap(([locale, wordings]) =>
      Object.entries(wordings).map(
        ([key, text]) => ({ text, where: { part: "strings", key: `${locale}.${key}` } }) as const,
      ),
    ),
  ];
}

type ReadPart = { readonly faults: readonly TemplateFault[]; readonly slots: readonly string[] };

function readPart({ text, where }: SourcePart, { strings, inputs }: TemplateSource): ReadPart {
  const parsed = parseLiquid(text, "author");
  if (!parsed.ok) return { faults: [faultAt("invalid_liquid", where, parsed.error)], slots: [] };
  const unsupported = unsupportedIn(parsed.value);
  if (unsupported !== undefined)
    return { faults: [{ code: "invalid_liquid", message: unsupported, where }], slots: [] };
  // Which fields a wording may name is known where it is printed.
  if (where.key !== undefined && where.part === "strings") return { faults: [], slots: [] };
  const { unknown, slots } = checkFields(parsed.value, parsedWordings(strings), inputs);
  return { faults: unknown.map((found) => faultAt("unknown_field", where, found)), slots: [...slots] };
}

function parsedWordings(strings: Wordings): ParsedWordings {
  const keys = Object.keys(strings[FALLBACK_LOCALE] ?? {});
  return new Map(
    keys.map((key) => [
      key,
      Object.values(strings).flatMap((wordings) => {
        const parsed = parseLiquid(wordings[key] ?? "", "author");
        return parsed.ok ? [parsed.value] : [];
      }),
    ]),
  );
}

function unsupportedIn(templates: readonly Template[]): string | undefined {
  try {
    const nothing = { filters: authorFilters, constants: new Map<string, unknown>(), wordings: new Map() };
    compileLiquid(templates, namesOf(templates, nothing));
    return undefined;
  } catch (thrown) {
    if (thrown instanceof UnsupportedLiquid) return thrown.message;
    throw thrown;
  }
}

function faultAt(code: TemplateFault["code"], where: TemplateFault["where"], found: LiquidFault): TemplateFault {
  return { code, message: found.message, where: { ...where, line: found.line } };
}

/** The place was found in the HTML; the author wrote MJML. */
function unsafeField(found: LiquidFault, mjml: string): TemplateFault {
  const at = found.near === undefined ? -1 : mjml.indexOf(found.near);
  const line = at === -1 ? {} : { line: mjml.slice(0, at).split("\n").length };
  return { code: "unsafe_field", message: found.message, where: { part: "mjml", ...line } };
}

function missingWordings({ strings, push }: TemplateSource): readonly TemplateFault[] {
  const own = strings[FALLBACK_LOCALE] ?? {};
  const missing = ["subject", "preheader"].filter((key) => !Object.hasOwn(own, key));
  const fields = ["title", "body"].filter((field) => !Object.hasOwn(push, field));
  return [
    ...missing.map((key): TemplateFault => {
      const message = `${FALLBACK_LOCALE} needs a wording “${key}”`;
      return { code: "missing_wording", message, where: { part: "strings", key } };
    }),
    ...fields.map((key): TemplateFault => ({
      code: "invalid_push",
      message: `push.json needs “${key}”`,
      where: { part: "push", key },
    })),
  ];
}
