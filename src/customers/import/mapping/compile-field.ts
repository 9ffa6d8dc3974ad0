import type { AttributeDefinition } from "#customers/attributes.ts";
import type { JsonObject, RawRecord } from "#customers/import/read/record.ts";
import { FieldFault, UnknownCode } from "#customers/import/values/field-fault.ts";
import {
  attributeReader,
  type KindContext,
  kindReader,
  type ReadText,
  repeatingKinds,
  valueReader,
} from "#customers/import/values/read-kind.ts";
import type { FieldSpec, Forms, LongField } from "./mapping.ts";
import type { FieldKind } from "./targets.ts";

/** Gives the value, undefined for none, or why there is none (FieldFault, UnknownCode). */
export type ReadField = (fields: RawRecord["fields"]) => unknown;

/** Code → meaning of each vocabulary that a mapping names. */
export type Vocabularies = ReadonlyMap<string, ReadonlyMap<string, string>>;

export type FieldWorld = Omit<KindContext, "forms"> & {
  readonly forms: Forms;
  /** Column names by their places; undefined where columns go by numbers or the records are JSON. */
  readonly header: readonly string[] | undefined;
  readonly isJson: boolean;
  readonly vocabularies: Vocabularies;
};

export type FieldMeaning = FieldKind | AttributeDefinition;

/** Values that one field remembers; beyond that its file has too many for remembering to pay. */
const REMEMBERED = 32_768;

/** A field as a function of a record: where its text stands, what the text means, and what kind of value that is. */
export function compileField(spec: FieldSpec, meaning: FieldMeaning, world: FieldWorld): ReadField {
  const long: LongField = typeof spec === "string" ? { column: spec } : spec;
  const read = remembering(textReader(long, meaning, world), meaning);
  const requires = long.required === true;
  const finished = (value: unknown) => (value === undefined && requires ? MISSING : value);
  if (long.constant !== undefined) {
    const value = finished(read(String(long.constant)));
    return () => value;
  }
  const textOf = sourceOf(long, world);
  const isList = meaning === "value";
  return (fields) => {
    const text = textOf(fields);
    if (typeof text === "string") return finished(read(text));
    return isList ? finished(text) : new FieldFault("A list or an object stands where a plain value belongs.");
  };
}

const MISSING = new FieldFault("This field is required and empty.");

function remembering(read: ReadText, meaning: FieldMeaning): ReadText {
  if (!repeatingKinds.has(typeof meaning === "string" ? meaning : meaning.type)) return read;
  const known = new Map<string, unknown>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found;
    const value = read(text);
    if (known.size < REMEMBERED && text.length <= 200) known.set(text, value);
    return value;
  };
}

/** Text → value: blanks, the spreadsheet's guard, "no value", the value map, reference codes, and at last the kind. */
function textReader(long: LongField, meaning: FieldMeaning, world: FieldWorld): ReadText {
  const context: KindContext = { ...world, forms: { ...world.forms, ...definedForms(long) } };
  const readKind = readerOf(long, meaning, context);
  const empties = long.empty === undefined ? undefined : new Set(["", ...long.empty]);
  const isEmpty = (text: string) => text === "" || empties?.has(text) === true;
  const values = long.values === undefined ? undefined : new Map(Object.entries(long.values));
  const codes =
    long.codes === undefined ? undefined : (world.vocabularies.get(long.codes) ?? new Map<string, string>());
  return (raw) => {
    let text = unguarded(trimmed(raw));
    if (long.case === "upper") text = text.toUpperCase();
    else if (long.case === "lower") text = text.toLowerCase();
    if (values !== undefined) {
      const mapped = values.get(text);
      if (mapped === null) return undefined;
      if (mapped !== undefined) text = String(mapped);
      else if (isEmpty(text) || long.otherwise === "empty") return undefined;
      else if (long.otherwise !== "keep") return UNMAPPED;
    }
    if (isEmpty(text)) return undefined;
    if (codes !== undefined) {
      const meant = codes.get(text);
      if (meant === undefined) return new UnknownCode(long.codes ?? "", text);
      text = meant;
    }
    return readKind(text);
  };
}

const UNMAPPED = new FieldFault("The mapping's values do not name this one.");

function readerOf(long: LongField, meaning: FieldMeaning, context: KindContext): ReadText {
  if (typeof meaning !== "string") return attributeReader(meaning, context);
  if (meaning === "money" && long.minor === true) return kindReader("whole", context);
  return meaning === "value" ? valueReader(long.as ?? "text", context) : kindReader(meaning, context);
}

const APOSTROPHE = 39;

/** Most fields have no blanks about them, and two looks are cheaper than a search. */
function trimmed(raw: string): string {
  return isPlain(raw.charCodeAt(0)) && isPlain(raw.charCodeAt(raw.length - 1)) ? raw : raw.trim();
}

function isPlain(code: number): boolean {
  return code > 32 && code < 127;
}

/** A safe export puts an apostrophe before what a spreadsheet would run as a formula: the value is what stands behind it. */
function unguarded(text: string): string {
  return text.charCodeAt(0) === APOSTROPHE && /^'[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(text) ? text.slice(1) : text;
}

function definedForms({ date, zone, decimal, thousands }: LongField): Forms {
  return {
    ...(date === undefined ? {} : { date }),
    ...(zone === undefined ? {} : { zone }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(thousands === undefined ? {} : { thousands }),
  };
}

type TextOf = (fields: RawRecord["fields"]) => unknown;

function sourceOf(long: LongField, world: FieldWorld): TextOf {
  const { column, columns, join = " " } = long;
  if (columns === undefined) return column === undefined ? () => "" : columnOf(column, world, long.decimal);
  const parts = columns.map((each) => columnOf(each, world, long.decimal));
  return (fields) =>
    parts
      .map((part) => part(fields))
      .map((text) => (typeof text === "string" ? text.trim() : ""))
      .filter((text) => text !== "")
      .join(join);
}

/** A column that is not there was found before the first record: `checkColumns`. */
export function columnOf(column: string | number, world: FieldWorld, decimal = world.forms.decimal): TextOf {
  if (world.isJson) {
    const path = String(column).split(".");
    return (fields) => plainText(valueAt(fields as JsonObject, path), decimal ?? ".");
  }
  const index = typeof column === "number" ? column - 1 : (world.header ?? []).indexOf(column);
  return (fields) => (fields as readonly string[])[index] ?? "";
}

export function valueAt(record: JsonObject, path: readonly string[]): unknown {
  let value: unknown = record;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as JsonObject)[step];
  }
  return value;
}

/** Numbers of JSON have a dot; they are written as the mapping's numbers are, so that one reader reads both. */
function plainText(value: unknown, decimal: "." | ","): unknown {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return decimal === "." ? String(value) : String(value).replace(".", decimal);
  return typeof value === "boolean" ? String(value) : value;
}
