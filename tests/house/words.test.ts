import { describe, expect, it } from "vitest";
import { isCode, isForTests, listTree, readTree } from "./tree.ts";

/** Put together here, so that this file does not hold what it looks for. */
const word = (...parts: readonly string[]) => parts.join("");

const forbidden: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  [
    "work left for later",
    new RegExp(`\\b(${word("TO", "DO")}|${word("FIX", "ME")}|${word("X", "XX")}|${word("HA", "CK")})\\b`),
  ],
  ["work left for later", new RegExp(word("for ", "now[,.;)]|not ", "implemented|place", "holder text"), "i")],
  [
    "a path of somebody's machine",
    new RegExp(`(^|[^\\w.])/(${word("wo", "rk")}|${word("ho", "me")}/\\w+|${word("Us", "ers")}/\\w+)/`),
  ],
  ["a package registry", new RegExp(word("registry\\.", "npm|npm", "mirror|art", "ifactory|verd", "accio"), "i")],
  [
    "how the project was made",
    new RegExp(
      `\\b(${word("cla", "ude")}|${word("anth", "ropic")}|${word("chat", "gpt")}|${word("open", "ai")}|${word("copi", "lot")})\\b`,
      "i",
    ),
  ],
  ["a secret", new RegExp(word("-----BEGIN ", "(RSA |EC )?PRIVATE KEY|AKIA", "[0-9A-Z]{16}"))],
];

/** Files whose words are others': the lock file, the licence, pictures, generated SQL. */
const isOurs = (path: string) => !/(package-lock\.json|LICENSE|\.png|migrations\/)/.test(path);
const ours = listTree().filter(isOurs);

describe("the words of the project", () => {
  it(`stand for themselves in all ${ours.length} files`, () => {
    const found = ours.flatMap((path) => {
      const text = readTree(path);
      return forbidden.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path}: ${what}`);
    });
    expect(found).toEqual([]);
  });

  it("name the test data beside the repository in tests alone", () => {
    const outside = word("../", "shared");
    const files = ours.filter((path) => isCode(path) && !isForTests(path) && readTree(path).includes(outside));
    expect(files).toEqual([]);
  });

  it("use addresses that are nobody's: .example, loopback, and networks kept for documentation", () => {
    const address = /[\w.+-]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi;
    const found = ours
      .filter((path) => isCode(path) && !isForTests(path))
      .flatMap((path) =>
        [...readTree(path).matchAll(address)]
          .filter(([, host = ""]) => !/(\.|^)(example|example\.(com|org|net)|invalid|test|localhost)$/i.test(host))
          .map(([whole]) => `${path}: ${whole}`),
      );
    expect(found).toEqual([]);
  });
});
