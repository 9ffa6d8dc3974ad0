import { cpSync, existsSync } from "node:fs";
import { basename } from "node:path";

/**
 * Pictures never change under their name, and a row names them only when they are there: copied after the database, all that
 * it names are in the copy. What stands at the target already is the same.
 */
export function copyImages(from: string, to: string): void {
  if (!existsSync(from)) return;
  cpSync(from, to, {
    recursive: true,
    force: false,
    filter: (path) => !basename(path).startsWith(".") || path === from,
  });
}
