import type { R2Bucket } from "@cloudflare/workers-types";
import type { ImageStore } from "#catalogue/images/image-store.ts";

/** Pictures in a bucket. */
export function r2Images(bucket: Pick<R2Bucket, "get" | "put">): ImageStore {
  return {
    put: async (name, body) => {
      await bucket.put(name, body);
    },
    get: async (name) => {
      const found = await bucket.get(name);
      return found === null ? undefined : new Uint8Array(await found.arrayBuffer());
    },
  };
}
