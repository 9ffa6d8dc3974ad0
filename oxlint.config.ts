import { readdirSync } from "node:fs";
import { defineConfig } from "oxlint";
import { forbiddenFor, type Room, rooms } from "./house.ts";

const pure = (path: string) => [`${path}/**/*.ts`, `${path}/**/*.tsx`];

const ambient = [
  { name: "Date", message: "Take a Clock from #kernel/clock.ts; dates and instants are in #kernel/calendar.ts." },
  { name: "process", message: "Only src/entry reads the environment." },
  { name: "fetch", message: "Take fetch through deps." },
  { name: "setTimeout", message: "Take a Timer from #kernel/clock.ts." },
  { name: "setInterval", message: "Take a Timer from #kernel/clock.ts." },
  { name: "setImmediate", message: "Take `breathe` through deps." },
  { name: "performance", message: "Take a Clock from #kernel/clock.ts." },
  { name: "globalThis", message: "What a module uses, it names." },
];

/** What workerd has not, or what would open a file, a process or a thread: the entries' business. */
const machine = ["node:fs", "node:fs/*", "node:child_process", "node:worker_threads", "node:os", "node:path"];

/** Folders of parts that several channels share. */
const sharedByChannels: ReadonlySet<string> = new Set(["bounces", "dkim", "mime", "twilio", "webhook"]);

/** One folder a channel: a channel stands alone and never knows its neighbour. */
const channelFolders = readdirSync(new URL("channels/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !sharedByChannels.has(entry.name))
  .map(({ name }) => name);

type Pattern = { readonly group?: string[]; readonly regex?: string; readonly message: string };

/** Holds for every room. A pattern by regex, since the gitignore kind of `group` is blind to "..". */
const everywhere: readonly Pattern[] = [
  { regex: "^\\.{1,2}(/.*)?/\\.\\.(/|$)|^\\.\\./", message: "Leave a folder through its #room path, never by '../'." },
  { group: ["vitest", "fast-check", "#tests/*", "#tests/**"], message: "Only tests import what is for tests." },
];

const onlyEntries: Pattern = { group: machine, message: "Only src/entry opens files, processes and threads." };

function importRule(patterns: readonly Pattern[]): ["error", { patterns: Pattern[] }] {
  return ["error", { patterns: [...patterns] }];
}

function patternsOf(room: Room): readonly Pattern[] {
  const higher = forbiddenFor(room).map((name) => ({
    group: [`#${name}/*`, `#${name}/**`],
    message: `${room.name} must not know ${name}: imports run one way (docs/ARCHITECTURE.md).`,
  }));
  return [...higher, ...everywhere, ...(room.path === "src/entry" ? [] : [onlyEntries])];
}

/** One override a room: what it must not import, and no way around by a relative path. */
const roomOverrides = rooms.map((room) => ({
  files: pure(room.path),
  rules: { "no-restricted-imports": importRule(patternsOf(room)) },
}));

const channelOverrides = rooms
  .filter(({ name }) => name === "channels")
  .flatMap((room) =>
    channelFolders.map((folder) => ({
      files: pure(`${room.path}/${folder}`),
      rules: {
        "no-restricted-imports": importRule([
          ...patternsOf(room),
          {
            group: channelFolders.filter((other) => other !== folder).map((other) => `#channels/${other}/*`),
            message: "A channel never imports a sibling.",
          },
        ]),
      },
    })),
  );

export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["docs/generated/**", "dist/**", ".wrangler/**", "src/store/migrations/**"],
  rules: {
    "max-lines": ["error", { max: 400 }],
    "max-lines-per-function": ["error", { max: 60 }],
    "max-params": ["error", { max: 3 }],
    "max-depth": ["error", { max: 3 }],
    "import/no-default-export": "error",
    "oxc/no-barrel-file": ["error", { threshold: 0 }],
    "no-console": "error",
    "no-restricted-globals": ["error", ...ambient],
    "no-restricted-properties": [
      "error",
      { object: "Math", property: "random", message: "Take a Random from #kernel/random.ts." },
      { object: "crypto", property: "randomUUID", message: "Take Ids from #kernel/id.ts." },
      { object: "crypto", property: "getRandomValues", message: "Take bytes through deps." },
      { object: "Temporal", property: "Now", message: "Take a Clock from #kernel/clock.ts." },
    ],
    "typescript/no-floating-promises": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/consistent-type-imports": "off",
    "typescript/no-unsafe-type-assertion": "off",
    "typescript/consistent-return": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/consistent-function-scoping": "off",
    "import/no-unassigned-import": "off",
    "import/no-named-as-default-member": "off",
    "import/no-named-as-default": "off",
    "vitest/require-mock-type-parameters": "off",
    "vitest/no-conditional-tests": "off",
    "no-underscore-dangle": "off",
    "no-shadow": "off",
    "no-await-in-loop": "off",
  },
  overrides: [
    ...roomOverrides,
    ...channelOverrides,
    {
      files: ["**/*.test.ts", "**/*.test.tsx", "**/*.contract.ts", "tests/**", "bench/**"],
      rules: {
        "max-lines": ["error", { max: 600 }],
        "max-lines-per-function": "off",
        "max-nested-callbacks": "off",
        "no-restricted-globals": "off",
        "no-restricted-imports": "off",
        "typescript/no-non-null-assertion": "off",
      },
    },
    {
      // Its functions run inside the browser that looks at the pages.
      files: ["src/web/pages/gallery/**"],
      rules: {
        "no-restricted-globals": ["error", ...ambient.filter(({ name }) => name !== "globalThis")],
      },
    },
    { files: ["src/kernel/calendar.ts", "src/entry/**"], rules: { "no-restricted-globals": "off" } },
    { files: ["src/entry/**", "bench/**"], rules: { "no-console": "off", "no-restricted-properties": "off" } },
    {
      files: ["*.config.ts", "src/entry/worker.ts", "tests/runtimes/workerd/built/queue-worker/queue-worker.ts"],
      rules: { "import/no-default-export": "off" },
    },
  ],
});
