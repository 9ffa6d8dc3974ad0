import { describe, expect, it } from "vitest";
import { secretFrom } from "#kernel/secret.ts";
import { keyedRequest, readIdempotencyKey } from "./idempotency-key.ts";

describe("an Idempotency-Key", () => {
  it.each([
    ['"8e03978e-40d5"', "8e03978e-40d5"],
    ["8e03978e-40d5", "8e03978e-40d5"],
    ['  "with blank"  ', "with blank"],
    ['"a \\"quoted\\" \\\\ one"', 'a "quoted" \\ one'],
  ])("%s is read", (header, key) => {
    expect(readIdempotencyKey(header)).toEqual({ ok: true, value: key });
  });

  it.each([
    [null],
    [""],
    ["  "],
    ['""'],
    ['"open'],
    ['"a\\b"'],
    ["two words"],
    ["ключ"],
    ["x".repeat(256)],
    ['"\u0007"'],
  ])("%j is refused", (header) => {
    const read = readIdempotencyKey(header);
    expect(read.ok ? undefined : read.error.code).toBe("invalid_request");
  });

  it("is one caller's, and knows a body whatever the order of its names, but not that of its lists", () => {
    const secret = secretFrom(new Uint8Array(32).fill(1));
    const by = (id: string, body: unknown) =>
      keyedRequest(secret, { actor: { kind: "key", id }, operation: "sendMessage", key: "k" }, body);
    expect(by("a", { x: 1, y: [1, 2] })).toEqual(by("a", { y: [1, 2], x: 1 }));
    expect(by("a", { x: [1, 2] }).bodyHash).not.toBe(by("a", { x: [2, 1] }).bodyHash);
    expect(by("a", {}).keyHash).not.toBe(by("b", {}).keyHash);
    expect(by("a", [["x", 1]]).bodyHash).not.toBe(by("a", { x: 1 }).bodyHash);
  });
});
