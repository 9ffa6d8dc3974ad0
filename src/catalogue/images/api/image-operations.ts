import type { Operation } from "#web/operation.ts";
import type { ImageDeps } from "#catalogue/images/image-deps.ts";
import { putImage } from "./put-image.ts";

/** Everything that the API can do with pictures. */
export function imageOperations(deps: ImageDeps): readonly Operation[] {
  return [putImage(deps)];
}
