import { activityKey } from "#customers/accounts/activity-fact.ts";
import { CARD_NUMBER_REFUSED, hasCardNumber } from "#customers/accounts/card-number.ts";
import type { RowFault } from "#customers/import/mapping/compile-mapping.ts";
import type { Mapping } from "#customers/import/mapping/mapping.ts";
import { moneyOf, NOT_MONEY, TOO_MUCH } from "./read-order.ts";
import { type Told, textOf, type Values } from "./read-fact.ts";

/** What was posted on an account. Points have no currency; a merchant's category is no place for a card's number either. */
export function tellActivity(values: Values, mapping: Mapping): Told | RowFault {
  const points = values["points"] as number | undefined;
  const currency = points === undefined ? (textOf(values["currency"]) ?? mapping.currency ?? "") : null;
  const amountMinor = points ?? moneyOf(values["amount"], currency ?? "");
  const merchantCategory = textOf(values["merchantCategory"]) ?? null;
  if (amountMinor === undefined) return { column: "amount", reason: "The record holds neither an amount nor points." };
  if (amountMinor === NOT_MONEY) return { column: "amount", reason: TOO_MUCH };
  if (hasCardNumber(merchantCategory ?? "")) return { column: "merchantCategory", reason: CARD_NUMBER_REFUSED };
  const activity = {
    activityId: String(values["activityId"]),
    kind: String(values["kind"]),
    at: values["at"] as number,
    source: mapping.source,
    channel: textOf(values["channel"]) ?? mapping.channel,
    amountMinor,
    currency,
    merchantCategory,
  };
  return {
    subject: "activity",
    key: activityKey(activity),
    posted: { account: String(values["account"]), activity },
    // Of what kind of account it tells is known with the account.
    fact: { name: "" },
  };
}
