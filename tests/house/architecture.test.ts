import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { forbiddenFor, type Room, rooms } from "../../house.ts";
import packageJson from "../../package.json" with { type: "json" };
import { lint, lintPlanted } from "./lint.ts";
import { isCode, isForTests, listTree, readTree, root } from "./tree.ts";

const IMPORT = "eslint(no-restricted-imports)";
const use = (path: string) => `import { thing } from "${path}";\nexport const used = thing;\n`;

/** path → the rule that must see it */
type Plants = Map<string, { readonly text: string; readonly rule: string }>;

function reported(plants: Plants): readonly string[] {
  const complaints = lintPlanted(new Map([...plants].map(([path, { text }]) => [path, text])));
  return [...plants]
    .filter(([path, { rule }]) => complaints.some((complaint) => complaint.file === path && complaint.rule === rule))
    .map(([path]) => path);
}

function allowedFor(room: Room): readonly string[] {
  const forbidden = forbiddenFor(room);
  return rooms.map(({ name }) => name).filter((name) => name !== room.name && !forbidden.includes(name));
}

const pairs = rooms.flatMap((room) => forbiddenFor(room).map((other) => [room, other] as const));

describe("the rooms", () => {
  it("are the import map of package.json, and each of them exists", () => {
    const mapped = Object.fromEntries(rooms.map(({ name, path }) => [`#${name}/*`, `./${path}/*`]));
    expect(packageJson.imports).toEqual({ ...mapped, "#tests/*": "./tests/*" });
    expect(rooms.map(({ path }) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it(`never import upwards or sideways: each of the ${pairs.length} ways is seen by the linter, at any depth`, () => {
    const plants: Plants = new Map(
      pairs.flatMap(([room, other]) => [
        [`${room.path}/planted-${other}.ts`, { text: use(`#${other}/thing.ts`), rule: IMPORT }],
        [`${room.path}/deep/er/planted-${other}.tsx`, { text: use(`#${other}/api/deep/thing.tsx`), rule: IMPORT }],
      ]),
    );
    expect(reported(plants)).toEqual([...plants.keys()]);
  }, 60_000);

  it("may import downwards: the linter has nothing against it", () => {
    const files = new Map(
      rooms.flatMap((room) =>
        allowedFor(room).map((lower) => [`${room.path}/good-${lower}.ts`, use(`#${lower}/thing.ts`)] as const),
      ),
    );
    expect(files.size).toBeGreaterThan(60);
    expect(lintPlanted(files).filter(({ rule }) => rule === IMPORT)).toEqual([]);
  }, 60_000);

  it("have no way out by a relative path, by a test's folder or, but for the entries, to the machine", () => {
    const forms: ReadonlyArray<readonly [name: string, text: string]> = [
      ["parent", use("../thing.ts")],
      ["grandparent", use("../../thing.ts")],
      ["dotted", use("./../thing.ts")],
      ["detour", use("./deep/../../thing.ts")],
      ["type", 'import type { Thing } from "../thing.ts";\nexport type Used = Thing;\n'],
      ["dynamic", 'export async function load() {\n  return import("../thing.ts");\n}\n'],
      ["passed-on", 'export { thing } from "../thing.ts";\n'],
      ["worlds", use("#tests/worlds/thing.ts")],
      ["vitest", 'import { vi } from "vitest";\nexport const used = vi;\n'],
    ];
    const machine = ["node:fs", "node:fs/promises", "node:child_process", "node:worker_threads"];
    const plants: Plants = new Map([
      ...rooms.flatMap(({ path }) =>
        forms.map(([name, text]) => [`${path}/escape-${name}.ts`, { text, rule: IMPORT }] as const),
      ),
      ...rooms
        .filter(({ name }) => name !== "entry")
        .flatMap(({ path }) =>
          machine.map(
            (name) => [`${path}/m-${name.replaceAll(/\W/g, "-")}.ts`, { text: use(name), rule: IMPORT }] as const,
          ),
        ),
      ["channels/smtp/sibling.ts", { text: use("#channels/memory/mailbox.ts"), rule: IMPORT }],
      ["channels/memory/sibling.ts", { text: use("#channels/smtp/session.ts"), rule: IMPORT }],
    ]);
    expect(reported(plants)).toEqual([...plants.keys()]);
  }, 60_000);

  it("are kept by every import that really stands in them, types and dynamic ones too", () => {
    const wrong = listTree()
      .filter((path) => isCode(path) && !isForTests(path))
      .flatMap((path) => forbiddenImports(path));
    expect(wrong).toEqual([]);
  });
});

/** A second look that knows nothing of the linter: the words between the quotes. */
function forbiddenImports(path: string): readonly string[] {
  const room = rooms.find((one) => path.startsWith(`${one.path}/`));
  if (room === undefined) return [];
  const specifiers = [...readTree(path).matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(
    ([, specifier = ""]) => specifier,
  );
  const higher = forbiddenFor(room);
  return specifiers
    .filter((specifier) => specifier.includes("../") || higher.some((name) => specifier.startsWith(`#${name}/`)))
    .map((specifier) => `${path}: ${specifier}`);
}

const house: ReadonlyArray<readonly [name: string, rule: string, text: string]> = [
  ["date-now", "eslint(no-restricted-globals)", "export const now = () => Date.now();\n"],
  ["new-date", "eslint(no-restricted-globals)", "export const now = () => new Date();\n"],
  ["fetch", "eslint(no-restricted-globals)", 'export const ask = () => fetch("https://x.example");\n'],
  ["process", "eslint(no-restricted-globals)", "export const home = () => process.env;\n"],
  ["timeout", "eslint(no-restricted-globals)", "export const wait = () => setTimeout(() => undefined, 1);\n"],
  ["interval", "eslint(no-restricted-globals)", "export const wait = () => setInterval(() => undefined, 1);\n"],
  ["immediate", "eslint(no-restricted-globals)", "export const wait = () => setImmediate(() => undefined);\n"],
  ["performance", "eslint(no-restricted-globals)", "export const now = () => performance.now();\n"],
  ["global", "eslint(no-restricted-globals)", "export const now = () => globalThis.Date.now();\n"],
  ["random", "eslint(no-restricted-properties)", "export const chance = () => Math.random();\n"],
  ["uuid", "eslint(no-restricted-properties)", "export const id = () => crypto.randomUUID();\n"],
  ["bytes", "eslint(no-restricted-properties)", "export const b = () => crypto.getRandomValues(new Uint8Array(1));\n"],
  ["console", "eslint(no-console)", 'export const say = () => console.log("x");\n'],
  ["default", "import(no-default-export)", "const thing = 1;\nexport default thing;\n"],
  ["barrel", "oxc(no-barrel-file)", 'export * from "./thing.ts";\n'],
  ["any", "typescript(no-explicit-any)", "export const loose = (x: any) => String(x);\n"],
  ["non-null", "typescript(no-non-null-assertion)", "export const first = (x: readonly string[]) => x[0]!;\n"],
  [
    "floating",
    "typescript(no-floating-promises)",
    "async function work() {}\nexport const go = () => {\n  work();\n};\n",
  ],
  [
    "parameters",
    "eslint(max-params)",
    "export const sum = (a: number, b: number, c: number, d: number) => a + b + c + d;\n",
  ],
  [
    "depth",
    "eslint(max-depth)",
    `export function deep(n: number) {\n${"if (n) {".repeat(4)}n += 1;${"}".repeat(4)}\n}\n`,
  ],
  ["long-function", "eslint(max-lines-per-function)", `export function long() {\n${"  void 0;\n".repeat(61)}}\n`],
  ["long-file", "eslint(max-lines)", Array.from({ length: 401 }, (_, n) => `export const n${n} = ${n};\n`).join("")],
];

describe("what must not be written", () => {
  it(`is seen in every room but the entries': ${house.map(([name]) => name).join(", ")}`, () => {
    const plants: Plants = new Map(
      rooms
        .filter(({ name }) => name !== "entry")
        .flatMap(({ path }) =>
          house.map(([name, rule, text]) => [`${path}/planted-${name}.ts`, { text, rule }] as const),
        ),
    );
    expect(reported(plants)).toEqual([...plants.keys()]);
  }, 120_000);

  it("stands nowhere in the tree", () => {
    const rules = new Set([IMPORT, ...house.map(([, rule]) => rule)]);
    const found = lint(root, []).filter(({ rule }) => rules.has(rule));
    expect(found.map(({ file, rule }) => `${file}: ${rule}`)).toEqual([]);
  }, 60_000);

  it("is never silenced: no file switches a rule off", () => {
    const silenced = /(oxlint|eslint)-disable|@ts-(ignore|nocheck|expect-error)|v8 ignore|istanbul ignore/;
    const files = listTree().filter((path) => isCode(path) && path !== "tests/house/architecture.test.ts");
    expect(files.filter((path) => silenced.test(readTree(path)))).toEqual([]);
  });
});
