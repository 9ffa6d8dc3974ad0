import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import type { TemplateInputs } from "#templates/template-inputs.ts";

export type PinnedTemplate = {
  readonly id: number;
  readonly version: number;
  readonly kind: "marketing" | "service";
  readonly inputs: TemplateInputs;
};

/** A version of a template, the newest where none is named; by the index on name and version. */
export async function findPinnedTemplate(
  store: Store,
  { name, version }: { readonly name: string; readonly version?: number | undefined },
): Promise<PinnedTemplate | undefined> {
  const [row] = await store.read<Omit<PinnedTemplate, "inputs"> & { readonly inputs: string | null }>(
    sql`select id, version, compiled ->> 'kind' as kind, compiled ->> 'inputs' as inputs from template_versions
      where name = ${name} ${version === undefined ? sql`` : sql`and version = ${version}`} order by version desc limit 1`,
  );
  return row === undefined ? undefined : { ...row, inputs: JSON.parse(row.inputs ?? "{}") as TemplateInputs };
}
