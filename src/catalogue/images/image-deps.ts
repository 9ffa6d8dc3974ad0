import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { ImageStore } from "./image-store.ts";
import type { RenderImage } from "./render-image.ts";

export type ImageDeps = CatalogueDeps & {
  readonly images: ImageStore;
  readonly renderImage: RenderImage;
  readonly outgoing: OutgoingDeps;
  /** Origin under which readers reach us, without a slash at the end. */
  readonly publicUrl: string;
};
