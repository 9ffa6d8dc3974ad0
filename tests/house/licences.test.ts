import { describe, expect, it } from "vitest";
import lock from "../../package-lock.json" with { type: "json" };
import packageJson from "../../package.json" with { type: "json" };

/** What may be given on under Apache-2.0 without asking anybody. */
const GOOD = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "MPL-2.0",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-4.0",
  "Unlicense",
  "Python-2.0",
]);

/** Packages that tell their licence in words, which somebody has read. */
const READ: Readonly<Record<string, string>> = {
  "node_modules/dejavu-fonts-ttf": "Bitstream Vera, Arev, and the public domain: free to use, embed and pass on",
};

type Locked = {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly resolved?: string;
};

const packages = Object.entries(lock.packages as Readonly<Record<string, Locked>>).filter(([path]) => path !== "");
const shipped = packages.filter(([, { dev }]) => dev !== true);

/** "MIT OR Apache-2.0" is good when one of them is, "MIT AND Zlib" when both are; "MIT (http://…)" is MIT. */
function isGood(licence: string): boolean {
  const plain = licence.replaceAll(/\(http[^)]*\)/g, "").replaceAll(/[()]/g, "");
  return plain.split(" OR ").some((choice) => choice.split(" AND ").every((name) => GOOD.has(name.trim())));
}

describe("what is shipped with the project", () => {
  it(`is free to be passed on: the licences of all ${shipped.length} packages of the production tree`, () => {
    const bad = shipped.filter(([path, { license = "none" }]) => !isGood(license) && READ[path] === undefined);
    expect(bad.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
    expect(shipped.length).toBeGreaterThan(100);
  });

  it("is named by exact versions, and they are those of the lock file", () => {
    const { dependencies, devDependencies, optionalDependencies, overrides } = packageJson;
    const named = { ...dependencies, ...devDependencies, ...optionalDependencies };
    const loose = Object.entries({ ...named, ...overrides }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
    for (const [name, version] of Object.entries(named)) {
      expect([name, (lock.packages as Record<string, Locked>)[`node_modules/${name}`]?.version]).toEqual([
        name,
        version,
      ]);
    }
  });

  it("comes from wherever the reader's npm gets its packages: the lock file names no host", () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});
