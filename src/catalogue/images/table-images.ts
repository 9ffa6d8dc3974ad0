import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import type { ImageStore } from "./image-store.ts";

/** Pictures in the database itself: for a small assortment, and where there is neither a folder nor a bucket. By primary key. */
export function tableImages(store: Store): ImageStore {
  return {
    put: async (name, body) => {
      await store.write([sql`insert or ignore into image_files (name, body) values (${name}, ${body})`]);
    },
    get: async (name) => {
      const [row] = await store.read<{ body: ArrayBuffer | Uint8Array | readonly number[] }>(
        sql`select body from image_files where name = ${name}`,
      );
      // libSQL gives an ArrayBuffer, D1 an array of numbers.
      return row === undefined ? undefined : Uint8Array.from(bytesOf(row.body));
    },
  };
}

function bytesOf(body: ArrayBuffer | Uint8Array | readonly number[]): ArrayLike<number> {
  return body instanceof ArrayBuffer ? new Uint8Array(body) : body;
}
