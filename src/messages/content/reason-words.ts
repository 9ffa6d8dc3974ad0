import type { SignalKind } from "#content/affinity.ts";
import type { Reason } from "#content/selection.ts";
import { english, phrasesByLanguage, type ReasonPhrases } from "./reason-phrases.ts";
import { sayDay } from "./say-day.ts";

/** To whom it is said, and when (epoch ms). */
export type ReasonReader = { readonly locale: string; readonly zone: string; readonly now: number };

/** Why a customer sees an item, in her language: what she did, and never a rule's name, which is the vendor's affair. */
export function reasonWords(reason: Reason, reader: ReasonReader): string {
  const phrases = phrasesByLanguage[reader.locale.slice(0, 2)] ?? english;
  switch (reason.code) {
    case "affinity":
      return affinityWords(phrases, reason, reader);
    case "predicted":
    case "popular":
    case "trial":
      return phrases[reason.code];
    case "pinned":
    case "promoted":
    case "range":
      return phrases.chosen;
  }
}

function affinityWords(phrases: ReasonPhrases, { data }: Reason, reader: ReasonReader): string {
  const category = String(data["category"] ?? "");
  const signal = data["signal"] as SignalKind | undefined;
  if (signal === undefined) return phrases.interest(category);
  const { signalAt } = data;
  const said = typeof signalAt === "number" ? sayDay({ ...reader, at: signalAt }) : undefined;
  const day = said === undefined ? "" : phrases.day(said);
  switch (signal) {
    case "click":
    case "page-view":
      return phrases.looked(category, day);
    case "purchase":
      return phrases.bought(category, day);
    case "newsletter-choice":
      return phrases.wanted(category);
    case "registration":
      return phrases.registered(category);
    case "survey":
      return phrases.told(category);
  }
}
