import { publishTemplate } from "#catalogue/templates/publish-template.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import type { TemplateSource } from "#templates/template-source.ts";

/**
 * A database in which nothing was ever published gets the house's own templates, so that a first newsletter has words to
 * stand in; gives how many were published. What a vendor published is never touched.
 */
export async function seedTemplates(
  { store, clock }: CatalogueDeps,
  templates: readonly TemplateSource[],
): Promise<number> {
  const [known] = await store.read<{ id: number }>({ sql: "select id from template_versions limit 1", params: [] });
  if (known !== undefined) return 0;
  for (const input of templates) {
    const published = await publishTemplate({ deps: { store, clock }, actor: { kind: "system", id: "start" }, input });
    if (!published.ok) throw new Error(`The house's own template ${input.name} was refused.`);
  }
  return templates.length;
}
