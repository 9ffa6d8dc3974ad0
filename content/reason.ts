import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { LeadingSignal, SignalKind } from "./affinity.ts";
import type { Placement } from "./fill-slot.ts";
import type { Foretold, Reason } from "./selection.ts";

const signalWords: Readonly<Record<SignalKind, string>> = {
  click: "because you looked at",
  "page-view": "because you looked at",
  purchase: "because you bought from",
  "newsletter-choice": "because you chose to hear about",
  registration: "because you registered something from",
  survey: "because you told us about",
};

/** What the score of one product is made of, before boosts. */
export type ScoreParts = { readonly affinity: number; readonly predicted: number; readonly popularity: number };

export type ReasonFacts = {
  readonly placement: Placement;
  readonly parts: ScoreParts;
  readonly category: string;
  /** The category as a reader knows it. */
  readonly categoryWords: string;
  /** What is foretold of it. */
  readonly foretold: Foretold | undefined;
  /** It stands where only the forecast counts. */
  readonly isByForecast: boolean;
  /** What the affinity rests on, where that is known. */
  readonly signal: LeadingSignal | undefined;
  readonly explorationShare: number;
};

/** Why a product was chosen: the rule that placed it, the trial, else the largest part of its score. */
export function reasonOf(facts: ReasonFacts): Reason {
  const { placement, explorationShare } = facts;
  const rule = placement.by?.rule;
  if (rule !== undefined && placement.how === "pinned") {
    return { code: "pinned", words: `because "${rule.name}" gives it this place`, data: { ruleId: rule.id } };
  }
  if (rule !== undefined && placement.how === "promoted") {
    return { code: "promoted", words: `because "${rule.name}" promotes it`, data: { ruleId: rule.id } };
  }
  if (placement.how === "trial") {
    return {
      code: "trial",
      words: "because we try now and then what else you may like",
      data: { share: explorationShare },
    };
  }
  return scoreReason(facts);
}

function scoreReason({ parts, category, categoryWords, signal, foretold, isByForecast }: ReasonFacts): Reason {
  const { affinity, predicted, popularity } = parts;
  if (foretold !== undefined && (isByForecast || (predicted > affinity && predicted >= popularity))) {
    return foretoldReason(foretold, categoryWords, predicted);
  }
  if (affinity > 0 && affinity >= predicted && affinity >= popularity) {
    return {
      code: "affinity",
      words: affinityWords(signal, categoryWords),
      data: { category, part: affinity, ...(signal === undefined ? {} : { signal: signal.kind, signalAt: signal.at }) },
    };
  }
  if (predicted > 0 && predicted >= popularity) {
    return { code: "predicted", words: "because it goes well with what you chose before", data: { part: predicted } };
  }
  if (popularity > 0) return { code: "popular", words: "because others like it", data: { part: popularity } };
  return { code: "range", words: "because it is part of our range", data: {} };
}

function foretoldReason(foretold: Foretold, categoryWords: string, part: number): Reason {
  const { prediction, score, isNew, words } = foretold;
  const what = isNew
    ? `because ${categoryWords} may be new to you`
    : `because you may well buy from ${categoryWords} next`;
  return {
    code: "predicted",
    words: words === "" ? what : `${what}: ${words}`,
    data: { part, prediction, score, isNew: isNew ? 1 : 0, why: words },
  };
}

/** The day is that of UTC. Without a known signal nothing is claimed about what she did. */
function affinityWords(signal: LeadingSignal | undefined, categoryWords: string): string {
  if (signal === undefined) return `because of an interest in ${categoryWords}`;
  return `${signalWords[signal.kind]} ${categoryWords} on ${dateOfEpochDay(Math.floor(signal.at / DAY_MS))}`;
}
