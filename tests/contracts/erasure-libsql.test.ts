import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { recordSurveyAnswers } from "#customers/record-survey-answers.ts";
import { personalData } from "#entry/personal-data.ts";
import { choosingDeps } from "#tests/worlds/choosing-world.ts";
import { manualClock } from "#kernel/clock.ts";
import { freshStore } from "../worlds/fresh-store.ts";
import { erasureContract } from "./erasure.contract.ts";

erasureContract("libSQL", () => freshStore());

it("an erased customer is in no byte of the database's files, neither on free pages nor in the log", async () => {
  const folder = mkdtempSync(join(tmpdir(), "erased-"));
  const store = await freshStore(`file:${join(folder, "ring.db")}`);
  const deps = choosingDeps({ store, clock: manualClock(Date.UTC(2026, 10, 22)) });
  const actor = { kind: "operator", id: "op_1" } as const;
  const canary = "Quillfeather-8842";
  const bytes = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).includes(canary)]);
  const seen = () => bytes().filter(([, isThere]) => isThere);
  try {
    const input = { firstName: canary, email: `${canary}@people.example` };
    expect((await putCustomer({ deps, actor, code: "ada", input })).ok).toBe(true);
    // Long enough for pages of its own, which are free afterwards.
    const answers = Array.from({ length: 40 }, (_, index) => ({
      question: `q${index}`,
      answer: `${canary} `.repeat(150),
    }));
    await recordSurveyAnswers({ deps, code: "ada", input: { responseId: "r1", survey: "visit", answers } });
    expect(seen()).not.toEqual([]);
    const erased = await eraseCustomer({ deps: { ...deps, personalData }, actor, code: "ada" });
    expect(erased.ok).toBe(true);
    const [free] = await store.read({ sql: "pragma freelist_count", params: [] });
    expect(Number(free?.["freelist_count"])).toBeGreaterThan(10);
    expect(seen()).toEqual([]);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
