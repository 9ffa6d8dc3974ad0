import { expect, it } from "vitest";
import { lastFew } from "./last-few.ts";

it("the last few that were asked are kept, and whoever was asked again counts as the last", async () => {
  const asked: string[] = [];
  const few = lastFew<string>(2);
  const get = (key: string) =>
    few(key, async () => {
      asked.push(key);
      return key.toUpperCase();
    });
  for (const key of ["a", "b", "a", "c", "a", "b"]) expect(await get(key)).toBe(key.toUpperCase());
  expect(asked).toEqual(["a", "b", "c", "b"]);
});

it("what broke is asked again", async () => {
  const few = lastFew<number>(2);
  await expect(few("a", () => Promise.reject(new Error("once")))).rejects.toThrow("once");
  expect(await few("a", () => Promise.resolve(1))).toBe(1);
});
