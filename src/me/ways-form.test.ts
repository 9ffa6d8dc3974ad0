import { describe, expect, it } from "vitest";
import { offeredWays, parseWays } from "./ways-form.ts";

const offered = ["email", "sms", "push"] as const;

describe("the order of her channels, as its lists are filled in", () => {
  it.each([
    [["sms", "email", ""], { order: ["sms", "email"] }],
    [["email", "", "push"], { order: ["email", "push"] }],
    [["email", "email", ""], { order: ["email"] }],
    [["", "", ""], { order: null }],
    [["", "sms", ""], { fault: "first_way" }],
    [["pigeon", "", ""], { fault: "choice" }],
    [["voice", "", ""], { fault: "choice" }],
    [undefined, { order: undefined }],
  ] as const)("%j means %j", (draft, meant) => {
    expect(parseWays(draft, offered)).toEqual(meant);
  });

  it("offers what some newsletter may come by", () => {
    expect(offeredWays([{ channels: ["push"] }, { channels: ["push", "email"] }])).toEqual(["email", "push"]);
  });
});
