import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapText } from "./wrap-text.ts";

test("a line is at most 78 characters long, unless one word is longer, and no word is lost", () => {
  const word = fc.stringMatching(/^[a-z:/.]{1,100}$/);
  fc.assert(
    fc.property(fc.array(fc.array(word), { maxLength: 5 }), (lines) => {
      const wrapped = wrapText(lines.map((words) => words.join(" ")).join("\n"));
      for (const line of wrapped.split("\n")) expect(line.length <= 78 || !line.includes(" ")).toBe(true);
      expect(wrapped.split(/\s+/).filter(Boolean)).toEqual(lines.flat());
    }),
  );
});

test("branches that were left out leave one blank line behind at most", () => {
  expect(wrapText("\n\na  \n\n\n \n\nb\n\n")).toBe("a\n\nb\n");
});
