import { expect, it } from "vitest";
import { remembered } from "./remember.ts";

it("one object's answer is worked out once for each key, also where it is undefined, and another object has its own", () => {
  const worked: string[] = [];
  const length = remembered((of: { readonly text: string }, more: number): number | undefined => {
    worked.push(`${of.text}+${more}`);
    return more < 0 ? undefined : of.text.length + more;
  }, String);
  const [tea, rose] = [{ text: "tea" }, { text: "rose" }];
  expect([length(tea, 1), length(tea, 1), length(rose, 1), length(tea, -1), length(tea, -1)]).toEqual([
    4,
    4,
    5,
    undefined,
    undefined,
  ]);
  expect(worked).toEqual(["tea+1", "rose+1", "tea+-1"]);
});

it("what broke is tried again", () => {
  let tries = 0;
  const work = remembered(
    (): number => {
      tries += 1;
      if (tries === 1) throw new RangeError("once");
      return tries;
    },
    () => "",
  );
  const of = {};
  expect(() => work(of, undefined)).toThrow("once");
  expect(work(of, undefined)).toBe(2);
});
