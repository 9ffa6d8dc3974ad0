import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTree, root } from "./tree.ts";

const matrix = join(root, "../shared/cases/fault/matrix.json");
const rows = readTree("docs/faults.md")
  .split("\n")
  .flatMap((line) => {
    const [, number, , holds = "", by = ""] = /^\| (\d+) \| (.*?) \| (.*?) \| ?(.*?) ?\|$/.exec(line) ?? [];
    return number === undefined ? [] : [{ number: Number(number), holds, by }];
  });

describe("the page of faults", () => {
  it("names for each a test that there is, or says that it is open", () => {
    const wrong = rows.flatMap(({ number, holds, by }) => {
      const [, path, name] = /^`([\w./-]+\.ts)` "([^"]{12,})"$/.exec(by) ?? [];
      if (by === "") return holds.includes("**open**") ? [] : [`${number} has no test and is not called open`];
      if (path === undefined || name === undefined) return [`${number} names no test`];
      return readTree(path).includes(name) ? [] : [`${number}: ${path} has no "${name}"`];
    });
    expect(wrong).toEqual([]);
  });

  it("counts them without a gap", () => {
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  });

  it.skipIf(!existsSync(matrix))("has a row for each of the matrix (skipped where it is not at hand)", () => {
    const { rows: faults } = JSON.parse(readFileSync(matrix, "utf8")) as { rows: readonly unknown[] };
    expect(rows).toHaveLength(faults.length);
  });
});
