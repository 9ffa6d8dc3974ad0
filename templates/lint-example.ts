import type { CompiledTemplate } from "./compiled-template.ts";
import { lintSms } from "./lint-sms.ts";
import { lintTemplate, type LintFindings } from "./lint-template.ts";
import { prepareTemplate } from "./merge-template.ts";
import type { MergeView } from "./merge-view.ts";
import type { TemplateFault } from "./template-fault.ts";
import { FALLBACK_LOCALE } from "./template-source.ts";

/** Merges a template with its example in every locale that it has wordings for, and lints each result. */
export function lintExample(compiled: CompiledTemplate, example: unknown): LintFindings {
  if (!isMergeView(example)) return { blocking: [exampleFault("the example is not a view")], advice: [] };
  const prepared = prepareTemplate(compiled);
  const findings = Object.keys(compiled.strings).map((locale): LintFindings => {
    const view = { ...example, customer: { ...example.customer, locale } };
    const email = prepared.mergeEmail(view);
    if (!email.ok) return { blocking: [exampleFault(email.error.message)], advice: [] };
    const { blocking, advice } = lintTemplate({ kind: compiled.kind, locale, view, email: email.value });
    const sms = prepared.mergeSms(view);
    if (!sms.ok) return { blocking: [...blocking, exampleFault(sms.error.message)], advice };
    return { blocking, advice: [...advice, ...lintSms({ kind: compiled.kind, locale, view, sms: sms.value })] };
  });
  return {
    blocking: findings.flatMap(({ blocking }) => blocking),
    advice: [...incompleteLocales(compiled), ...findings.flatMap(({ advice }) => advice)],
  };
}

function exampleFault(message: string): TemplateFault {
  return { code: "example_fails", message, where: { part: "example" } };
}

/** A missing wording falls back to English: understood by few, and read out wrongly, but sent. */
function incompleteLocales({ strings }: CompiledTemplate): readonly TemplateFault[] {
  const keys = Object.keys(strings[FALLBACK_LOCALE] ?? {});
  return Object.entries(strings).flatMap(([locale, wordings]) =>
    keys
      .filter((key) => !Object.hasOwn(wordings, key))
      .map((key): TemplateFault => ({
        code: "missing_wording",
        message: `${locale} lacks “${key}” and shows it in ${FALLBACK_LOCALE}`,
        where: { part: "strings", key: `${locale}.${key}` },
      })),
  );
}

function isMergeView(example: unknown): example is MergeView {
  if (typeof example !== "object" || example === null) return false;
  const view = new Map(Object.entries(example));
  const texts = ["preferencesUrl", "unsubscribeUrl", "occurrenceDate"];
  const records = ["vendor", "customer", "slots"];
  return (
    texts.every((name) => typeof view.get(name) === "string") &&
    records.every((name) => typeof view.get(name) === "object" && view.get(name) !== null) &&
    Object.values(view.get("slots") as object).every((items) => Array.isArray(items))
  );
}
