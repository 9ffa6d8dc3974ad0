import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { mappingSchema } from "#customers/import/mapping/mapping.ts";
import { putMapping } from "#customers/import/mapping/saved-mappings.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { levelOf } from "#entry/log-line.ts";
import { fileDrop } from "./file-drop.ts";

const folder = mkdtempSync(join(tmpdir(), "file-drop-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the folder for files", () => {
  it("takes a file that has stopped growing, by the mapping that its folder names, and moves it away", async () => {
    const { deps, rows } = await importWorld();
    const mapping = mappingSchema.parse({ name: "people", into: "customers", fields: { code: "id", email: "mail" } });
    await putMapping({ deps, actor: { kind: "system", id: "test" }, input: mapping });
    const told: string[] = [];
    const turn = fileDrop({ deps, folder, log: (event) => event === "files_without_mapping" || told.push(event) });
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

  it("says once of files that no mapping will ever take, and again when it happens again", async () => {
    const { deps } = await importWorld();
    const told: unknown[] = [];
    const turn = fileDrop({ deps, folder, log: (event, detail) => void told.push({ event, ...detail }) });
    mkdirSync(join(folder, "poeple"), { recursive: true });
    writeFileSync(join(folder, "loose.csv"), "id\n1\n");
    await turn();
    const loose = { event: "files_without_mapping", folder: "", files: 1 };
    expect(told).toEqual([loose]);
    writeFileSync(join(folder, "poeple", "a.csv"), "id\n1\n");
    for (let turns = 0; turns < 3; turns += 1) await turn();
    const misnamed = { event: "files_without_mapping", folder: "poeple", files: 1 };
    expect(told).toEqual([loose, misnamed]);
    expect(levelOf(misnamed.event)).toBe("warn");
    rmSync(join(folder, "poeple", "a.csv"));
    await turn();
    writeFileSync(join(folder, "poeple", "b.csv"), "id\n1\n");
    await turn();
    expect(told).toEqual([loose, misnamed, misnamed]);
  });
});
