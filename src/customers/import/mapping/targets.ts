/** What a field of a target is, and so how its text is read. */
export type FieldKind =
  | "code"
  | "customer"
  | "email"
  | "phone"
  | "name"
  | "words"
  | "locale"
  | "zone"
  | "country"
  | "date"
  | "birthDate"
  | "pastDate"
  | "instant"
  | "category"
  | "currency"
  | "money"
  | "quantity"
  | "whole"
  | "answer"
  | "value"
  | "reference"
  | "kind"
  | "band"
  | "lastFour"
  | "role";

type TargetField = { readonly kind: FieldKind; readonly required?: true };

export type Target = {
  readonly fields: Readonly<Record<string, TargetField>>;
  /** Fields of one's own behind a prefix: `attributes.tier`. */
  readonly families?: Readonly<Record<string, FieldKind | "attribute">>;
  /** Of each of these groups at least one field must be mapped. */
  readonly oneOf: readonly (readonly string[])[];
  /** Fields that belong to a line of an order. */
  readonly lineFields?: readonly string[];
};

const who = {
  customer: { kind: "customer" },
  customerEmail: { kind: "email" },
  customerPhone: { kind: "phone" },
} as const satisfies Target["fields"];
const WHO = ["customer", "customerEmail", "customerPhone"];

const line = {
  productCode: { kind: "code", required: true },
  category: { kind: "category" },
  quantity: { kind: "quantity" },
  price: { kind: "money" },
  amount: { kind: "money" },
} as const satisfies Target["fields"];
const LINE = Object.keys(line);

const at = { at: { kind: "instant", required: true } } as const;

export const targets = {
  customers: {
    fields: {
      code: { kind: "customer" },
      email: { kind: "email" },
      phone: { kind: "phone" },
      firstName: { kind: "name" },
      lastName: { kind: "name" },
      locale: { kind: "locale" },
      zone: { kind: "zone" },
      country: { kind: "country" },
      birthOn: { kind: "birthDate" },
      at: { kind: "instant" },
    },
    families: { attributes: "attribute" },
    oneOf: [["code", "email", "phone"]],
  },
  purchases: {
    fields: {
      ...who,
      ...at,
      ...line,
      orderId: { kind: "code", required: true },
      currency: { kind: "currency" },
      total: { kind: "money" },
      channel: { kind: "code" },
    },
    oneOf: [WHO],
    lineFields: LINE,
  },
  returns: {
    fields: {
      ...who,
      ...at,
      ...line,
      orderId: { kind: "code", required: true },
      returnId: { kind: "code" },
      currency: { kind: "currency" },
      channel: { kind: "code" },
    },
    oneOf: [WHO],
    lineFields: LINE,
  },
  registrations: {
    fields: {
      ...who,
      ...at,
      registrationId: { kind: "code", required: true },
      productCode: { kind: "code", required: true },
      category: { kind: "category" },
      serial: { kind: "code" },
      boughtOn: { kind: "pastDate" },
      channel: { kind: "code" },
    },
    oneOf: [WHO],
  },
  "survey-answers": {
    fields: {
      ...who,
      ...at,
      responseId: { kind: "code", required: true },
      survey: { kind: "code", required: true },
      question: { kind: "code" },
      answer: { kind: "answer" },
      category: { kind: "category" },
      channel: { kind: "code" },
    },
    families: { answers: "answer" },
    oneOf: [WHO, ["question", "answers"]],
  },
  "contact-notes": {
    fields: {
      ...who,
      ...at,
      noteId: { kind: "code", required: true },
      note: { kind: "words", required: true },
      disposition: { kind: "code" },
      category: { kind: "category" },
      channel: { kind: "code" },
    },
    oneOf: [WHO],
  },
  demographics: {
    fields: { ...who, at: { kind: "instant" } },
    families: { facts: "answer" },
    oneOf: [WHO, ["facts"]],
  },
  accounts: {
    fields: {
      ...who,
      account: { kind: "reference", required: true },
      kind: { kind: "kind", required: true },
      product: { kind: "reference" },
      status: { kind: "kind" },
      currency: { kind: "currency" },
      openedOn: { kind: "date" },
      closedOn: { kind: "date" },
      lastFour: { kind: "lastFour" },
      role: { kind: "role" },
      at: { kind: "instant" },
    },
    families: { bands: "band" },
    oneOf: [WHO],
  },
  "account-activities": {
    fields: {
      ...who,
      ...at,
      account: { kind: "reference", required: true },
      activityId: { kind: "reference", required: true },
      kind: { kind: "kind", required: true },
      amount: { kind: "money" },
      points: { kind: "whole" },
      currency: { kind: "currency" },
      merchantCategory: { kind: "category" },
      channel: { kind: "code" },
    },
    oneOf: [["amount", "points"]],
  },
  households: {
    fields: { ...who, household: { kind: "code", required: true }, at: { kind: "instant" } },
    oneOf: [WHO],
  },
  events: {
    fields: {
      ...who,
      ...at,
      eventId: { kind: "code", required: true },
      name: { kind: "code", required: true },
      category: { kind: "category" },
      productCode: { kind: "code" },
      channel: { kind: "code" },
    },
    families: { properties: "value" },
    oneOf: [WHO],
  },
} as const satisfies Readonly<Record<string, Target>>;

export type TargetName = keyof typeof targets;

export const targetNames = Object.keys(targets) as [TargetName, ...TargetName[]];

export function targetOf(name: TargetName): Target {
  return targets[name];
}
