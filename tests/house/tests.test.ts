import { describe, expect, it } from "vitest";
import { isCode, isForTests, isTest, listTree, readTree } from "./tree.ts";

const code = listTree().filter(isCode);
const suites = code.filter((path) => isTest(path) || path.endsWith(".contract.ts"));

/** Where something is absent that not everybody has: a folder of cases, or a browser. */
const SKIP_REASON =
  /skipIf\(\s*(?:!?\(?existsSync|!?is[A-Z]\w*|!?has[A-Z]\w*|\w+(?:\.\w+)*\.length === 0|\w+ === undefined)/;

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const lengthOf = (path: string) => readTree(path).split("\n").length - 1;

describe("the tests", () => {
  it(`are looked for where they lie: every test file of ${suites.filter(isTest).length} is in a project of vitest`, () => {
    const places = [
      /^(src|content|templates|tracking|channels)\/.*\.test\.tsx?$/,
      /^tests\/(house|journeys|contracts|simulation)\/.*\.test\.ts$/,
      /^bench\/kit\/.*\.test\.ts$/,
      /^tests\/runtimes\/(node|workerd|hrana|mail-server|push)\/.*\.test\.ts$/,
    ];
    expect(suites.filter((path) => isTest(path) && !places.some((place) => place.test(path)))).toEqual([]);
  });

  it("are never focused, put off or renamed away", () => {
    const focused = /\b(describe|it|test)(\.\w+)*\.(only|todo|fails)\b|(?<!\.)\b(xit|xdescribe|fit|fdescribe)\(/;
    const self = "tests/house/tests.test.ts";
    expect(suites.filter((path) => path !== self && focused.test(readTree(path)))).toEqual([]);
    expect(listTree().filter((path) => /\.(test|spec)\.[^/]*(skip|off|disabled|bak|orig)/.test(path))).toEqual([]);
  });

  it("are skipped for one reason alone: something that not everybody has is absent", () => {
    const wrong = suites.flatMap((path) =>
      [...readTree(path).matchAll(/\b(?:describe|it|test)\.(?:skip\b|skipIf\([^\n]*|runIf\([^\n]*)/g)]
        .filter(([call]) => !SKIP_REASON.test(call))
        .map(([call]) => `${path}: ${call}`),
    );
    expect(wrong.filter((line) => !line.startsWith("tests/house/"))).toEqual([]);
  });

  it("say something: each test file holds assertions, at least one for each test", () => {
    const silent = suites.filter((path) => {
      const text = readTree(path);
      const tests = text.match(/^\s*(?:it|test)(?:\.\w+(?:\(.*\))?)*\(/gm)?.length ?? 0;
      const asserted = text.match(/\bexpect(?:\.\w+)?\(|\bexpect\w+\(|\bfc\.assert\(/g)?.length ?? 0;
      return tests > 0 && asserted < tests;
    });
    expect(silent).toEqual([]);
    const empty = suites.filter(
      (path) => isTest(path) && !/\b(?:it|test|describe)(?:\.|\()|Contract\(/.test(readTree(path)),
    );
    expect(empty).toEqual([]);
  });

  it("use no mocks of our own modules: what stands in for a part passes that part's contract", () => {
    const mocked = /vi\.(mock|doMock)\(\s*["'](#|\.)/;
    expect(suites.filter((path) => mocked.test(readTree(path)))).toEqual([]);
  });
});

const written = code.filter((path) => !isForTests(path));
const lines = written.map(lengthOf);

describe("the files", () => {
  it(`are small: ${written.length} files, ${median(lines)} lines in the middle, ${Math.max(...lines)} at most`, () => {
    expect(median(lines)).toBeLessThanOrEqual(80);
    expect(Math.max(...lines)).toBeLessThanOrEqual(400);
  });

  it("are named in kebab-case, and by no word that means nothing", () => {
    const wrong = written.filter((path) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.config|\.d)?\.tsx?$/.test(path));
    const vague = written.filter((path) => /(^|[/-])(utils?|helpers?|common|misc|manager|stuff)([-.]|$)/.test(path));
    expect([...wrong, ...vague]).toEqual([]);
  });
});
