import { type AuditActor, auditStatement } from "#access/audit.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { releaseRecords } from "./release-records.ts";

export type PutReferenceCodes = {
  readonly deps: ImportDeps;
  readonly actor: AuditActor;
  readonly input: {
    readonly vocabulary: string;
    readonly label: string;
    /** Code → what facts get in its place. */
    readonly codes: Readonly<Record<string, string>>;
  };
};

/**
 * Declares reference codes, or changes what they mean from now on; codes that are not in the list stay. What waited for them
 * is taken in at once, each record as of its own time.
 */
export async function putReferenceCodes({
  deps,
  actor,
  input,
}: PutReferenceCodes): Promise<{ readonly released: number }> {
  const { vocabulary, label, codes } = input;
  const at = deps.clock.now();
  await deps.store.write([
    {
      sql: `insert into reference_vocabularies (name, label, created_at) values (?, ?, ?)
        on conflict (name) do update set label = excluded.label`,
      params: [vocabulary, label, at],
    },
    {
      sql: `insert into reference_codes (vocabulary, code, meaning, updated_at)
        select ?, item.value ->> 0, item.value ->> 1, ? from json_each(?) as item where true
        on conflict (vocabulary, code) do update set meaning = excluded.meaning, updated_at = excluded.updated_at
          where excluded.meaning <> reference_codes.meaning`,
      params: [vocabulary, at, JSON.stringify(Object.entries(codes))],
    },
    auditStatement({
      at,
      actor,
      action: "put-reference-codes",
      subject: { kind: "reference-codes", id: vocabulary },
      detail: { count: Object.keys(codes).length },
    }),
  ]);
  return { released: await releaseRecords(deps) };
}
