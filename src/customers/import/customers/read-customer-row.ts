import type { ConsentStatement } from "#customers/facts/fact.ts";
import {
  type CompiledConsent,
  type CompiledMapping,
  type MappingWorld,
  readFields,
  type RowFault,
} from "#customers/import/mapping/compile-mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import { addressHasher } from "#customers/import/values/address-hasher.ts";
import { type RowText, RowTexts, textOf } from "./row-texts.ts";
import type { Contact, ReadItem } from "#customers/import/run/target-writer.ts";

export type StatedConsent = Omit<ConsentStatement, "proof"> & { readonly at: number };

export type Contacts = { readonly email: Contact | undefined; readonly phone: Contact | undefined };

/** One record as what it states about a customer. */
export type CustomerRow = {
  readonly number: number;
  /** The vendor's code; "" where only an address names her. */
  code: string;
  /** epoch ms of the statement */
  readonly at: number;
  /** A JSON array: code, time, e-mail, its hash, phone, its hash, then `CustomerColumns.profile`; null says nothing. */
  profile: RowText;
  /** A JSON array: time, then `CustomerColumns.attributes`. */
  readonly attributes: RowText;
  /** Only where somebody asks for them before the row is written: it has no code, or tells of consent. */
  readonly contacts: Contacts | undefined;
  readonly consents: readonly StatedConsent[];
  /** Its consents tell something that nobody told before. */
  hasNews: boolean;
};

/** Columns of `customers` and `customer_attributes` that a mapping speaks of, in the order of the rows' values. */
export type CustomerColumns = {
  readonly profile: readonly string[];
  readonly attributes: readonly string[];
  readonly hasEmail: boolean;
  readonly hasPhone: boolean;
};

const profileColumns: Readonly<Record<string, string>> = {
  firstName: "first_name",
  lastName: "last_name",
  locale: "locale",
  zone: "zone",
  country: "country",
  birthOn: "birth_on",
};

export type CustomerReader = {
  readonly columns: CustomerColumns;
  read(record: RawRecord): ReadItem<CustomerRow>;
  /** Gives a row the code that its address leads to. */
  readonly name: (row: CustomerRow, code: string) => void;
};

/** Reads records of a mapping into customers. `statedAt` is the time of statements without one. */
export function customerReader(
  compiled: CompiledMapping,
  world: Pick<MappingWorld, "secret">,
  statedAt: number,
): CustomerReader {
  const { fields, consents } = compiled;
  const place = (name: string) => fields.findIndex((field) => field.name === name);
  const profilePlaces = fields.flatMap(({ name }, index) => (Object.hasOwn(profileColumns, name) ? [index] : []));
  const attributePlaces = fields.flatMap(({ name }, index) => (name.startsWith("attributes.") ? [index] : []));
  const [codeAt, timeAt, emailAt, phoneAt] = [place("code"), place("at"), place("email"), place("phone")];
  const hashAddress = addressHasher(world.secret);
  const profiles = new RowTexts();
  const attributes = new RowTexts();
  const contactOf = (kind: "email" | "phone", value: unknown): Contact | undefined =>
    typeof value === "string" ? { value, hash: hashAddress(kind, value) } : undefined;

  const read = (record: RawRecord): ReadItem<CustomerRow> => {
    const { values, faults, unknown } = readFields(fields, record.fields);
    const stated = consents.length === 0 ? NO_CONSENTS : readStated(consents, record, faults);
    if (faults.length > 0) return { faults };
    const code = values[codeAt] as string | undefined;
    const email = contactOf("email", values[emailAt]);
    const phone = contactOf("phone", values[phoneAt]);
    if (unknown.length > 0) return { unknown, who: { code: code ?? "", email, phone } };
    if (code === undefined && email === undefined && phone === undefined) return { faults: NOBODY };
    if (code?.startsWith(ANONYMOUS_PREFIX) === true) return { faults: RESERVED };
    const at = (values[timeAt] as number | undefined) ?? statedAt;
    const profile: unknown[] = [code ?? "", at, email?.value, email?.hash, phone?.value, phone?.hash];
    for (const place of profilePlaces) profile.push(values[place]);
    const declared: unknown[] = [at];
    for (const place of attributePlaces) declared.push(values[place]);
    return {
      item: {
        number: record.number,
        code: code ?? "",
        at,
        profile: profiles.keep(JSON.stringify(profile)),
        attributes: attributes.keep(JSON.stringify(declared)),
        contacts: code === undefined || stated.length > 0 ? { email, phone } : undefined,
        consents: stated,
        hasNews: false,
      },
    };
  };
  return {
    columns: {
      profile: profilePlaces.map((index) => profileColumns[fields[index]?.name ?? ""] ?? ""),
      attributes: attributePlaces.map((index) => `a_${fields[index]?.name.slice("attributes.".length) ?? ""}`),
      hasEmail: emailAt !== -1,
      hasPhone: phoneAt !== -1,
    },
    read,
    name: (row, code) => {
      const [, ...stated] = JSON.parse(textOf(row.profile)) as unknown[];
      row.code = code;
      row.profile = profiles.keep(JSON.stringify([code, ...stated]));
    },
  };
}

/** The address hashes of a row; none where it has no address. */
export function hashesOf({ profile }: CustomerRow): readonly string[] {
  const [, , , email, , phone] = JSON.parse(textOf(profile)) as ReadonlyArray<string | null>;
  return [email, phone].filter((hash) => typeof hash === "string");
}

/** What codes of visitors begin with who have told no code yet (ingest/read-item.ts). */
const ANONYMOUS_PREFIX = "anon:";
const NO_CONSENTS: readonly StatedConsent[] = [];
const NOBODY: readonly RowFault[] = [
  { column: "", reason: "The record names nobody: its code and addresses are empty." },
];
const RESERVED: readonly RowFault[] = [
  { column: "code", reason: `${ANONYMOUS_PREFIX} is the sign of those who have no code yet.` },
];

function readStated(consents: readonly CompiledConsent[], record: RawRecord, faults: RowFault[]): StatedConsent[] {
  return consents.flatMap((consent) => {
    const { purpose, channel, topic, state, at, wording } = consent;
    const { values, faults: found } = readFields([state, at, wording], record.fields);
    const [said, saidAt, words = ""] = values as [string | undefined, number | undefined, string | undefined];
    if (said === undefined) return [];
    faults.push(...found);
    if (found.length > 0) return [];
    const reason = consentFault(said, saidAt, words);
    if (reason !== undefined) faults.push({ column: reason.isTime ? at.label : state.label, reason: reason.words });
    return [{ purpose, channel, topic, state: said as ConsentStatement["state"], wording: words, at: saidAt ?? 0 }];
  });
}

function consentFault(
  state: string,
  at: number | undefined,
  wording: string,
): { readonly words: string; readonly isTime?: true } | undefined {
  if (state !== "granted" && state !== "withdrawn")
    return { words: 'Consent is "granted" or "withdrawn"; map the values.' };
  if (at === undefined) return { words: "Consent needs the time of her act.", isTime: true };
  return state === "granted" && wording === "" ? { words: "A grant needs the words that she agreed to." } : undefined;
}
