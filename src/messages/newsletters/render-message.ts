import { sql } from "drizzle-orm";
import type { TemplateSource } from "#messages/content/shelf.ts";
import type { Store } from "#store/store.ts";
import type { MergedEmail } from "#templates/merge-template.ts";
import type { MergeView } from "#templates/merge-view.ts";

export type RenderDeps = { readonly store: Store; readonly templates: Pick<TemplateSource, "byId"> };

export type RenderedMessage = MergedEmail & {
  /** BCP 47, as the message was written. */
  readonly locale: string;
};

/**
 * The words of a message once more, from what was kept of it: the same version of the template, the same inputs, the same
 * bytes. undefined where it was never prepared, or its customer was erased.
 */
export async function renderMessage(deps: RenderDeps, messageNumber: number): Promise<RenderedMessage | undefined> {
  const [row] = await deps.store.read<{ templateId: number; view: string | null }>(
    sql`select m.template_id as templateId, m.inputs ->> 'view' as view from messages m
      join customers c on c.id = m.customer_id
      where m.id = ${messageNumber} and m.template_id is not null and c.erased_at is null`,
  );
  if (row?.view == null) return undefined;
  const template = await deps.templates.byId(row.templateId);
  const view = JSON.parse(row.view) as MergeView;
  const merged = template?.mergeEmail(view);
  return merged?.ok === true ? { ...merged.value, locale: view.customer.locale } : undefined;
}
