import { draftOf } from "#customers/forms/draft/draft-of.ts";
import { beginDraft } from "#customers/forms/draft/drafts.ts";
import type { Form } from "#customers/forms/find-form.ts";
import { putForm, type PutFormDeps } from "#customers/forms/put-form.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";

const actor = { kind: "system", id: "start" } as const;

/**
 * A database without any form gets the house's own, so that nobody begins with an empty page; gives how many. A first start
 * keeps them off: which doors stand open is the vendor's to say. What could not be confirmed yet, because our own host is no
 * host of links, begins as a draft.
 */
export async function plantForms(deps: PutFormDeps, state: Form["state"] = "off"): Promise<number> {
  const [known] = await deps.store.read<{ code: string }>({
    sql: "select code from forms union all select code from form_drafts limit 1",
    params: [],
  });
  if (known !== undefined) return 0;
  for (const [code, definition] of Object.entries(seedForms)) {
    const put = await putForm({ deps, actor, code, input: { state, definition } });
    if (!put.ok) await beginDraft(deps, { actor, code, draft: draftOf(definition), baseVersion: 0 });
  }
  return Object.keys(seedForms).length;
}
