import { expect, it } from "vitest";
import { sayLeftWay } from "./say-left-way.ts";

it.each([
  ["no_address", 0, "Not by email: no address or device of hers is known."],
  ["mailbox_full", 1, "Not by email: its provider refused it (mailbox full)."],
  ["mailbox_full", 3, "Not by email: its provider refused it (mailbox full) at try 3."],
])("a way that was left for %s after %i tries says so", (reason, attempts, words) => {
  expect(sayLeftWay({ channel: "email", reason, attempts, at: 0 })).toBe(words);
});
