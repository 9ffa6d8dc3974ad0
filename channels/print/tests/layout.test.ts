import { existsSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { layOutLabels } from "#channels/print/layout/lay-out-labels.ts";
import { layOutLetter } from "#channels/print/layout/lay-out-letter.ts";
import type { Letter } from "#channels/print/layout/letter.ts";
import { labelPapers, papers } from "#channels/print/layout/paper.ts";
import { svgOfPage } from "#channels/print/press/svg-of-page.ts";
import { testPress } from "#tests/worlds/test-press.ts";
import { letterTo, words } from "./letter.fixture.ts";
import { readPdf } from "./read-pdf.fixture.ts";

const { book, toPdf } = testPress();
const ada = ["Ada Byron", "12 St James’s Square", "Springfield IL 62701"];
const lay = (change: Partial<Letter> = {}, maxSheets = 3) =>
  layOutLetter(letterTo(ada, change), { paper: papers["letter-us"], book, maxSheets });
const laidOut = (change: Partial<Letter> = {}) => {
  const laid = lay(change);
  if (!laid.ok) throw new Error(laid.error.code);
  return laid.value;
};
const paragraph = (text: string) => ({ kind: "paragraph", text }) as const;

describe("a letter", () => {
  it("is the same file each time, with its fonts in it as far as they are used", async () => {
    const [first, second] = [await toPdf(laidOut()), await toPdf(laidOut())];
    const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(first)).toBe(hash(second));
    expect(first.length).toBeLessThan(40_000);
    expect(Buffer.from(first).toString("latin1")).not.toMatch(/CreationDate|ModDate/);
  });

  it("says all that it is to say, as another program reads it", async () => {
    const { texts } = await readPdf(await toPdf(laidOut()));
    const said = texts.map(({ text }) => text).join(" ");
    for (const part of ["Dear Ada,", "Wool socks", "$12.50", "See them all", "shop.example/v/AAECAwQFBgcICQoLDA0ODw"]) {
      expect(said).toContain(part);
    }
    expect(said).toContain("If you want no more letters, scan the code, or write to us.");
    expect(said).not.toContain("Page 1");
  });

  it("is measured as wide as another program finds it", async () => {
    const layout = laidOut({
      body: [paragraph("Żółć Ελληνικά Съешь ещё “quotes” — fi ffl office 1⁄2 ½ €"), paragraph(words)],
    });
    const { texts } = await readPdf(await toPdf(layout));
    const marks = layout.pages[0]?.marks.flatMap((mark) => (mark.kind === "text" ? [mark] : [])) ?? [];
    for (const mark of marks) {
      const line = texts.filter(
        ({ y, x }) => Math.abs(y - mark.y) < 0.01 && x >= mark.x - 0.01 && x < mark.x + mark.width,
      );
      const end = Math.max(...line.map(({ x, width }) => x + width));
      expect(Math.abs(end - (mark.x + mark.width)) / mark.width).toBeLessThan(0.02);
    }
  });

  it("goes on on a second sheet where the first is full, each with its number, and no word is lost", async () => {
    const body = Array.from({ length: 40 }, (_, index) => paragraph(`Paragraph ${index}. ${words}`));
    const layout = laidOut({ body });
    expect(layout.sheets).toBe(layout.pages.length);
    expect(layout.sheets).toBeGreaterThan(1);
    const { texts } = await readPdf(await toPdf(layout));
    const said = texts.map(({ text }) => text).join(" ");
    for (let index = 0; index < 40; index += 1) expect(said).toContain(`Paragraph ${index}.`);
    expect(said).toContain(`Page ${layout.sheets} of ${layout.sheets}`);
    for (const { y, size } of texts) expect(y + size).toBeLessThan(papers["letter-us"].height - 20);
  });

  it("of more sheets than it may have is refused", () => {
    const body = Array.from({ length: 200 }, () => paragraph(words));
    expect(lay({ body })).toMatchObject({ ok: false, error: { code: "too_long" } });
  });

  it("breaks words that are wider than the page, and never passes its margins", () => {
    const { right } = papers["letter-us"];
    const layout = laidOut({
      body: [paragraph("W".repeat(3_000)), { kind: "item", name: "x".repeat(300), price: "9".repeat(90) }],
    });
    for (const { marks } of layout.pages) {
      for (const mark of marks) expect(mark.x + mark.width).toBeLessThanOrEqual(right + 0.01);
    }
  });

  it.each([
    ["Arabic", "مرحبا"],
    ["Hebrew", "שלום"],
    ["Chinese", "你好"],
    ["Thai", "สวัสดี"],
    ["the rupee of a script it lacks", "৳5 ১২"],
  ])("in %s is refused by name, and never printed with gaps", (_, text) => {
    const laid = lay({ body: [paragraph(`Dear ${text},`)] });
    expect(laid).toMatchObject({ ok: false, error: { code: "not_printable" } });
    expect(!laid.ok && laid.error.code === "not_printable" && laid.error.characters.length).toBeGreaterThan(0);
  });

  it("goes without signs that mean no letter, and names them", () => {
    const layout = laidOut({ body: [paragraph("Happy birthday 🎂🧁!")] });
    expect(layout.leftOut).toEqual(["🎂", "🧁"]);
    expect(layout.pages[0]?.marks).toContainEqual(expect.objectContaining({ text: "Happy birthday !" }));
  });

  it("is a picture of the same marks, in which no text is markup", () => {
    const layout = laidOut({ body: [paragraph("<script>alert(1)</script> & “x”")] });
    const [page] = layout.pages;
    if (page === undefined) throw new Error("no page");
    const svg = svgOfPage(page);
    expect(svg).not.toContain("<script");
    expect(svg.match(/<text /g)).toHaveLength(page.marks.filter(({ kind }) => kind === "text").length);
    expect(svg.match(/<rect /g)).toHaveLength(page.marks.filter(({ kind }) => kind === "bar").length + 1);
  });
});

