import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Actor } from "#web/operation.ts";
import type { FieldTypes } from "#content/vocabulary.ts";
import { type DestinationPolicy, destinationPolicy } from "#tracking/destination.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { auditRows } from "#catalogue/audit.ts";
import { loadHosts } from "#catalogue/hosts.ts";
import { catalogueChanged } from "#catalogue/settings.ts";
import { findDeclared } from "#catalogue/vocabulary.ts";
import { attributeFaults } from "./attribute-faults.ts";
import { checkLink } from "./check-link.ts";
import type { ProductSetInput } from "./product-set.ts";
import { putStatements } from "./product-statements.ts";

export type PutProductSets = {
  readonly deps: CatalogueDeps;
  readonly actor: Actor;
  readonly input: {
    readonly products: readonly ProductSetInput[];
    /** Where the list stands in the request: "/products"; "" with a single product set as the body. */
    readonly pointer: string;
  };
};

/** Puts product sets: all of them, with their words and their audit rows, or none. */
export async function putProductSets({ deps, actor, input }: PutProductSets): Promise<Result<undefined, Problem>> {
  const { store, clock } = deps;
  const [declared, policy] = await Promise.all([findDeclared(store), findPolicy(deps)]);
  const checked = checkProducts(input, { attributes: declared.product, policy });
  if (!checked.ok) return checked;
  const now = clock.now();
  await store.write([
    ...putStatements(checked.value, now),
    auditRows({
      actor,
      at: now,
      action: "put-product-set",
      subjectKind: "product-set",
      changes: checked.value.map(({ code, priceMinor, stock, state, linkUrl }) => ({
        subjectId: code,
        detail: { priceMinor, stock, state, linkUrl },
      })),
    }),
    catalogueChanged(now),
  ]);
  return ok(undefined);
}

async function findPolicy({ store }: CatalogueDeps): Promise<DestinationPolicy> {
  return destinationPolicy(await loadHosts(store));
}

type World = { readonly attributes: FieldTypes; readonly policy: DestinationPolicy };

function checkProducts(
  { products, pointer }: PutProductSets["input"],
  { attributes, policy }: World,
): Result<readonly ProductSetInput[], Problem> {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const canonical = products.map((product, index) => {
    const base = pointer === "" ? "" : `${pointer}/${index}`;
    faults.push(...attributeFaults(product, attributes, base));
    if (seen.has(product.code)) faults.push({ pointer: `${base}/code`, message: "This code came before in the list." });
    seen.add(product.code);
    const link = checkLink(product.linkUrl, policy);
    if (!link.ok) faults.push({ pointer: `${base}/linkUrl`, message: link.error });
    return link.ok ? { ...product, linkUrl: link.value } : product;
  });
  return faults.length > 0 ? err(problem("invalid_content", undefined, faults)) : ok(canonical);
}
