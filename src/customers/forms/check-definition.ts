import type { AttributeDefinition } from "#customers/attributes.ts";
import type { Fault } from "#kernel/problem.ts";
import type { FieldTarget, FormDefinition, FormField } from "./form-definition.ts";

type Blame = (at: string, message: string) => void;

/** Everything that a form may not say although its parts are well-formed; none where it can be asked. */
export function checkDefinition(
  form: FormDefinition,
  attributes: ReadonlyMap<string, AttributeDefinition>,
): readonly Fault[] {
  const faults: Fault[] = [];
  const blame: Blame = (pointer, message) => faults.push({ pointer, message });
  checkWords(form, form.locale, { pointer: "", blame });
  form.fields.forEach((field, index) => {
    const at = `/fields/${index}`;
    const under: Blame = (place, message) => blame(`${at}${place}`, message);
    const earlier = form.fields.slice(0, index);
    if (earlier.some(({ name }) => name === field.name)) under("/name", "Another field has this name.");
    checkTarget(field, attributes, under);
    checkShape(field, under);
    checkCondition(field, form.fields, under);
  });
  checkTwins(form, blame);
  checkConfirmation(form, blame);
  return faults;
}

/** Whether an answer of a kind can become that. */
export function takesKind(target: FieldTarget, kind: FormField["kind"], attribute?: AttributeDefinition): boolean {
  if (target.to !== "attribute") return wantedKinds(target).includes(kind);
  return attribute !== undefined && attributeKinds[attribute.type].includes(kind);
}

/** Every group of words has the form's own locale. */
function checkWords(
  value: unknown,
  locale: string,
  { pointer, blame }: { readonly pointer: string; readonly blame: Blame },
): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const at = `${pointer}/${key}`;
    const isWords = ["title", "intro", "submit", "thanks", "label", "hint", "low", "high"].includes(key);
    if (!isWords) checkWords(part, locale, { pointer: at, blame });
    else if (!Object.hasOwn(part as object, locale)) blame(at, `The words for ${locale} are missing.`);
  }
}

function checkTarget(field: FormField, attributes: ReadonlyMap<string, AttributeDefinition>, blame: Blame): void {
  const { kind, target, consent } = field;
  if (kind === "consent") {
    if (consent === undefined) blame("/consent", "A consent says what it agrees to.");
    if (target !== undefined) blame("/target", "A consent becomes a consent and nothing else.");
    return;
  }
  if (consent !== undefined) blame("/consent", "Only a field of kind consent agrees to something.");
  if (target === undefined) return blame("/target", "This answer has to become something.");
  if (target.to === "attribute") return checkAttribute(field, attributes.get(target.name), blame);
  const wanted = wantedKinds(target);
  if (!wanted.includes(kind)) blame("/kind", `This target takes ${wanted.join(", ")}.`);
}

const anyText = ["short_text", "long_text", "number", "date", "choice", "choices", "scale", "reference"] as const;

function wantedKinds(target: FieldTarget): ReadonlyArray<FormField["kind"]> {
  switch (target.to) {
    case "identity":
      if (target.part === "email" || target.part === "phone") return [target.part];
      return target.part === "birthOn" ? ["date"] : ["short_text"];
    case "registration":
      if (target.part === "boughtOn") return ["date"];
      return target.part === "product" ? ["short_text", "choice", "reference"] : ["short_text", "long_text"];
    // An event is read by rules and by whoever is told of events: no free text in it.
    case "event":
      return ["number", "date", "choice", "choices", "scale", "reference"];
    case "demographic":
      return ["short_text", "number", "date", "choice", "scale"];
    default:
      return anyText;
  }
}

const attributeKinds: Readonly<Record<AttributeDefinition["type"], ReadonlyArray<FormField["kind"]>>> = {
  string: ["short_text", "choice", "reference"],
  int: ["number", "scale"],
  double: ["number", "scale"],
  bool: ["choice"],
  date: ["date"],
};

function checkAttribute(field: FormField, known: AttributeDefinition | undefined, blame: Blame): void {
  if (known === undefined) return blame("/target/name", "There is no such attribute.");
  const wanted = attributeKinds[known.type];
  if (!wanted.includes(field.kind)) blame("/kind", `An attribute of type ${known.type} takes ${wanted.join(", ")}.`);
  const values = (field.options ?? []).map(({ value }) => value);
  if (known.type === "bool" && values.some((value) => value !== "true" && value !== "false")) {
    blame("/options", "The values of a yes or no are true and false.");
  }
  const { allowed } = known;
  if (known.type === "string" && allowed !== undefined && values.some((value) => !allowed.includes(value))) {
    blame("/options", "The attribute has a list of allowed values, and one of these is none of them.");
  }
}

function checkShape(field: FormField, blame: Blame): void {
  const { kind, options, min, max } = field;
  const isChoice = kind === "choice" || kind === "choices";
  if (isChoice && options === undefined) blame("/options", "A choice needs options.");
  if (!isChoice && kind !== "reference" && options !== undefined) blame("/options", "Only choices have options.");
  const values = (options ?? []).map(({ value }) => value);
  if (new Set(values).size !== values.length) blame("/options", "Two options have one value.");
  if (min !== undefined && max !== undefined && min > max) blame("/min", "This is more than max.");
  if (kind !== "scale") return;
  const isScale = Number.isInteger(min) && Number.isInteger(max) && (max ?? 0) - (min ?? 0) <= 10;
  if (!isScale) blame("/min", "A scale goes from a whole number to another, eleven at most.");
}

function checkCondition(field: FormField, fields: readonly FormField[], blame: Blame): void {
  if (field.when === undefined) return;
  const { when } = field;
  const asked = fields.find(({ name }) => name === when.field);
  if (asked === undefined) return blame("/when/field", "There is no such field.");
  if (asked.step >= field.step) blame("/when/field", "It has to stand on an earlier step than what depends on it.");
}

function checkTwins({ fields }: FormDefinition, blame: Blame): void {
  const targets = fields.flatMap(({ target }, index) =>
    target === undefined ? [] : [[JSON.stringify(target), index] as const],
  );
  targets.forEach(([target, index], place) => {
    if (targets.findIndex(([other]) => other === target) < place)
      blame(`/fields/${index}/target`, "Another field has this target.");
  });
  const hasRegistration = fields.some(({ target }) => target?.to === "registration");
  const hasProduct = fields.some(
    ({ target, isRequired, when }) =>
      target?.to === "registration" && target.part === "product" && isRequired && when === undefined,
  );
  if (hasRegistration && !hasProduct)
    blame("/fields", "A registration needs its product, required and without condition.");
}

/**
 * Whoever can type an address can type another's: what a page lets somebody agree to receive counts only when the address's
 * owner confirmed it. There is no form without that, so that no second form is a way around the first.
 */
function checkConfirmation({ fields, confirmDays }: FormDefinition, blame: Blame): void {
  const receives = fields.some(({ consent }) => consent?.purpose === "receive");
  if (receives && confirmDays === undefined)
    blame("/confirmDays", "A consent to receive e-mail is confirmed by its address.");
  const email = fields.find(({ target }) => target?.to === "identity" && target.part === "email");
  if (confirmDays === undefined) return;
  if (email === undefined || !email.isRequired || email.when !== undefined) {
    blame("/fields", "A form that asks for confirmation needs an e-mail address, required and without condition.");
  }
}
