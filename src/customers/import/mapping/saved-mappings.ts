import { type AuditActor, auditStatement } from "#access/audit.ts";
import { findAttributes } from "#customers/attributes.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { checkMapping } from "./check-mapping.ts";
import type { Mapping } from "./mapping.ts";

/** Keeps a mapping under its name. Imports that began with an earlier one go on with that. */
export async function putMapping({
  deps,
  actor,
  input,
}: {
  readonly deps: ImportDeps;
  readonly actor: AuditActor;
  readonly input: Mapping;
}): Promise<Result<Mapping, Problem>> {
  const faults = checkMapping(input, await findAttributes(deps.store));
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const at = deps.clock.now();
  await deps.store.write([
    {
      sql: `insert into import_mappings (name, mapping, updated_at) values (?, ?, ?)
        on conflict (name) do update set mapping = excluded.mapping, updated_at = excluded.updated_at`,
      params: [input.name, JSON.stringify(input), at],
    },
    auditStatement({ at, actor, action: "put-import-mapping", subject: { kind: "import-mapping", id: input.name } }),
  ]);
  return ok(input);
}

export async function findMapping(store: Store, name: string): Promise<Mapping | undefined> {
  const [row] = await store.read<{ mapping: string }>({
    sql: "select mapping from import_mappings where name = ?",
    params: [name],
  });
  return row === undefined ? undefined : (JSON.parse(row.mapping) as Mapping);
}

export async function listMappings(store: Store): Promise<readonly Mapping[]> {
  const rows = await store.read<{ mapping: string }>({
    sql: "select mapping from import_mappings order by name limit 1000",
    params: [],
  });
  return rows.map(({ mapping }) => JSON.parse(mapping) as Mapping);
}
