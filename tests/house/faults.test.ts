import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultRows } from "#tests/faults/fault-rows.ts";
import { guards } from "#tests/faults/guards.ts";
import { readTree, root } from "./tree.ts";

const matrix = join(root, "../shared/cases/fault/matrix.json");
const rows = faultRows(readTree("docs/faults.md"));

describe("the page of faults", () => {
  it("names for each the tests that there are, or says that it is open", () => {
    const wrong = rows.flatMap(({ number, holds, tests }) => {
      if (tests.length === 0)
        return holds.includes("**open**") ? [] : [`${number} names no test and is not called open`];
      return tests.flatMap(({ path, name }) =>
        readTree(path).includes(name) ? [] : [`${number}: ${path} has no "${name}"`],
      );
    });
    expect(wrong).toEqual([]);
  });

  it("counts them without a gap", () => {
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  });

  it("says of each that its test was seen red without its guard, or why there is none to take away", () => {
    expect(rows.filter(({ guard }) => guard !== "red" && guard.length < 20).map(({ number }) => number)).toEqual([]);
  });

  it.skipIf(!existsSync(matrix))("has a row for each of the matrix (skipped where it is not at hand)", () => {
    const { rows: faults } = JSON.parse(readFileSync(matrix, "utf8")) as { rows: readonly unknown[] };
    expect(rows).toHaveLength(faults.length);
  });
});

describe("guards that can be taken away (npm run guards)", () => {
  it("are one for each row that was seen red, in its order", () => {
    const seenRed = rows.filter(({ guard }) => guard === "red").map(({ number }) => number);
    expect(guards.map(({ row }) => row)).toEqual(seenRed);
  });

  it("stand in the source, each in one place", () => {
    const gone = guards.filter(({ file, from }) => readTree(file).split(from).length !== 2);
    expect(gone.map(({ row, file }) => `${row}: ${file}`)).toEqual([]);
    expect(guards.filter(({ from, to }) => from === to)).toEqual([]);
  });
});