describe("labels", () => {
  it.each(["labels-us-30", "labels-a4-21"] as const)("on %s stand each wholly on its own", async (format) => {
    const paper = labelPapers[format];
    const count = paper.columns * paper.rows * 2 + 3;
    const blocks = Array.from({ length: count }, (_, index) => [
      `Person ${index}`,
      "12 High Street, Flat 3",
      "Springfield IL 62701",
    ]);
    const laid = layOutLabels(blocks, { paper, book, title: "Labels" });
    if (!laid.ok) throw new Error("not laid out");
    expect(laid.value.sheets).toBe(3);
    const { texts } = await readPdf(await toPdf(laid.value));
    expect(texts.filter(({ text }) => text.startsWith("Person"))).toHaveLength(count);
    for (const { x, y, width, size } of texts) {
      const column = Math.floor((x - paper.first.x) / paper.stepX);
      const row = Math.floor((y - paper.first.y) / paper.stepY);
      const left = paper.first.x + column * paper.stepX;
      const top = paper.first.y + row * paper.stepY;
      expect(x + width).toBeLessThanOrEqual(left + paper.first.width - paper.margin + 0.01);
      expect(y - size * 0.76).toBeGreaterThanOrEqual(top + paper.margin - 0.01);
      expect(y + size * 0.24).toBeLessThanOrEqual(top + paper.first.height - paper.margin + 0.01);
    }
  });

  it("are refused together, each fault with its place", () => {
    const blocks = [ada, ["あ"], Array.from({ length: 15 }, () => "line")];
    const laid = layOutLabels(blocks, { paper: labelPapers["labels-us-30"], book, title: "Labels" });
    expect(laid).toMatchObject({
      ok: false,
      error: [
        { index: 1, fault: { code: "not_printable" } },
        { index: 2, fault: { code: "address_too_long" } },
      ],
    });
  });
});

const NAUGHTY = "../shared/cases/naughty/blns.json";
const naughty = existsSync(NAUGHTY) ? (JSON.parse(readFileSync(NAUGHTY, "utf8")) as string[]) : [];

describe("strings that break things", () => {
  it.skipIf(naughty.length === 0)(`are printed or refused, all ${naughty.length}, as words and as an address`, () => {
    const layouts = naughty.flatMap((text) => {
      const letter = letterTo([`Ada ${text}`.slice(0, 60), "12 High Street", "Bath"], {
        body: [paragraph(text), { kind: "item", name: text, price: text }],
      });
      const laid = layOutLetter(letter, { paper: papers["letter-din-b"], book, maxSheets: 10 });
      return laid.ok ? [laid.value] : [];
    });
    const marks = layouts.flatMap(({ pages }) => pages.flatMap((page) => page.marks));
    const texts = marks.flatMap((mark) => (mark.kind === "text" ? [mark.text] : []));
    expect(marks.every(({ x, y, width }) => Number.isFinite(x + y + width))).toBe(true);
    expect(texts.flatMap((text) => Array.from(text)).filter((character) => !book.has(character))).toEqual([]);
    const refused = naughty.length - layouts.length;
    expect(refused).toBeLessThan(naughty.length / 2);
  });

  it.skipIf(naughty.length === 0)(
    `make a file that is read back, all that are printed of ${naughty.length} in one letter`,
    async () => {
      const body = naughty.filter((text) => lay({ body: [paragraph(text)] }, 10).ok).map(paragraph);
      const laid = lay({ body: [...body, paragraph("The end.")] }, 100);
      if (!laid.ok) throw new Error(laid.error.code);
      const { texts } = await readPdf(await toPdf(laid.value));
      expect(texts.map(({ text }) => text)).toContain("The end.");
    },
  );
});
