import type { AttributeDefinition } from "#customers/attributes.ts";
import type { ConsentStatement, DemographicFact, Fact, Registration, SurveyAnswer } from "#customers/facts/fact.ts";
import type { AttributeValue, ProfileStatement } from "#customers/facts/profile-statements.ts";
import { type Answer, type Answers, attributeValueOf, textOf } from "./check-answers.ts";
import type { Form } from "./find-form.ts";
import type { FieldTarget, FormField } from "./form-definition.ts";
import { pickWords } from "./pick-words.ts";

/** How answers came, as far as it is kept as proof. */
export type AnswerOrigin = {
  /** keyed hash of the page's token */
  readonly idHash: string;
  readonly at: number;
  readonly channel: "web" | "kiosk" | "api" | "call-centre";
  /** In which the words were read. */
  readonly locale: string;
  /** keyed hash of the /24 or /48 */
  readonly network: string;
  readonly device: string;
  /** By telephone: who read the words out, and in which call. */
  readonly call?: { readonly agent: string; readonly reference: string } | undefined;
  /** What shows that the address's owner agreed. */
  readonly confirmation?:
    | { readonly requestedAt: number; readonly confirmedAt: number; readonly network: string }
    | undefined;
};

/** The event that a sent form is: rules ask `did("Form Submitted", {form: "…"})`. A registration is called as from every source. */
const FORM_SUBMITTED = "Form Submitted";
const PRODUCT_REGISTERED = "Product Registered";

type Collected = {
  readonly profile: Record<string, unknown>;
  readonly attributes: Record<string, AttributeValue>;
  readonly answers: SurveyAnswer[];
  readonly demographics: DemographicFact[];
  readonly registration: Record<string, string>;
  readonly properties: Record<string, unknown>;
  readonly consents: ConsentStatement[];
};

/**
 * Answers as one fact: profile, attributes, survey answers, registration, demographics and consents in one batch, and one
 * event.
 */
export function factOfAnswers(input: {
  readonly form: Form;
  readonly answers: Answers;
  readonly origin: AnswerOrigin;
  readonly customer: string;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
}): Fact {
  const { form, answers, origin, customer, attributes } = input;
  const found: Collected = {
    profile: {},
    attributes: {},
    answers: [],
    demographics: [],
    registration: {},
    properties: {},
    consents: [],
  };
  for (const field of form.definition.fields) {
    const answer = answers[field.name];
    if (answer === undefined) continue;
    if (field.kind === "consent") found.consents.push(consentOf(form, field, origin));
    else if (field.target !== undefined) collect(found, { field, target: field.target, answer, form, attributes });
  }
  const { product = null, proof } = found.registration;
  const hasAttributes = Object.keys(found.attributes).length > 0;
  const profile = { ...found.profile, ...(hasAttributes ? { attributes: found.attributes } : {}) } as ProfileStatement;
  return {
    messageId: `~form:${origin.idHash}`,
    customer,
    kind: "track",
    name: product === null ? FORM_SUBMITTED : PRODUCT_REGISTERED,
    category: null,
    productCode: product,
    properties: { ...found.properties, form: form.code, version: form.version },
    at: origin.at,
    source: form.definition.source,
    channel: origin.channel,
    // A confirmed address is hers; her name and her home she still only says.
    isClaim: true,
    ...(Object.keys(profile).length === 0 ? {} : { profile }),
    ...(product === null ? {} : { registration: registrationOf(product, found, origin) }),
    answers: proof === undefined ? found.answers : [...found.answers, proofOf(form, proof)],
    demographics: found.demographics,
    consents: found.consents,
  };
}

function surveyOf({ code, definition }: Form): string {
  return definition.survey ?? code;
}

type Placed = {
  readonly field: FormField;
  readonly target: FieldTarget;
  readonly answer: Answer;
  readonly form: Form;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
};

function collect(found: Collected, { target, answer, form, attributes }: Placed): void {
  switch (target.to) {
    case "identity":
      found.profile[target.part] = answer.kind === "identity" ? answer.identity : textOf(answer);
      return;
    case "attribute":
      found.attributes[target.name] = attributeValueOf(answer, attributes.get(target.name)?.type);
      return;
    case "answer": {
      const { question, category = null } = target;
      found.answers.push({ survey: surveyOf(form), question, answer: textOf(answer), category });
      return;
    }
    case "registration":
      found.registration[target.part] = textOf(answer);
      return;
    case "demographic":
      found.demographics.push({ name: target.name, value: textOf(answer) });
      return;
    case "event":
      found.properties[target.property] = answer.kind === "number" ? answer.number : textOf(answer);
  }
}

function registrationOf(productCode: string, { registration }: Collected, { idHash }: AnswerOrigin): Registration {
  const { serial = null, boughtOn = null } = registration;
  return { factKey: `form:${idHash}`, productCode, category: null, serial, boughtOn };
}

/** What proves a purchase is words of hers, and stands with her answers: an event holds none. */
function proofOf(form: Form, answer: string): SurveyAnswer {
  return { survey: surveyOf(form), question: "proof", answer, category: null };
}

function consentOf(
  { code, version, definition }: Form,
  { label, consent, name }: FormField,
  origin: AnswerOrigin,
): ConsentStatement {
  const { locale, network, device, channel, call, confirmation } = origin;
  const given =
    consent?.purpose === "receive" ? { channel: consent.channel, topic: consent.topic } : { channel: "", topic: "" };
  return {
    purpose: consent?.purpose ?? "track",
    ...given,
    state: "granted",
    wording: pickWords(label, locale, definition.locale),
    proof: {
      form: code,
      version,
      field: name,
      locale,
      ...(network === "" ? {} : { network }),
      through: call === undefined ? channel : "telephone",
      ...(device === "" ? {} : { device }),
      ...(call === undefined ? {} : { agent: call.agent, call: call.reference }),
      ...(confirmation === undefined ? {} : { confirmation }),
    },
  };
}
