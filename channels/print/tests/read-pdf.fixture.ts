import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A run of text as another program finds it in the file; points from the upper left corner, `y` the baseline. */
export type FoundText = {
  readonly page: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
};

export type FoundPdf = {
  readonly pages: ReadonlyArray<{ readonly width: number; readonly height: number }>;
  readonly texts: readonly FoundText[];
};

/** Reads a PDF back by Mozilla's reader, which shares no code with what wrote it. */
export async function readPdf(bytes: Uint8Array): Promise<FoundPdf> {
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: VerbosityLevel.ERRORS, useSystemFonts: false });
  const document = await task.promise;
  const pages: Array<{ width: number; height: number }> = [];
  const texts: FoundText[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const [, , width = 0, height = 0] = page.view;
    pages.push({ width, height });
    const { items } = await page.getTextContent({ disableNormalization: true });
    for (const item of items) {
      if (!("str" in item) || item.str.trim() === "") continue;
      const [, , , size = 0, x = 0, y = 0] = item.transform as readonly number[];
      texts.push({ page: number, text: item.str, x, y: height - y, width: item.width, size });
    }
  }
  await task.destroy();
  return { pages, texts };
}
