import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lintSms } from "./lint-sms.ts";
import type { MergeView } from "./merge-view.ts";

const view = JSON.parse(readFileSync("templates/weekly-picks/example.json", "utf8")) as MergeView;
const codesOf = (sms: string, kind: "marketing" | "service" = "marketing") =>
  lintSms({ kind, locale: "en", view, sms }).map(({ code }) => code);
const { name } = view.vendor;

describe("a text", () => {
  it.each([
    [`${name}: picks. STOP ends texts.`, []],
    [`${name}: picks. Change: ${view.preferencesUrl}`, []],
    ["Picks. STOP ends texts.", ["text_without_name"]],
    [`${name}: picks, nonstop.`, ["text_without_stop"]],
    [`${name} STOP ${"a".repeat(1_600)}`, ["text_too_long"]],
    ["", []],
  ])("%s has the faults %j", (sms, codes) => {
    expect(codesOf(sms)).toEqual(codes);
  });

  it("that is owed to her needs no way out", () => {
    expect(codesOf(`${name}: your order leaves today.`, "service")).toEqual([]);
  });
});
