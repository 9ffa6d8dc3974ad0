import { findAttributes } from "#customers/attributes.ts";
import type { Person, PersonalDataDeps, PersonalRow, PersonalViewer } from "./personal-data.ts";
import { tableRows } from "./personal-table.ts";

/** Attributes that the vendor declared: she sees those that he released to customers, he sees all. */
export async function* attributeRows(
  deps: PersonalDataDeps,
  question: { readonly person: Person; readonly viewer: PersonalViewer },
): AsyncGenerator<readonly PersonalRow[]> {
  const definitions = [...(await findAttributes(deps.store)).values()];
  const shown = definitions.filter(
    ({ visibleTo }) => question.viewer === "operator" || visibleTo.includes(question.viewer),
  );
  if (shown.length === 0) return;
  const columns = ["updated_at", ...shown.map(({ name }) => `a_${name}`)];
  yield* tableRows(deps, { table: "customer_attributes", set: "attributes", columns }, question);
}
