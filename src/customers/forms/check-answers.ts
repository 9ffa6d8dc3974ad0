import { isLocalDate } from "#kernel/calendar.ts";
import type { Clock } from "#kernel/clock.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import { type AttributeDefinition, attributeFault } from "#customers/attributes.ts";
import type { AttributeValue, Identity } from "#customers/facts/profile-statements.ts";
import { emailIdentity, phoneIdentity } from "#customers/normalise-identity.ts";
import { isBirthDate, isPastDate, isPersonName, latestToday } from "#customers/person-values.ts";
import type { FieldTarget, FormField } from "./form-definition.ts";
import type { Typed } from "./read-submission.ts";

/** Why an answer is none: the page says it in the reader's words. */
export type AnswerFault =
  | { readonly code: "required" | "email" | "phone" | "number" | "date" | "option" | "consent" | "birthday" | "name" }
  | { readonly code: "long" | "few" | "many" | "small" | "large"; readonly limit: number }
  | { readonly code: "early" | "late"; readonly limit: string };

export type AnswerFaults = Readonly<Record<string, AnswerFault>>;

/** What was answered, as what it is. Nothing where nothing was said. */
export type Answer =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "identity"; readonly identity: Identity }
  | { readonly kind: "agreed" };

export type Answers = Readonly<Record<string, Answer>>;

export type AnswerDeps = {
  readonly secret: Secret;
  readonly clock: Pick<Clock, "now">;
  readonly defaultCountry: string;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
};

/** Reads the answers to the fields that were asked; every fault at once. */
export function checkAnswers(
  deps: AnswerDeps,
  asked: readonly FormField[],
  typed: Typed,
): Result<Answers, AnswerFaults> {
  const answers: Record<string, Answer> = {};
  const faults: Record<string, AnswerFault> = {};
  for (const field of asked) {
    const values = typed[field.name] ?? [];
    const read = values.length === 0 ? nothing(field) : asTarget(deps, field, readValues(deps, field, values));
    if (read === undefined) continue;
    if (read.ok) answers[field.name] = read.value;
    else faults[field.name] = read.error;
  }
  return Object.keys(faults).length > 0 ? err(faults) : ok(answers);
}

type Read = Result<Answer, AnswerFault>;

function nothing({ isRequired, kind }: FormField): Read | undefined {
  return isRequired ? err({ code: kind === "consent" ? "consent" : "required" }) : undefined;
}

/** Whether an answer can be what it is to become. */
function asTarget(deps: AnswerDeps, { target }: FormField, read: Read): Read {
  if (!read.ok || target === undefined) return read;
  const fault = targetFault(deps, target, read.value);
  return fault === undefined ? read : err(fault);
}

function targetFault(deps: AnswerDeps, target: FieldTarget, answer: Answer): AnswerFault | undefined {
  const now = deps.clock.now();
  if (target.to === "attribute") return declaredFault(deps, target.name, answer);
  if (target.to === "registration" && target.part === "boughtOn") {
    return isPastDate(textOf(answer), now) ? undefined : { code: "late", limit: latestToday(now) };
  }
  if (target.to !== "identity") return undefined;
  if (target.part === "birthOn") return isBirthDate(textOf(answer), now) ? undefined : { code: "birthday" };
  const isName = target.part === "firstName" || target.part === "lastName";
  return isName && !isPersonName(textOf(answer)) ? { code: "name" } : undefined;
}

/** A declaration may have changed since the form was written. */
function declaredFault({ attributes }: AnswerDeps, name: string, answer: Answer): AnswerFault | undefined {
  const declared = attributes.get(name);
  if (declared === undefined || attributeFault(declared, attributeValueOf(answer, declared.type)) === undefined)
    return undefined;
  return { code: answer.kind === "number" ? "number" : "option" };
}

/** An answer as a declared attribute keeps it. */
export function attributeValueOf(answer: Answer, type: AttributeDefinition["type"] | undefined): AttributeValue {
  if (answer.kind === "number") return answer.number;
  const text = textOf(answer);
  return type === "bool" ? text === "true" : text;
}

export function textOf(answer: Answer): string {
  switch (answer.kind) {
    case "text":
      return answer.text;
    case "number":
      return String(answer.number);
    case "values":
      return answer.values.join(",");
    case "identity":
      return answer.identity.value;
    case "agreed":
      return "yes";
  }
}

function readValues(deps: AnswerDeps, field: FormField, values: readonly string[]): Read {
  const [first = ""] = values;
  switch (field.kind) {
    case "short_text":
      return readText(first.replaceAll(/\s+/gu, " "), field.maxLength ?? 200);
    case "long_text":
      return readText(first, field.maxLength ?? 2_000);
    case "email":
      return readIdentity(emailIdentity(deps.secret, first), "email");
    case "phone":
      return readIdentity(phoneIdentity(deps, first), "phone");
    case "number":
    case "scale":
      return readNumber(field, first);
    case "date":
      return readDate(field, first);
    case "choice":
      return readOptions(field, [first]);
    case "choices":
      return readOptions(field, [...new Set(values)]);
    case "consent":
      return first === "yes" ? ok({ kind: "agreed" }) : err({ code: "consent" });
    case "reference":
      return readReference(field, first);
  }
}

function readText(text: string, limit: number): Read {
  return text.length > limit ? err({ code: "long", limit }) : ok({ kind: "text", text });
}

function readIdentity(identity: Identity | undefined, code: "email" | "phone"): Read {
  return identity === undefined ? err({ code }) : ok({ kind: "identity", identity });
}

/** Digits of every script that keyboards write, one comma or point, and nothing that only a programming language calls a number. */
function readNumber({ kind, min, max }: FormField, text: string): Read {
  const plain = text.replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660)).replace(",", ".");
  if (!/^[+-]?\d{1,15}(\.\d{1,6})?$/.test(plain)) return err({ code: "number" });
  const number = Number(plain);
  if (kind === "scale" && !Number.isInteger(number)) return err({ code: "number" });
  if (min !== undefined && number < min) return err({ code: "small", limit: min });
  if (max !== undefined && number > max) return err({ code: "large", limit: max });
  return ok({ kind: "number", number });
}

function readDate({ from, until }: FormField, text: string): Read {
  if (!isLocalDate(text)) return err({ code: "date" });
  if (from !== undefined && text < from) return err({ code: "early", limit: from });
  if (until !== undefined && text > until) return err({ code: "late", limit: until });
  return ok({ kind: "text", text });
}

function readOptions({ options = [], min, max }: FormField, values: readonly string[]): Read {
  const known = new Set(options.map(({ value }) => value));
  if (!values.every((value) => known.has(value))) return err({ code: "option" });
  if (min !== undefined && values.length < min) return err({ code: "few", limit: min });
  if (max !== undefined && values.length > max) return err({ code: "many", limit: max });
  return ok({ kind: "values", values });
}

/** It came in an address: a code, never words. */
function readReference({ options }: FormField, text: string): Read {
  const isCode = /^[A-Za-z0-9][\w.-]{0,63}$/.test(text);
  const isKnown = options === undefined || options.some(({ value }) => value === text);
  return isCode && isKnown ? ok({ kind: "text", text }) : err({ code: "option" });
}
