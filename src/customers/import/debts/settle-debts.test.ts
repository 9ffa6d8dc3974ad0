import { describe, expect, it } from "vitest";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import type { Pace } from "#customers/import/run/import-deps.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import { tendImports } from "#customers/import/run/tend-imports.ts";
import { undoImport } from "#customers/import/undo/undo-import.ts";
import { type ImportWorld, partsOf } from "#tests/worlds/import-over.ts";
import { importWorld } from "#tests/worlds/import-world.ts";

const actor = { kind: "operator", id: "op_test" } as const;
const shared: Pace = { perPiece: 3, piecesPerBatch: 2 };
const alone: Pace = { ...shared, putsOff: { indexesFromBytes: 0, namesAtOnce: 8 } };

const people: MappingInput = {
  name: "people",
  into: "customers",
  source: "crm",
  fields: { code: "id", email: "email", phone: "phone", firstName: "first" },
};

/** Forty customers; some have no code, some share an address, some come twice. */
const file = `id,email,phone,first\n${Array.from({ length: 40 }, (_, n) => {
  const code = n % 7 === 5 ? "" : `C${n % 11 === 10 ? n - 1 : n}`;
  return `${code},p${n % 9 === 8 ? n - 3 : n}@people.example,${n % 3 === 0 ? `+4420794611${10 + n}` : ""},N${n}`;
}).join("\n")}\n`;

const facts = ["customers", "identities", "own_sites", "import_changes"];

async function known({ rows }: ImportWorld): Promise<unknown> {
  const indexes = await rows(
    "select name from sqlite_master where type = 'index' and tbl_name = 'customers' order by 1",
  );
  const tables = await Promise.all(
    facts.map(async (table) => {
      const found = await rows(`select * from ${table}`);
      return found.map((row) => JSON.stringify({ ...row, import_id: undefined })).sort();
    }),
  );
  return [indexes, ...tables];
}

/** Runs until the process would have died: the write after so many fails, and all that follow. */
async function killedAfter(world: ImportWorld, writes: number): Promise<string> {
  const importId = await world.create(people);
  await world.store.write([{ sql: "update imports set bytes_total = 100000 where id = ?", params: [importId] }]);
  let left = writes;
  const store: ImportWorld["store"] = {
    ...world.store,
    write: async (statements) => {
      left -= 1;
      if (left < 0) throw new Error("dead");
      return world.store.write(statements) as never;
    },
  };
  const run = { deps: { ...world.deps, store }, importId, source: partsOf(file, 50), pace: alone };
  await expect(runImport(run)).rejects.toThrow("dead");
  return importId;
}

describe("an import that has the database alone", () => {
  it("ends with the same rows and indexes as one that shares it", async () => {
    const [one, other] = [await importWorld(), await importWorld()];
    const first = await one.take(people, file, { pace: alone });
    const second = await other.take(people, file, { pace: shared });
    expect(first.totals).toEqual(second.totals);
    expect(await known(one)).toEqual(await known(other));
    expect(await one.rows("select * from import_debts")).toEqual([]);
  });

  it.each([2, 3, 5, 8])("killed after %i writes, it goes on under either pace and ends the same", async (writes) => {
    const whole = await importWorld();
    await whole.take(people, file, { pace: shared });
    for (const pace of [alone, shared]) {
      const world = await importWorld();
      const importId = await killedAfter(world, writes);
      expect((await world.take(people, file, { importId, pace })).state).toBe("done");
      expect(await known(world)).toEqual(await known(whole));
    }
  });

  it("killed and never taken up again, leaves nothing half-done: whoever has the database next names and indexes", async () => {
    const world = await importWorld();
    await killedAfter(world, 4);
    const unnamed = `select count(*) as n from customers where email_hash is not null
      and not exists (select 1 from identities where kind = 'email' and hash = email_hash)`;
    expect(await world.rows(unnamed)).not.toEqual([{ n: 0 }]);
    expect(await world.rows("select name from sqlite_master where name = 'customers_by_email'")).toEqual([]);
    await tendImports(world.deps);
    expect(await world.rows(unnamed)).toEqual([{ n: 0 }]);
    expect(await world.rows("select name from sqlite_master where name = 'customers_by_email'")).toHaveLength(1);
    expect(await world.rows("select * from import_debts")).toEqual([]);
  });

  it("is undone as any other, killed or whole", async () => {
    const world = await importWorld();
    const before = await known(world);
    const importId = await killedAfter(world, 5);
    await undoImport({ deps: world.deps, importId, actor, until: Infinity });
    expect(await known(world)).toEqual(before);
    expect(await world.rows("select * from import_debts")).toEqual([]);
  });

  it("sets indexes aside only where the file brings as many as there are", async () => {
    const world = await importWorld();
    const written: string[] = [];
    const store: ImportWorld["store"] = {
      ...world.store,
      write: async (statements) => {
        written.push(JSON.stringify(statements));
        return world.store.write(statements) as never;
      },
    };
    const takeAlone = async (bytesTotal: number, rows: string) => {
      const importId = await world.create(people);
      await world.store.write([
        { sql: "update imports set bytes_total = ? where id = ?", params: [bytesTotal, importId] },
      ]);
      written.length = 0;
      await runImport({ deps: { ...world.deps, store }, importId, source: partsOf(rows, 50), pace: alone });
      return written.some((statements) => statements.includes("drop index"));
    };
    expect(await takeAlone(file.length, file)).toBe(true);
    expect(await takeAlone(1_000, "id,email,phone,first\nX1,x1@people.example,,Xi\n")).toBe(false);
  });
});
