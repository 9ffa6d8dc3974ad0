import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type MappingInput, mappingSchema } from "#customers/import/mapping/mapping.ts";
import { putReferenceCodes } from "#customers/import/codes/put-reference-codes.ts";
import { referenceCodes } from "#customers/import/codes/reference-codes.ts";
import { importWorld } from "#tests/worlds/import-world.ts";

const FOLDER = "docs/feeds";
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".mapping.json"))
  .map((file) => file.replace(".mapping.json", ""));

const vocabularies = readdirSync(`${FOLDER}/codes`).map((file) => ({
  vocabulary: file.replace(".json", ""),
  ...referenceCodes.parse(JSON.parse(readFileSync(`${FOLDER}/codes/${file}`, "utf8"))),
}));

const mappingOf = (name: string) => JSON.parse(readFileSync(`${FOLDER}/${name}.mapping.json`, "utf8")) as MappingInput;
const sampleOf = (name: string) => {
  const file = readdirSync(FOLDER).find((each) => each.startsWith(`${name}.sample.`));
  return readFileSync(`${FOLDER}/${file}`);
};

describe("the documented feed of each source", () => {
  it("is there for every one of them, and its format is written down", () => {
    const ten = [
      "survey",
      "e-commerce",
      "registration",
      "call-centre",
      "point-of-sale",
      "demographic",
      "home-shopping",
      "cards",
      "web",
      "digital-tv",
    ];
    expect(names).toEqual(expect.arrayContaining(ten));
    const docs = readFileSync("docs/import.md", "utf8");
    for (const name of names) expect(docs).toContain(`feeds/${name}.mapping.json`);
  });

  it.each(names)("%s: its sample is taken in whole, and told again it is the same", async (name) => {
    const { deps, take, rows } = await importWorld();
    const actor = { kind: "system", id: "test" } as const;
    for (const input of vocabularies) await putReferenceCodes({ deps, actor, input });
    if (name !== "customers") await take(mappingOf("customers"), sampleOf("customers"));
    if (name === "cards") await take(mappingOf("card-accounts"), sampleOf("card-accounts"));
    const done = await take(mappingOf(name), sampleOf(name));
    expect(done).toMatchObject({ state: "done", totals: { rejected: 0, quarantined: 0, withheld: 0 } });
    expect(done.totals.created).toBeGreaterThan(1);
    expect(done.totals.created + done.totals.skipped).toBe(done.read);
    expect((await take(mappingOf(name), sampleOf(name))).totals).toMatchObject({
      same: done.totals.created,
      created: 0,
      changed: 0,
    });
    expect(await rows("select 1 from quarantined_records")).toEqual([]);
    expect(mappingSchema.parse(mappingOf(name)).name).toBe(name);
  });
});
