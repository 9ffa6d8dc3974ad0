import type { JsonSchema } from "./openapi-types.ts";

/** One field of a schema, flattened for a table. */
export type SchemaRow = {
  readonly name: string;
  /** 0 for the fields of the body itself. */
  readonly depth: number;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  /** Bounds, default and example in words. */
  readonly notes: readonly string[];
};

const MAX_DEPTH = 4;

/** The fields of an object, of the objects in a list, and of what stands inside them. */
export function schemaRows(schema: JsonSchema, depth = 0): readonly SchemaRow[] {
  if (depth > MAX_DEPTH) return [];
  const variants = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (variants !== undefined) return mergeVariants(variants, depth);
  if (schema.items !== undefined) return schemaRows(schema.items, depth);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    {
      name,
      depth,
      type: typeWords(property),
      isRequired: schema.required?.includes(name) ?? false,
      description: property.description ?? "",
      notes: notesOf(property),
    },
    ...schemaRows(property, depth + 1),
  ]);
}

/** Fields of all variants once each: what differs between variants is said by their types. */
function mergeVariants(variants: readonly JsonSchema[], depth: number): readonly SchemaRow[] {
  const seen = new Map<string, SchemaRow>();
  for (const row of variants.flatMap((variant) => schemaRows(variant, depth))) {
    const key = `${row.depth} ${row.name}`;
    const known = seen.get(key);
    const isNew = known === undefined || known.type === row.type;
    seen.set(key, isNew ? (known ?? row) : { ...known, type: `${known.type} | ${row.type}` });
  }
  return [...seen.values()];
}

/** "string", "list of integer", "live | off", "Problem". */
export function typeWords(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "object";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return [...new Set(variants.map(typeWords))].join(" | ");
  if (schema.items !== undefined) return `list of ${typeWords(schema.items)}`;
  const type = typeof schema.type === "string" ? schema.type : schema.type?.join(" | ");
  if (typeof schema.additionalProperties === "object") return `map of ${typeWords(schema.additionalProperties)}`;
  return [type ?? "any", ...(schema.format === undefined ? [] : [`(${schema.format})`])].join(" ");
}

// Bounds that only say "a safe integer" are no news to a reader.
const isTelling = (bound: number) => Math.abs(bound) < Number.MAX_SAFE_INTEGER;

function notesOf(schema: JsonSchema): readonly string[] {
  const range = (low: number | undefined, high: number | undefined, unit: string) => {
    const [from, to] = [low, high].map((bound) => (bound !== undefined && isTelling(bound) ? bound : undefined));
    if (from !== undefined && to !== undefined) return [from === to ? `${from}${unit}` : `${from} to ${to}${unit}`];
    if (to !== undefined) return [`at most ${to}${unit}`];
    return from === undefined ? [] : [`at least ${from}${unit}`];
  };
  const example = schema.examples?.[0] ?? schema.example;
  return [
    ...range(schema.minimum, schema.maximum, ""),
    ...range(schema.minLength, schema.maxLength, " characters"),
    ...range(schema.minItems, schema.maxItems, " items"),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
    ...(example === undefined ? [] : [`for example ${JSON.stringify(example)}`]),
  ];
}
