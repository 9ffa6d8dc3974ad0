import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileTriggerRules } from "./compile-trigger.ts";
import { triggerBody } from "./trigger.ts";

const page = readFileSync(new URL("../../../docs/triggers.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, text = ""]) => JSON.parse(text) as { title: string },
);

describe("the examples of docs/triggers.md", () => {
  it.each(examples.map((example) => [example.title, example] as const))(
    "%s: is understood as it stands",
    (_, example) => {
      const read = triggerBody.safeParse(example);
      expect(read.error?.issues ?? []).toEqual([]);
      if (!read.success) return;
      const rules = compileTriggerRules(read.data, { customer: {}, segments: new Map([["lapsed", undefined]]) });
      expect(rules.ok ? [] : rules.error).toEqual([]);
    },
  );

  it("are all there: basket, purchase, welcome, win-back and a date", () => {
    expect(examples).toHaveLength(5);
  });
});
