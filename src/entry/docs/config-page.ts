import type { z } from "zod";
import { configFields } from "#entry/config.ts";

/** docs/generated/config.md: every word of the environment, from the schema that also reads it. */
export function configPage(): string {
  const rows = Object.entries(configFields.shape).map(([name, schema]) => rowOf(name, schema));
  return [
    "# Configuration",
    "",
    "Read once from the environment at the start; all faults are told together, by name and never by value.",
    "On Cloudflare Workers the same names are variables and secrets of the worker. Made from `src/entry/config.ts` by",
    "`npm run generate`.",
    "",
    "| Name | Default | Secret | What it means |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function rowOf(name: string, schema: z.ZodType): string {
  const isSecret = metaOf(schema)["secret"] === true;
  return `| \`${name}\` | ${defaultOf(schema)} | ${isSecret ? "yes" : ""} | ${cell(descriptionOf(schema))} |`;
}

type Wrapped = {
  readonly def: { readonly type: string; readonly innerType?: z.ZodType; readonly defaultValue?: unknown };
};

/** `describe`, `default` and `optional` wrap the type before them: what was said of the inside holds for the whole. */
function* layersOf(schema: z.ZodType): Generator<z.ZodType> {
  for (let layer: z.ZodType | undefined = schema; layer !== undefined;) {
    yield layer;
    layer = (layer as unknown as Wrapped).def.innerType;
  }
}

function metaOf(schema: z.ZodType): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...[...layersOf(schema)].map((layer) => layer.meta() ?? {})) as Record<string, unknown>;
}

function descriptionOf(schema: z.ZodType): string {
  for (const layer of layersOf(schema)) if (layer.description !== undefined) return layer.description;
  return "";
}

function defaultOf(schema: z.ZodType): string {
  for (const layer of layersOf(schema)) {
    const { type, defaultValue } = (layer as unknown as Wrapped).def;
    if (type === "optional") return "not set";
    if (type === "default") return defaultValue === "" ? "empty" : `\`${cell(String(defaultValue))}\``;
  }
  return "**required**";
}

/** A pipe would end a cell of the table, and `<path>` would be taken for HTML. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
