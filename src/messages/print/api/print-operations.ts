import type { LabelDeps } from "#messages/print/make-labels.ts";
import type { PreviewLetter } from "#messages/print/preview-letter.ts";
import type { Operation } from "#web/operation.ts";
import { getPrintSettings } from "./get-print-settings.ts";
import { makeLabels } from "./make-labels.ts";
import { previewLetter } from "./preview-letter.ts";
import { putPrintSettings } from "./put-print-settings.ts";
import { sizeLetter } from "./size-letter.ts";

/** Everything that the API can do with letters as such, a line each. */
export function printOperations(deps: LabelDeps & { readonly previewLetter: PreviewLetter }): readonly Operation[] {
  return [getPrintSettings(deps), putPrintSettings(deps), previewLetter(deps), sizeLetter(deps), makeLabels(deps)];
}
