import type { z } from "zod";
import type { AttributeDefinition } from "#customers/attributes.ts";
import { checkDefinition } from "#customers/forms/check-definition.ts";
import { formBody, type FormDefinition } from "#customers/forms/form-definition.ts";
import type { Fault } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { definitionOf } from "./definition-of.ts";
import type { FormDraft } from "./form-draft.ts";

/** What has to be put right before a draft can be published, at the input where that is done. */
export type DraftFault = {
  /** Key of the field; undefined: the form itself. */
  readonly field: string | undefined;
  readonly input: string;
  readonly message: string;
};

/** The form that a draft is, or everything that is wrong in it. */
export function checkDraft(
  draft: FormDraft,
  attributes: ReadonlyMap<string, AttributeDefinition>,
): Result<FormDefinition, readonly DraftFault[]> {
  const mixed = draft.fields.flatMap(({ key, when }) => (isMixed(when) ? [{ field: key, ...mixedFault }] : []));
  const parsed = formBody.safeParse(definitionOf(draft));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => faultAt(draft, issue.path.map(String), wordsOf(issue)));
    return err([...faults, ...mixed]);
  }
  const faults = faultsOf(draft, checkDefinition(parsed.data, attributes));
  return faults.length + mixed.length > 0 ? err([...faults, ...mixed]) : ok(parsed.data);
}

/** Faults that name places of a definition, at the draft's inputs. */
export function faultsOf(draft: FormDraft, faults: readonly Fault[]): readonly DraftFault[] {
  return faults.map(({ pointer, message }) => faultAt(draft, pointer.split("/").slice(1), message));
}

const mixedFault = { input: "when", message: "All of these have to be answers to one and the same question." };

function isMixed(when: readonly string[]): boolean {
  return new Set(when.map((one) => one.slice(0, one.indexOf(":")))).size > 1;
}

function faultAt({ locales, fields }: FormDraft, path: readonly string[], message: string): DraftFault {
  const [own] = locales;
  const [first = "", place = "", ...rest] = path;
  if (first !== "fields") return { field: undefined, input: inputOf([first, place], own), message };
  const field = fields[Number(place)];
  return field === undefined || place === ""
    ? { field: undefined, input: "fields", message }
    : { field: field.key, input: fieldInput(rest, own), message };
}

const wordGroups = ["title", "intro", "submit", "thanks", "label", "hint", "low", "high"];

function inputOf([name = "", locale = ""]: readonly string[], own: string): string {
  return wordGroups.includes(name) ? `${name}.${locale === "" ? own : locale}` : name;
}

function fieldInput([name = "", ...rest]: readonly string[], own: string): string {
  const [part = "", more = "", last = ""] = rest;
  switch (name) {
    case "options":
      if (part === "") return "options";
      return more === "label" ? `option.${part}.${last === "" ? own : last}` : `option.${part}.code`;
    case "target":
      return part === "question" || part === "property" ? "key" : part === "category" ? "category" : "becomes";
    case "kind":
      return "becomes";
    case "consent":
      return part === "topic" ? "topic" : "purpose";
    case "when":
      return "when";
    default:
      return inputOf([name, part], own);
  }
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_small") {
    if (issue.origin === "array") return "There has to be at least one.";
    return issue.origin === "string" ? "Fill this in." : `At least ${String(issue.minimum)}.`;
  }
  if (issue.code === "too_big")
    return `At most ${String(issue.maximum)}${issue.origin === "string" ? " characters" : ""}.`;
  if (issue.code === "invalid_type") return issue.expected === "int" ? "A whole number." : "A number.";
  return issue.code === "custom" || issue.code === "invalid_format" ? issue.message : "Choose one of these.";
}
