import { createHash } from "node:crypto";
import type { Secret } from "#kernel/secret.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { CARD_NUMBER_REFUSED, hasCardNumber } from "#customers/accounts/card-number.ts";
import { heardAt } from "#customers/facts/heard-at.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import { type CompiledMapping, readFields, type RowFault } from "#customers/import/mapping/compile-mapping.ts";
import type { Mapping } from "#customers/import/mapping/mapping.ts";
import type { TargetName } from "#customers/import/mapping/targets.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import type { Contact, ReadItem, Who } from "#customers/import/run/target-writer.ts";
import type { FactDraft } from "./fact-draft.ts";
import { messageIdOf } from "./message-id.ts";
import { readOrder } from "./read-order.ts";
import { tellActivity } from "./tell-activity.ts";

/** Values of a record by the names of the target's fields. */
export type Values = Readonly<Record<string, unknown>>;

/** What a record says beside whom and when. */
export type Told = Pick<FactDraft, "subject" | "key" | "posted"> & {
  readonly hasTotal?: boolean;
  readonly fact: Partial<Fact> & Pick<Fact, "name">;
};

type Teller = (values: Values, mapping: Mapping) => Told | RowFault;

const tellers: Readonly<Partial<Record<TargetName, Teller>>> = {
  registrations: tellRegistration,
  "survey-answers": tellAnswers,
  "contact-notes": tellNote,
  demographics: tellDemographics,
  events: tellEvent,
  "account-activities": tellActivity,
};

/** Reads records of a mapping into drafts of facts. `statedAt` is the time of those that need none. */
export function factReader(
  compiled: CompiledMapping,
  { secret, statedAt }: { readonly secret: Secret; readonly statedAt: number },
): (record: RawRecord) => ReadItem<FactDraft> {
  const { mapping, fields } = compiled;
  const isOrder = mapping.into === "purchases" || mapping.into === "returns";
  const orderOf = isOrder ? readOrder(compiled) : undefined;
  const teller = tellers[mapping.into];
  return (record) => {
    const reading = readFields(fields, record.fields);
    const { faults, unknown } = reading;
    const values = Object.fromEntries(fields.map(({ name }, index) => [name, reading.values[index]]));
    if (typeof values["at"] === "number") values["at"] = heardAt(values["at"], statedAt);
    const who = whoOf(values, secret);
    if (who === undefined && faults.length === 0 && mapping.into !== "account-activities") faults.push(NOBODY);
    const told =
      faults.length === 0 && unknown.length === 0
        ? (orderOf?.(values, record) ?? teller?.(values, mapping))
        : undefined;
    if (told !== undefined && "reason" in told) faults.push(told);
    if (faults.length > 0) return { faults };
    if (unknown.length > 0) return { unknown, who: who ?? NO_ONE };
    if (told === undefined || "reason" in told) throw new Error(`No reader of ${mapping.into}.`);
    return { item: draftOf({ told, who, values, mapping, number: record.number, statedAt }) };
  };
}

const NO_ONE: Who = { code: "" };
export const NOBODY: RowFault = { column: "", reason: "The record names nobody: its customer is empty." };

/** Whom a record names; undefined for nobody. */
export function whoOf(values: Values, secret: Secret): Who | undefined {
  const contact = (kind: "email" | "phone", value: unknown): Contact | undefined =>
    typeof value === "string" ? { value, hash: hashAddress(secret, kind, value) } : undefined;
  const code = textOf(values["customer"]) ?? "";
  const email = contact("email", values["customerEmail"]);
  const phone = contact("phone", values["customerPhone"]);
  return code === "" && email === undefined && phone === undefined ? undefined : { code, email, phone };
}

