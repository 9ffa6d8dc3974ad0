import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOutCard } from "#channels/print/layout/lay-out-card.ts";
import { layOutLetter } from "#channels/print/layout/lay-out-letter.ts";
import { type Box, INCH, type Layout, MM } from "#channels/print/layout/page.ts";
import { papers } from "#channels/print/layout/paper.ts";
import { testPress } from "#tests/worlds/test-press.ts";
import { letterTo } from "./letter.fixture.ts";
import { type FoundText, readPdf } from "./read-pdf.fixture.ts";

/**
 * What a window shows of a folded sheet wherever it lies in its envelope: worked out here from envelope, window and fold, and not
 * taken from the layout. The sheet stands on the envelope's lower edge, or as much higher as there is room.
 */
function alwaysSeen(of: {
  readonly envelope: readonly [width: number, height: number];
  readonly window: { readonly left: number; readonly bottom: number; readonly width: number; readonly height: number };
  readonly sheet: readonly [width: number, panelBottom: number, folded: number];
  readonly unit: number;
}): Box {
  const { envelope, window, sheet, unit } = of;
  const [sheetWidth, panelBottom, folded] = sheet;
  const slackX = envelope[0] - sheetWidth;
  const slackY = envelope[1] - folded;
  // On the sheet, standing on the edge: the window's lower border is `bottom` above the fold.
  const bottom = panelBottom - window.bottom;
  const top = bottom - window.height + slackY;
  const right = window.left + window.width - slackX;
  return { x: window.left * unit, y: top * unit, width: (right - window.left) * unit, height: (bottom - top) * unit };
}

const dinLang = { envelope: [220, 110], window: { left: 20, bottom: 15, width: 90, height: 45 }, unit: MM } as const;
const windows = {
  "letter-us": alwaysSeen({
    envelope: [9.5, 4.125],
    window: { left: 0.875, bottom: 0.5, width: 4.5, height: 1.125 },
    sheet: [8.5, 3.9375, 3.9375],
    unit: INCH,
  }),
  "letter-din-a": alwaysSeen({ ...dinLang, sheet: [210, 87, 105] }),
  "letter-din-b": alwaysSeen({ ...dinLang, sheet: [210, 105, 105] }),
};
type Window = keyof typeof windows;

const { book, toPdf } = testPress();
const ASCENT = 0.76;
const DESCENT = 0.24;

function isInside({ x, y, width, size }: FoundText, box: Box): boolean {
  return (
    x >= box.x - 0.01 &&
    x + width <= box.x + box.width + 0.01 &&
    y - size * ASCENT >= box.y - 0.01 &&
    y + size * DESCENT <= box.y + box.height + 0.01
  );
}

async function printed(window: Window, recipient: readonly string[]) {
  const laid = layOutLetter(letterTo(recipient), { paper: papers[window], book, maxSheets: 3 });
  return laid.ok ? readPdf(await toPdf(laid.value)) : laid.error;
}

const ada = ["Ada Byron", "12 St James’s Square", "Springfield IL 62701"];
const long = [
  "Wolfeschlegelsteinhausenbergerdorff-Größmann Familie",
  "c/o Ελένη Παπαδοπούλου-Χατζηκωνσταντίνου",
  "Verlängerte Schwabstraße am Rathausplatz 117",
  "07743 Łódź-Śródmieście",
  "GERMANY",
];

describe.each(Object.keys(windows) as Window[])("a letter on paper %s", (window) => {
  it.each([
    ["a short address", ada],
    ["the longest lines that fit", long],
    ["one line", ["Ada"]],
  ])("shows %s wholly in its window, wherever the sheet has slipped to", async (_, recipient) => {
    const found = await printed(window, recipient);
    if (!("texts" in found)) throw new Error(found.code);
    const block = found.texts.filter(
      ({ text, size }) => size >= 8 && size <= 11 && recipient.join(" ").includes(text.trim()),
    );
    const inside = found.texts.filter((text) => isInside(text, windows[window]));
    expect(block.length).toBeGreaterThanOrEqual(recipient.length);
    for (const line of block)
      expect({ ...line, isInside: isInside(line, windows[window]) }).toMatchObject({ isInside: true });
    const shown = inside
      .filter(({ size }) => size >= 8)
      .map(({ text }) => text)
      .join(" ");
    expect(shown.replaceAll(/\s+/g, " ")).toBe(recipient.join(" "));
  });

  it("refuses an address that no readable type brings into the window, and prints nothing", async () => {
    expect(
      await printed(
        window,
        Array.from({ length: 12 }, (_, line) => `Line ${line}`),
      ),
    ).toEqual({
      code: "address_too_long",
    });
    expect(await printed(window, ["x".repeat(190), "y".repeat(190), "z".repeat(190), "City"])).toEqual({
      code: "address_too_long",
    });
  });

  const plain = (lines: readonly string[]) => lines.join(" ").replaceAll(/\s+/g, " ");
  const shownOf = (layout: Layout, recipient: readonly string[]): "whole" | "torn" => {
    const zone = papers[window].address;
    const said = (layout.pages[0]?.marks ?? []).flatMap((mark) =>
      mark.kind === "text" && mark.x === zone.x && mark.y > zone.y && mark.y < zone.y + zone.height ? [mark] : [],
    );
    const isInWindow = said.every((mark) => isInside({ ...mark, page: 1 }, windows[window]));
    return isInWindow && plain(said.map(({ text }) => text)) === plain(recipient) ? "whole" : "torn";
  };

  it("either shows an address whole or refuses it, whatever its length", () => {
    const line = fc.stringMatching(/^[A-Za-zÄÖÜäöüßŁł0-9][A-Za-zÄÖÜäöüßŁł0-9 .-]{0,59}[A-Za-z0-9]$/);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 7 }), (recipient) => {
        const laid = layOutLetter(letterTo(recipient, { body: [] }), { paper: papers[window], book, maxSheets: 1 });
        expect(["whole", "address_too_long"]).toContain(laid.ok ? shownOf(laid.value, recipient) : laid.error.code);
      }),
      { numRuns: 150 },
    );
  });
});

describe.each(["postcard-us", "postcard-a6"] as const)("a card on paper %s", (format) => {
  const paper = papers[format];
  it("has nothing but the address where the carrier's machine looks, and nothing in what is cut away", async () => {
    const laid = layOutCard(letterTo(ada), { paper, book });
    if (!laid.ok) throw new Error(laid.error.code);
    expect(laid.value.sheets).toBe(1);
    const { texts, pages } = await readPdf(await toPdf(laid.value));
    expect(pages).toHaveLength(2);
    const inCarrier = texts.filter(({ page, x, width }) => page === 2 && x + width > paper.carrier.x);
    expect(inCarrier.map(({ text }) => text)).toEqual(ada);
    for (const text of inCarrier) expect(isInside(text, paper.address)).toBe(true);
    const { bleed, width, height } = paper;
    const trimmed = { x: bleed, y: bleed, width: width - 2 * bleed, height: height - 2 * bleed };
    for (const text of texts) expect(isInside(text, trimmed)).toBe(true);
    const bars = laid.value.pages[1]?.marks.filter((mark) => mark.kind === "bar") ?? [];
    for (const bar of bars) expect(bar.x + bar.width).toBeLessThanOrEqual(paper.carrier.x);
  });

  it("refuses words that it has no room for", () => {
    const body = [{ kind: "paragraph" as const, text: "Far too many words. ".repeat(200) }];
    const laid = layOutCard(letterTo(ada, { body }), { paper, book });
    expect(laid).toMatchObject({ ok: false, error: { code: "too_long" } });
  });
});
