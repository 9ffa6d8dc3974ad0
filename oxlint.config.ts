import { defineConfig } from "oxlint";
import { forbiddenFor, rooms } from "./house.ts";

const pure = (path: string) => [`${path}/**/*.ts`, `${path}/**/*.tsx`];

const ambient = [
  { name: "Date", message: "Take a Clock from #kernel/clock.ts; dates and instants are in #kernel/calendar.ts." },
  { name: "process", message: "Only src/entry reads the environment." },
  { name: "fetch", message: "Take fetch through deps." },
  { name: "setTimeout", message: "Take a Timer from #kernel/clock.ts." },
  { name: "setInterval", message: "Take a Timer from #kernel/clock.ts." },
];

/** One override a room: what it must not import, and no way around by a relative path. */
const roomOverrides = rooms.map((room) => ({
  files: pure(room.path),
  rules: {
    "no-restricted-imports": [
      "error" as const,
      {
        patterns: [
          ...forbiddenFor(room).map((name) => ({
            group: [`#${name}/*`, `#${name}/**`],
            message: `${room.name} must not know ${name}: imports run one way (docs/ARCHITECTURE.md).`,
          })),
          { group: ["**/../*"], message: "Leave a folder through its #room path, never by '../'." },
          { group: ["vitest"], message: "Only tests import vitest." },
        ],
      },
    ] as ["error", { patterns: { group: string[]; message: string }[] }],
  },
}));

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
    "oxc/no-barrel-file": "error",
    "no-console": "error",
    "no-restricted-globals": ["error", ...ambient],
    "no-restricted-properties": [
      "error",
      { object: "Math", property: "random", message: "Take a Random from #kernel/random.ts." },
      { object: "crypto", property: "randomUUID", message: "Take Ids from #kernel/id.ts." },
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
    { files: ["src/kernel/calendar.ts", "src/entry/**"], rules: { "no-restricted-globals": "off" } },
    { files: ["src/entry/**", "bench/**"], rules: { "no-console": "off", "no-restricted-properties": "off" } },
    { files: ["*.config.ts", "src/entry/worker.ts"], rules: { "import/no-default-export": "off" } },
  ],
});
