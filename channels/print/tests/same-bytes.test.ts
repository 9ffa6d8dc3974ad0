import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { layOutLetter } from "#channels/print/layout/lay-out-letter.ts";
import { papers } from "#channels/print/layout/paper.ts";
import { testPress } from "#tests/worlds/test-press.ts";
import { letterTo } from "./letter.fixture.ts";
import { SAME_ON_EVERY_RUNTIME } from "./same-bytes.fixture.ts";

it("a letter is the file that workerd makes of it", async () => {
  const { book, toPdf } = testPress();
  const recipient = ["Zoë Größmann-Żółć", "Ελένης 12", "Съешь", "07743 Jena"];
  const laid = layOutLetter(letterTo(recipient), { paper: papers["letter-din-b"], book, maxSheets: 3 });
  if (!laid.ok) throw new Error(laid.error.code);
  expect(
    createHash("sha256")
      .update(await toPdf(laid.value))
      .digest("hex"),
  ).toBe(SAME_ON_EVERY_RUNTIME);
});
