import type { Fault } from "#kernel/problem.ts";
import { pointerKey } from "#web/pointer-key.ts";
import type { AttributeDefinition } from "#customers/attributes.ts";
import type { FieldMeaning } from "./compile-field.ts";
import type { FieldSpec, LongField, Mapping } from "./mapping.ts";
import { type Target, targetOf } from "./targets.ts";

export type Attributes = ReadonlyMap<string, AttributeDefinition>;

/**
 * What a target asks of a mapping, beyond its shape: known fields, what is required, one way for each field to its value,
 * and grants that say when and to which words. Pointers go into the mapping.
 */
export function checkMapping(mapping: Mapping, attributes: Attributes): readonly Fault[] {
  const target = targetOf(mapping.into);
  const names = Object.keys(mapping.fields);
  const faults: Fault[] = [];
  for (const name of names) {
    const meaning = meaningOf(name, target, attributes);
    if (typeof meaning === "object" && "unknown" in meaning)
      faults.push({ pointer: at("fields", name), message: meaning.unknown });
    const wrong = specFault(mapping.fields[name]);
    if (wrong !== undefined) faults.push({ pointer: at("fields", name), message: wrong });
  }
  for (const [name, { required }] of Object.entries(target.fields)) {
    if (required === true && !names.includes(name)) {
      faults.push({
        pointer: at("fields", name),
        message: `A mapping into ${mapping.into} says where ${name} stands.`,
      });
    }
  }
  for (const group of target.oneOf) {
    if (!group.some((each) => names.some((name) => name === each || name.startsWith(`${each}.`)))) {
      faults.push({ pointer: "/fields", message: `A mapping into ${mapping.into} needs one of: ${group.join(", ")}.` });
    }
  }
  return [...faults, ...moneyFaults(mapping, target, names), ...consentFaults(mapping), ...lineFaults(mapping)];
}

/** What a field of a target means, or why it has none. */
export function meaningOf(
  name: string,
  target: Target,
  attributes: Attributes,
): FieldMeaning | { readonly unknown: string } {
  const own = target.fields[name];
  if (own !== undefined && Object.hasOwn(target.fields, name)) return own.kind;
  const dot = name.indexOf(".");
  const family = dot === -1 ? "" : name.slice(0, dot);
  const kind =
    target.families !== undefined && Object.hasOwn(target.families, family) ? target.families[family] : undefined;
  const rest = name.slice(dot + 1);
  if (kind === undefined || rest === "") return { unknown: `There is no such field; there are: ${fieldsOf(target)}.` };
  if (kind !== "attribute") {
    return (family === "facts" || family === "bands") && !/^[a-z][a-z0-9_]{0,49}$/.test(rest)
      ? { unknown: `${family === "facts" ? "A demographic fact" : "A band"} has a name in snake_case.` }
      : kind;
  }
  return attributes.get(rest) ?? { unknown: "No such attribute is declared." };
}

function fieldsOf({ fields, families = {} }: Target): string {
  return [...Object.keys(fields), ...Object.keys(families).map((family) => `${family}.…`)].join(", ");
}

function specFault(spec: FieldSpec | undefined): string | undefined {
  if (spec === undefined || typeof spec === "string") return undefined;
  const ways = [spec.column, spec.columns, spec.constant].filter((way) => way !== undefined).length;
  if (ways !== 1) return "Say one of column, columns and constant.";
  if (spec.otherwise !== undefined && spec.values === undefined)
    return '"otherwise" is about "values", and there are none.';
  return undefined;
}

function moneyFaults(mapping: Mapping, target: Target, names: readonly string[]): Fault[] {
  const hasMoney = names.some((name) => target.fields[name]?.kind === "money");
  if (!hasMoney || mapping.currency !== undefined || names.includes("currency")) return [];
  return [{ pointer: "/currency", message: "Amounts need a currency, here or in a field." }];
}

function consentFaults({ into, consents }: Mapping): Fault[] {
  if (consents.length > 0 && into !== "customers") {
    return [{ pointer: "/consents", message: "Only a mapping into customers tells of consent." }];
  }
  return consents.flatMap((consent, index) => {
    const base = `/consents/${index}`;
    const wrong = (["state", "at", "wording"] as const).flatMap((name) => {
      const message = specFault(consent[name]);
      return message === undefined ? [] : [{ pointer: `${base}/${name}`, message }];
    });
    const isWide = consent.purpose === "track" && (consent.channel !== "" || consent.topic !== "");
    return isWide
      ? [...wrong, { pointer: base, message: "Consent to be tracked is one for all channels and topics." }]
      : wrong;
  });
}

function lineFaults({ lines, form, into }: Mapping): Fault[] {
  if (lines === undefined) return [];
  if (into !== "purchases" && into !== "returns")
    return [{ pointer: "/lines", message: "Only orders and returns have lines." }];
  return form.kind === "csv"
    ? [{ pointer: "/lines", message: "A row of CSV holds no list: each row is one line." }]
    : [];
}

/** Columns that the file has not, each with the place in the mapping that names it; and names that stand twice. */
export function checkColumns(mapping: Mapping, header: readonly string[] | undefined): readonly Fault[] {
  if (mapping.form.kind !== "csv" || header === undefined) return [];
  const twice = header.filter((name, index) => name !== "" && header.indexOf(name) !== index);
  if (twice.length > 0) {
    return [{ pointer: "", message: `The header has two columns named ${quoted(twice)}: which is meant?` }];
  }
  const known = new Set(header);
  const missing = columnsOf(mapping)
    .filter(({ column }) => (typeof column === "number" ? column > header.length : !known.has(column)))
    .map(({ column, pointer }) => ({ pointer, message: `The file has no column ${JSON.stringify(column)}.` }));
  if (missing.length === 0) return [];
  return [...missing, { pointer: "", message: `The file's columns are ${quoted(header.slice(0, 100))}.` }];
}

function columnsOf(mapping: Mapping): ReadonlyArray<{ readonly column: string | number; readonly pointer: string }> {
  const ofField = (spec: FieldSpec, pointer: string) => {
    const long: LongField = typeof spec === "string" ? { column: spec } : spec;
    const named = long.column === undefined ? (long.columns ?? []) : [long.column];
    return named.map((column) => ({ column, pointer }));
  };
  return [
    ...Object.entries(mapping.fields).flatMap(([name, spec]) => ofField(spec, at("fields", name))),
    ...mapping.consents.flatMap((consent, index) =>
      (["state", "at", "wording"] as const).flatMap((name) => ofField(consent[name], `/consents/${index}/${name}`)),
    ),
    ...mapping.skip.map(({ column }, index) => ({ column, pointer: `/skip/${index}/column` })),
  ];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name.slice(0, 60))).join(", ");
}

function at(list: string, name: string): string {
  return `/${list}/${pointerKey(name)}`;
}
