import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { FontFiles } from "#channels/print/press/open-press.ts";

const require = createRequire(import.meta.url);

/** DejaVu Sans Condensed: Latin, Greek, Cyrillic and most signs of print, free to embed. */
export async function readFonts(): Promise<FontFiles> {
  const read = async (name: string) => readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  const [regular, bold] = await Promise.all([read("DejaVuSansCondensed"), read("DejaVuSansCondensed-Bold")]);
  return { regular, bold };
}
