import bold from "dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf";
import regular from "dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf";
import type { FontFiles } from "#channels/print/press/open-press.ts";

/** The fonts as the bundle carries them. */
export async function edgeFonts(): Promise<FontFiles> {
  return { regular: new Uint8Array(regular), bold: new Uint8Array(bold) };
}
