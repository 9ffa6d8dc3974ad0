import type { Mark, Page } from "#channels/print/layout/page.ts";

/**
 * A page as a picture, from the very marks that its PDF is made of. Text stays text, drawn to the width that it has on paper
 * whatever font the reader has. Whole by itself: it loads nothing, and can stand in an img element.
 */
export function svgOfPage({ width, height, marks }: Page): string {
  const size = `${round(width)} ${round(height)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${round(width)}" height="${round(height)}" role="img"><rect width="100%" height="100%" fill="#fff"/><g fill="#111" font-family="'DejaVu Sans Condensed','DejaVu Sans',Verdana,sans-serif">${marks.map(elementOf).join("")}</g></svg>`;
}

function elementOf(mark: Mark): string {
  const [x, y] = [round(mark.x), round(mark.y)];
  if (mark.kind === "bar")
    return `<rect x="${x}" y="${y}" width="${round(mark.width)}" height="${round(mark.height)}"/>`;
  const bold = mark.weight === "bold" ? ' font-weight="700"' : "";
  return `<text x="${x}" y="${y}" font-size="${round(mark.size)}"${bold} textLength="${round(mark.width)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escape(mark.text)}</text>`;
}

function round(value: number): string {
  return String(Number(value.toFixed(3)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
}
