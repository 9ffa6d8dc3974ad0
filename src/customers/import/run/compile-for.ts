import { findAttributes } from "#customers/attributes.ts";
import { findVocabularies } from "#customers/import/codes/find-vocabularies.ts";
import { checkColumns, checkMapping } from "#customers/import/mapping/check-mapping.ts";
import { compileMapping } from "#customers/import/mapping/compile-mapping.ts";
import type { Mapping } from "#customers/import/mapping/mapping.ts";
import type { Fault } from "#kernel/problem.ts";
import type { ImportDeps } from "./import-deps.ts";
import { openTarget, type OpenTarget } from "./open-target.ts";

/** A mapping ready for records, with the attributes and reference codes of this moment; or why it does not fit. */
export async function compileFor(
  deps: ImportDeps,
  mapping: Mapping,
  { header, statedAt }: { readonly header: readonly string[] | undefined; readonly statedAt: number },
): Promise<OpenTarget | { readonly faults: readonly Fault[] }> {
  const attributes = await findAttributes(deps.store);
  const faults = [...checkMapping(mapping, attributes), ...checkColumns(mapping, header)];
  if (faults.length > 0) return { faults };
  const vocabularies = await findVocabularies(deps.store, mapping);
  const world = { secret: deps.secret, defaultCountry: deps.defaultCountry, attributes, vocabularies, statedAt };
  return openTarget(deps, compileMapping(mapping, world, header), world);
}
