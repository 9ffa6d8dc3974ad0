import { publishTemplate } from "#catalogue/templates/publish-template.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import type { TemplateSource } from "#templates/template-source.ts";

/**
 * A database gets those of the house's own templates that it has nothing of, so that a first newsletter has words to stand
 * in, and an older database those that came with a later version of ours; gives how many were published. What a vendor
 * published under a name is never touched.
 */
export async function seedTemplates(
  { store, clock }: CatalogueDeps,
  templates: readonly TemplateSource[],
): Promise<number> {
  const rows = await store.read<{ name: string }>({ sql: "select distinct name from template_versions", params: [] });
  const known = new Set(rows.map(({ name }) => name));
  const missing = templates.filter(({ name }) => !known.has(name));
  for (const input of missing) {
    const published = await publishTemplate({ deps: { store, clock }, actor: { kind: "system", id: "start" }, input });
    if (!published.ok) throw new Error(`The house's own template ${input.name} was refused.`);
  }
  return missing.length;
}
