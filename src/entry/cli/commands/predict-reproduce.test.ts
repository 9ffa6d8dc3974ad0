import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "#tests/house/tree.ts";

const data = join(root, "../shared/data");
const entry = join(root, "src/entry/cli/jumpstation.ts");

function reproduce(...args: readonly string[]) {
  const child = spawnSync(process.execPath, ["--import", "tsx", entry, "predict", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status: child.status, out: child.stdout, err: child.stderr };
}

describe("predict reproduce", () => {
  it("says which data are absent, and does not pretend that nothing at all agrees", () => {
    const { status, out, err } = reproduce("reproduce", "--json", "--data", join(root, "no-such-folder"));
    expect([status, JSON.parse(out)]).toEqual([2, []]);
    expect(err).toMatch(/CDNOW sample: left out, since there is no .*CDNOW_sample\.txt/);
    expect(err).toMatch(/groceryElog: left out/);
  });

  it("refuses a subcommand that is none, and names those there are", () => {
    const { status, err } = reproduce("guess");
    expect(status).toBe(2);
    expect(err).toContain("reproduce");
  });

  describe.skipIf(!existsSync(data))("with the public data", () => {
    it("finds every published figure again", () => {
      const { status, out } = reproduce("reproduce", "--json", "--data", data);
      const figures = JSON.parse(out) as ReadonlyArray<{
        figure: string;
        published: number;
        ours: number;
        ok: boolean;
      }>;
      expect(figures.filter(({ ok }) => !ok)).toEqual([]);
      expect([status, figures.length > 140]).toEqual([0, true]);
      const of = (name: string) => figures.find(({ figure }) => figure === name)?.ours ?? Number.NaN;
      expect(of("CDNOW BG/NBD: log-likelihood")).toBeCloseTo(-9582.429, 3);
      expect(of("CDNOW Pareto/NBD: log-likelihood")).toBeCloseTo(-9594.976, 3);
    });
  });
});
