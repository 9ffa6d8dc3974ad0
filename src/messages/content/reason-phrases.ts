import type { SaidDay } from "./say-day.ts";

/** Words for why a customer sees an item, in one language. `day` is said in it already, and "" where none is told. */
export type ReasonPhrases = {
  readonly day: (day: SaidDay) => string;
  readonly interest: (category: string) => string;
  readonly looked: (category: string, day: string) => string;
  readonly bought: (category: string, day: string) => string;
  readonly wanted: (category: string) => string;
  readonly registered: (category: string) => string;
  readonly told: (category: string) => string;
  readonly predicted: string;
  readonly popular: string;
  readonly trial: string;
  readonly chosen: string;
};

export const english: ReasonPhrases = {
  day: ({ words }) => ` on ${words}`,
  interest: (category) => `Because of your interest in ${category}`,
  looked: (category, day) => `Because you looked at ${category}${day}`,
  bought: (category, day) => `Because you bought from ${category}${day}`,
  wanted: (category) => `Because you chose to hear about ${category}`,
  registered: (category) => `Because you registered something from ${category}`,
  told: (category) => `Because you told us about ${category}`,
  predicted: "Goes well with what you chose before",
  popular: "Liked by others",
  trial: "Something new for you",
  chosen: "Picked by us",
};

/** By the first two letters of a locale. */
export const phrasesByLanguage: Readonly<Record<string, ReasonPhrases>> = {
  en: english,
  de: {
    day: ({ words }) => ` am ${words}`,
    interest: (category) => `Weil Sie sich für ${category} interessieren`,
    looked: (category, day) => `Weil Sie sich${day} ${category} angesehen haben`,
    bought: (category, day) => `Weil Sie${day} etwas aus ${category} gekauft haben`,
    wanted: (category) => `Weil Sie von ${category} hören möchten`,
    registered: (category) => `Weil Sie etwas aus ${category} registriert haben`,
    told: (category) => `Weil Sie uns von ${category} erzählt haben`,
    predicted: "Passt zu dem, was Sie schon gewählt haben",
    popular: "Bei anderen beliebt",
    trial: "Etwas Neues für Sie",
    chosen: "Von uns ausgesucht",
  },
  fr: {
    day: ({ by, words }) => (by === "weekday" ? ` ${words}` : ` le ${words}`),
    interest: (category) => `Parce que ${category} vous intéresse`,
    looked: (category, day) => `Parce que vous avez regardé ${category}${day}`,
    bought: (category, day) => `Parce que vous avez fait un achat chez ${category}${day}`,
    wanted: (category) => `Parce que vous souhaitez des nouvelles de ${category}`,
    registered: (category) => `Parce que vous avez enregistré un produit de ${category}`,
    told: (category) => `Parce que vous nous avez parlé de ${category}`,
    predicted: "Va bien avec ce que vous avez choisi",
    popular: "Apprécié par d’autres",
    trial: "Une nouveauté pour vous",
    chosen: "Choisi par nos soins",
  },
  ar: {
    day: ({ words }) => ` يوم ${words}`,
    interest: (category) => `لأنك مهتم بـ ${category}`,
    looked: (category, day) => `لأنك اطلعت على ${category}${day}`,
    bought: (category, day) => `لأنك اشتريت من ${category}${day}`,
    wanted: (category) => `لأنك اخترت متابعة ${category}`,
    registered: (category) => `لأنك سجلت منتجًا من ${category}`,
    told: (category) => `لأنك أخبرتنا عن ${category}`,
    predicted: "يناسب ما اخترته من قبل",
    popular: "يحبه الآخرون",
    trial: "شيء جديد لك",
    chosen: "اخترناه لك",
  },
};
