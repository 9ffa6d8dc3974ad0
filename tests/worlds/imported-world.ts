import { mappingSchema } from "#customers/import/mapping/mapping.ts";
import { putMapping } from "#customers/import/mapping/saved-mappings.ts";
import { type ImportDeps, SERVER_PACE } from "#customers/import/run/import-deps.ts";
import { newImportStatements } from "#customers/import/run/import-row.ts";
import { undoImport } from "#customers/import/undo/undo-import.ts";
import { runImport } from "#customers/import/run/run-import.ts";

/** Imports in each state that a page shows: done with rejects, stopped in the middle, refused, undone, running. */
export async function fillImportPages(deps: ImportDeps, strange = "Strange"): Promise<void> {
  const actor = { kind: "operator", id: "opr_1" } as const;
  const mapping = mappingSchema.parse({
    name: "newsletter-list",
    description: "Addresses of the paper form.",
    into: "customers",
    source: "survey",
    fields: { code: "id", email: "mail", firstName: "first" },
  });
  await putMapping({ deps, actor, input: mapping });
  const files = [
    ["imp_done", `id,mail,first\nZ1,z1@people.example,${strange}\nZ2,nobody,Bob\nZ3,,\n,,\nZ4,also nobody,\n`],
    ["imp_stopped", 'id,mail,first\nZ5,z5@people.example,Eve\nZ6,"z6@people.example,Fay\n'],
    ["imp_refused", "id,address\nZ7,z7@people.example\n"],
    ["imp_undone", "id,mail,first\nZ8,z8@people.example,Gil\nZ9,z9@people.example,Hal\n"],
  ] as const;
  for (const [id, file] of files) {
    const made = { id, mapping, fileName: `${strange}-${id}.csv`, isDryRun: false, bytesTotal: file.length };
    await deps.store.write(newImportStatements(actor, { ...made, at: deps.clock.now() }));
    const source = (async function* bytes() {
      yield Buffer.from(file);
    })();
    await runImport({ deps, importId: id, source, pace: SERVER_PACE });
  }
  await undoImport({ deps, importId: "imp_undone", actor, until: Number.POSITIVE_INFINITY });
  const waiting = { id: "imp_running", mapping, fileName: "", isDryRun: false, bytesTotal: 100_000 };
  await deps.store.write([
    ...newImportStatements(actor, { ...waiting, at: deps.clock.now() }),
    {
      sql: "update imports set state = 'running', records = 420, created = 420, bytes_read = 42000 where id = 'imp_running'",
      params: [],
    },
  ]);
}
