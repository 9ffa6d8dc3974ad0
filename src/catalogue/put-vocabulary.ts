import { sql } from "drizzle-orm";
import { auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Actor } from "#web/operation.ts";
import type { CatalogueDeps } from "./catalogue-deps.ts";
import { ruleFaults } from "./rules/check-vendor-rule.ts";
import { catalogueChanged, putSetting } from "./settings.ts";
import { type DeclaredVocabulary, loadVocabulary } from "./vocabulary.ts";

export type PutVocabulary = {
  readonly deps: CatalogueDeps;
  readonly actor: Actor;
  readonly input: DeclaredVocabulary;
};

/** Declares fields of product sets and of the occasion; refused where a live rule would no longer be understood. */
export async function putVocabulary({ deps, actor, input }: PutVocabulary): Promise<Result<undefined, Problem>> {
  const { store, clock } = deps;
  const { customer, segments } = await loadVocabulary(store);
  const rules = await store.read<{ name: string; source: string }>(
    sql`select name, source from vendor_rules where state = 'live'`,
  );
  const broken = rules.filter(({ source }) => ruleFaults(source, { customer, segments, ...input }).length > 0);
  if (broken.length > 0) {
    const names = broken.map(({ name }) => name).join(", ");
    return err(problem("conflict", `These live rules would no longer be understood: ${names}.`));
  }
  const now = clock.now();
  await store.write([
    putSetting("vocabulary", input, now),
    auditStatement({
      at: now,
      actor,
      action: "put-vocabulary",
      subject: { kind: "setting", id: "vocabulary" },
      detail: input,
    }),
    catalogueChanged(now),
  ]);
  return ok(undefined);
}
