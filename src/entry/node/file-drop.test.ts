import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { mappingSchema } from "#customers/import/mapping/mapping.ts";
import { putMapping } from "#customers/import/mapping/saved-mappings.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { fileDrop } from "./file-drop.ts";

const folder = mkdtempSync(join(tmpdir(), "file-drop-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the folder for files", () => {
  it("takes a file that has stopped growing, by the mapping that its folder names, and moves it away", async () => {
    const { deps, rows } = await importWorld();
    const mapping = mappingSchema.parse({ name: "people", into: "customers", fields: { code: "id", email: "mail" } });
    await putMapping({ deps, actor: { kind: "system", id: "test" }, input: mapping });
    const told: string[] = [];
    const turn = fileDrop({ deps, folder, log: (event) => void told.push(event) });
    await turn();
    mkdirSync(join(folder, "people"), { recursive: true });
    mkdirSync(join(folder, "unknown"));
    writeFileSync(join(folder, "unknown", "x.csv"), "id\n1\n");
    writeFileSync(join(folder, "people", "a.csv"), "id,mail\nA,a@x.example\n");
    writeFileSync(join(folder, "people", "b.csv.part"), "id,mail\nB,b@x.example\n");
    writeFileSync(join(folder, "people", "c.csv"), "id,address\nC,c@x.example\n");
    await turn();
    expect(await rows("select code from customers")).toEqual([]);
    writeFileSync(join(folder, "people", "a.csv"), "id,mail\nA,a@x.example\nD,\n");
    await turn();
    expect(told).toEqual(["file_failed"]);
    await turn();
    expect(await rows("select code from customers order by code")).toEqual([{ code: "A" }, { code: "D" }]);
    expect(told).toEqual(["file_failed", "file_taken"]);
    expect(readdirSync(join(folder, "people", ".done"))).toHaveLength(1);
    expect(readdirSync(join(folder, "people", ".failed"))).toHaveLength(1);
    expect(readdirSync(join(folder, "people")).filter((name) => !name.startsWith("."))).toEqual(["b.csv.part"]);
    expect(readdirSync(join(folder, "unknown"))).toEqual(["x.csv"]);
  });
});
