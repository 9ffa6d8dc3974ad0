import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { layOutLetter } from "#channels/print/layout/lay-out-letter.ts";
import { papers } from "#channels/print/layout/paper.ts";
import { letterTo } from "#channels/print/tests/letter.fixture.ts";
import { SAME_ON_EVERY_RUNTIME } from "#channels/print/tests/same-bytes.fixture.ts";
import { pressOf } from "#entry/print-of.ts";
import { edgeFonts } from "#entry/worker/print/edge-fonts.ts";

describe("a letter in workerd", () => {
  it("is the very file that Node makes of it", async () => {
    const { book, toPdf } = await pressOf(edgeFonts)();
    const recipient = ["Zoë Größmann-Żółć", "Ελένης 12", "Съешь", "07743 Jena"];
    const laid = layOutLetter(letterTo(recipient), { paper: papers["letter-din-b"], book, maxSheets: 3 });
    if (!laid.ok) throw new Error(laid.error.code);
    const pdf = await toPdf(laid.value);
    expect(createHash("sha256").update(pdf).digest("hex")).toBe(SAME_ON_EVERY_RUNTIME);
  });
});
