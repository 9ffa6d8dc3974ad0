import type { Reason } from "#content/selection.ts";

type Words = Readonly<Record<"affinity" | "predicted" | "popular" | "trial" | "chosen", (category: string) => string>>;

const english: Words = {
  affinity: (category) => `Because of your interest in ${category}`,
  predicted: () => "Goes well with what you chose before",
  popular: () => "Liked by others",
  trial: () => "Something new for you",
  chosen: () => "Picked by us",
};

const wordsByLanguage: Readonly<Record<string, Words>> = {
  en: english,
  de: {
    affinity: (category) => `Weil Sie sich für ${category} interessieren`,
    predicted: () => "Passt zu dem, was Sie schon gewählt haben",
    popular: () => "Bei anderen beliebt",
    trial: () => "Etwas Neues für Sie",
    chosen: () => "Von uns ausgesucht",
  },
  fr: {
    affinity: (category) => `Parce que ${category} vous intéresse`,
    predicted: () => "Va bien avec ce que vous avez choisi",
    popular: () => "Apprécié par d’autres",
    trial: () => "Une nouveauté pour vous",
    chosen: () => "Choisi par nos soins",
  },
  ar: {
    affinity: (category) => `لأنك مهتم بـ ${category}`,
    predicted: () => "يناسب ما اخترته من قبل",
    popular: () => "يحبه الآخرون",
    trial: () => "شيء جديد لك",
    chosen: () => "اخترناه لك",
  },
};

const kindByCode: Readonly<Record<Reason["code"], keyof Words>> = {
  affinity: "affinity",
  predicted: "predicted",
  popular: "popular",
  trial: "trial",
  pinned: "chosen",
  promoted: "chosen",
  range: "chosen",
};

/** Why a customer sees an item, in her language: never a rule's name, which is the vendor's affair. */
export function reasonWords(reason: Reason, locale: string): string {
  const words = wordsByLanguage[locale.slice(0, 2)] ?? english;
  return words[kindByCode[reason.code]](String(reason.data["category"] ?? ""));
}
