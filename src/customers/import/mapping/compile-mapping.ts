import type { Secret } from "#kernel/secret.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import { FieldFault, UnknownCode } from "#customers/import/values/field-fault.ts";
import { type Attributes, meaningOf } from "./check-mapping.ts";
import { columnOf, compileField, type FieldWorld, type ReadField, type Vocabularies } from "./compile-field.ts";
import type { ConsentSpec, FieldSpec, Mapping } from "./mapping.ts";
import { targetOf } from "./targets.ts";

/** Why a record is no fact: the column as the file names it, and words that never repeat its value. */
export type RowFault = { readonly column: string; readonly reason: string };

export type CompiledField = { readonly name: string; readonly label: string; readonly read: ReadField };

export type CompiledConsent = Pick<ConsentSpec, "purpose" | "channel" | "topic"> & {
  readonly state: CompiledField;
  readonly at: CompiledField;
  readonly wording: CompiledField;
};

export type CompiledMapping = {
  readonly mapping: Mapping;
  readonly fields: readonly CompiledField[];
  readonly consents: readonly CompiledConsent[];
  isSkipped(fields: RawRecord["fields"]): boolean;
  /** Fields that a record of CSV must have. */
  readonly columns: number | undefined;
};

export type MappingWorld = {
  readonly secret: Secret;
  readonly defaultCountry: string;
  /** epoch ms of statements without a time of their own */
  readonly statedAt: number;
  readonly attributes: Attributes;
  readonly vocabularies: Vocabularies;
};

/** A checked mapping as functions of a record, with its fields in the order of their names' first appearance in the target. */
export function compileMapping(
  mapping: Mapping,
  world: MappingWorld,
  header: readonly string[] | undefined,
): CompiledMapping {
  const target = targetOf(mapping.into);
  const { form } = mapping;
  const fieldWorld: FieldWorld = { ...world, forms: form, header, isJson: form.kind !== "csv" };
  const compiled = (
    name: string,
    spec: FieldSpec,
    meaning = meaningOf(name, target, world.attributes),
  ): CompiledField => {
    if (typeof meaning === "object" && "unknown" in meaning) throw new Error(`Unchecked mapping: ${name}`);
    return { name, label: labelOf(name, spec), read: compileField(spec, meaning, fieldWorld) };
  };
  return {
    mapping,
    fields: Object.entries(mapping.fields).map(([name, spec]) => compiled(name, spec)),
    consents: mapping.consents.map(({ state, at, wording, ...scope }) => ({
      ...scope,
      state: compiled("consent", state, "code"),
      at: compiled("consent time", at, "instant"),
      wording: compiled("consent wording", wording, "words"),
    })),
    isSkipped: skipper(mapping, fieldWorld),
    columns: header?.length,
  };
}

function labelOf(name: string, spec: FieldSpec): string {
  if (typeof spec === "string") return spec;
  const columns = spec.column === undefined ? (spec.columns ?? []) : [spec.column];
  return columns.length === 0 ? name : columns.join(" + ");
}

function skipper({ skip }: Mapping, world: FieldWorld): (fields: RawRecord["fields"]) => boolean {
  const conditions = skip.map(({ column, in: wanted, notIn: unwanted, empty }) => {
    const textOf = columnOf(column, world);
    return (fields: RawRecord["fields"]) => {
      const raw = textOf(fields);
      const text = typeof raw === "string" ? raw.trim() : "";
      return (
        (wanted?.includes(text) ?? false) ||
        (unwanted !== undefined && !unwanted.includes(text)) ||
        (empty !== undefined && (text === "") === empty)
      );
    };
  });
  return (fields) => conditions.some((meets) => meets(fields));
}

/** What reading some fields of a record gave. */
export type Reading = {
  readonly values: unknown[];
  readonly faults: RowFault[];
  readonly unknown: UnknownCode[];
};

/** Values in the order of the fields; where one has a fault, none count. */
export function readFields(fields: readonly CompiledField[], record: RawRecord["fields"]): Reading {
  const reading: Reading = { values: [], faults: [], unknown: [] };
  for (const { label, read } of fields) {
    const value = read(record);
    if (typeof value === "object" && value !== null) note(reading, label, value);
    else reading.values.push(value);
  }
  return reading;
}

function note(reading: Reading, column: string, value: object): void {
  if (value instanceof FieldFault) reading.faults.push({ column, reason: value.reason });
  else if (value instanceof UnknownCode) reading.unknown.push(value);
  reading.values.push(value);
}

/** A record that can't be a fact whatever its fields say. */
export function shapeFault({ columns, mapping }: CompiledMapping, record: RawRecord): RowFault | undefined {
  if (record.broken !== undefined) return { column: "", reason: record.broken };
  if (columns === undefined || !Array.isArray(record.fields)) return undefined;
  const found = record.fields.length;
  if (found > columns) return { column: "", reason: `The record has ${found} fields, the header ${columns}.` };
  return found < columns && mapping.form.ragged === "reject"
    ? { column: "", reason: `The record has ${found} fields, the header ${columns}.` }
    : undefined;
}
