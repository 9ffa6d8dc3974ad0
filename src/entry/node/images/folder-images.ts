import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ImageStore } from "#catalogue/images/image-store.ts";

/** Pictures as files of a folder, in 256 folders by the beginning of their hash. A file appears whole, or not at all. */
export function folderImages(folder: string): ImageStore {
  const folderOf = (name: string) => join(folder, name.slice(0, 2));
  return {
    put: async (name, body) => {
      const place = folderOf(name);
      await mkdir(place, { recursive: true });
      const draft = join(place, `.${randomBytes(8).toString("hex")}`);
      await writeFile(draft, body, { flush: true });
      await rename(draft, join(place, name));
    },
    get: async (name) => {
      try {
        return await readFile(join(folderOf(name), name));
      } catch (cause) {
        if ((cause as { code?: unknown }).code === "ENOENT") return undefined;
        throw cause;
      }
    },
  };
}
