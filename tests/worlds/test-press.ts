import { readFileSync } from "node:fs";
import { openPress, type Press } from "#channels/print/press/open-press.ts";

const AT = "node_modules/dejavu-fonts-ttf/ttf/DejaVuSansCondensed";
let press: Press | undefined;

/** The press of the house, opened once for a file of tests. */
export function testPress(): Press {
  return (press ??= openPress({ regular: readFileSync(`${AT}.ttf`), bold: readFileSync(`${AT}-Bold.ttf`) }));
}