function draftOf(from: {
  readonly told: Told;
  readonly who: Who | undefined;
  readonly values: Values;
  readonly mapping: Mapping;
  readonly number: number;
  readonly statedAt: number;
}): FactDraft {
  const { told, who, values, mapping, number, statedAt } = from;
  const { subject, key, posted, hasTotal = false } = told;
  return {
    numbers: [number],
    who: who ?? NO_ONE,
    isNamed: who !== undefined,
    posted,
    subject,
    key,
    hasTotal,
    fact: {
      kind: "track",
      category: textOf(values["category"]) ?? null,
      productCode: textOf(values["productCode"]) ?? null,
      properties: {},
      at: (values["at"] as number | undefined) ?? statedAt,
      source: mapping.source,
      channel: textOf(values["channel"]) ?? mapping.channel,
      messageId: messageIdOf(subject, key),
      ...told.fact,
    },
  };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function tellRegistration(values: Values, { source }: Mapping): Told {
  const key = `${source}:${String(values["registrationId"])}`;
  const productCode = String(values["productCode"]);
  const category = textOf(values["category"]) ?? null;
  const serial = textOf(values["serial"]) ?? null;
  const boughtOn = textOf(values["boughtOn"]) ?? null;
  return {
    subject: "registration",
    key,
    fact: { name: "Product Registered", registration: { factKey: key, productCode, category, serial, boughtOn } },
  };
}

function tellAnswers(values: Values): Told | RowFault {
  const survey = String(values["survey"]);
  const category = textOf(values["category"]) ?? null;
  const wide = Object.entries(values).flatMap(([name, answer]) =>
    name.startsWith("answers.") && typeof answer === "string" ? [[name.slice("answers.".length), answer] as const] : [],
  );
  const question = textOf(values["question"]);
  const answer = textOf(values["answer"]);
  const pairs = question !== undefined && answer !== undefined ? [...wide, [question, answer] as const] : wide;
  if (pairs.length === 0) return { column: "", reason: "The record holds no answer." };
  return {
    subject: "survey",
    key: `${OWN_MESSAGE_PREFIX}survey:${survey}:${String(values["responseId"])}`,
    fact: {
      name: "Survey Answered",
      properties: { survey },
      answers: pairs.map(([asked, said]) => ({ survey, question: asked, answer: said, category })),
    },
  };
}

function tellNote(values: Values, { source }: Mapping): Told | RowFault {
  const disposition = textOf(values["disposition"]) ?? null;
  const category = textOf(values["category"]) ?? null;
  const column = Object.entries({ disposition, category }).find(([, word]) => hasCardNumber(word ?? ""))?.[0];
  if (column !== undefined) return { column, reason: CARD_NUMBER_REFUSED };
  return {
    subject: "note",
    key: `${OWN_MESSAGE_PREFIX}note:${source}:${String(values["noteId"])}`,
    fact: {
      name: "Call Logged",
      properties: disposition === null ? {} : { disposition },
      note: { note: String(values["note"]), disposition, category },
    },
  };
}

function tellDemographics(values: Values, { source }: Mapping): Told | RowFault {
  const demographics = Object.entries(values).flatMap(([name, value]) =>
    name.startsWith("facts.") && typeof value === "string" ? [{ name: name.slice("facts.".length), value }] : [],
  );
  if (demographics.length === 0) return { column: "", reason: "The record holds no fact." };
  const who = [values["customer"], values["customerEmail"], values["customerPhone"]];
  const digest = createHash("sha256")
    .update(JSON.stringify([who, source, values["at"], demographics]))
    .digest("base64url");
  return {
    subject: "demographic",
    key: `${OWN_MESSAGE_PREFIX}demographics:${digest}`,
    fact: {
      name: "Demographics Recorded",
      properties: { names: demographics.map(({ name }) => name) },
      demographics,
    },
  };
}

function tellEvent(values: Values, { source }: Mapping): Told {
  const properties = Object.entries(values).flatMap(([name, value]) =>
    name.startsWith("properties.") && value !== undefined ? [[name.slice("properties.".length), value] as const] : [],
  );
  return {
    subject: "event",
    key: `${OWN_MESSAGE_PREFIX}event:${source}:${String(values["eventId"])}`,
    fact: { name: String(values["name"]), properties: Object.fromEntries(properties) },
  };
}
