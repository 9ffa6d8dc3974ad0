import { isCleanText } from "#customers/ingest/read-values.ts";
import { FieldFault } from "#customers/import/values/field-fault.ts";
import { isKindWord, LAST_FOUR } from "./account-fields.ts";
import { holderRoles } from "./account-state.ts";
import { BAND_REFUSED, isBand } from "./band.ts";
import { CARD_NUMBER_REFUSED, hasCardNumber } from "./card-number.ts";

/** Kinds of fields that only accounts have. */
export type AccountFieldKind = "reference" | "kind" | "band" | "lastFour" | "role";

type ReadText = (text: string) => string | FieldFault;

const readers: Readonly<Record<AccountFieldKind, ReadText>> = {
  reference: (text) => {
    if (hasCardNumber(text)) return new FieldFault(CARD_NUMBER_REFUSED);
    return isCleanText(text, 200) ? text : new FieldFault("A code has 1 to 200 visible characters.");
  },
  kind: (text) =>
    isKindWord(text)
      ? text
      : new FieldFault("A kind is one word of small letters, digits and underscores; map the values."),
  band: (text) => {
    if (hasCardNumber(text)) return new FieldFault(CARD_NUMBER_REFUSED);
    return isCleanText(text, 60) && isBand(text) ? text : new FieldFault(BAND_REFUSED);
  },
  lastFour: (text) =>
    LAST_FOUR.test(text) ? text : new FieldFault("Of a card its last four digits are kept, and no more."),
  role: (text) =>
    (holderRoles as readonly string[]).includes(text)
      ? text
      : new FieldFault(`A holder is "primary" or "joint"; map the values.`),
};

export function accountKindReader(kind: AccountFieldKind): ReadText {
  return readers[kind];
}
