/** What the house itself says in a call, around the vendor's words. */
export type CallWords = {
  readonly choice: (label: string, key: string) => string;
  readonly notUnderstood: string;
  readonly goodbye: string;
  readonly notSent: string;
  /** On an answering machine: how to end such calls, by calling a number. */
  readonly stopByCalling: (number: string) => string;
  readonly noMoreCalls: string;
  readonly stopped: string;
  readonly again: string;
  readonly textMe: string;
  readonly textSent: string;
  /** What the text says before the link. */
  readonly linkTitle: string;
};

const words: Readonly<Record<string, CallWords>> = {
  en: {
    choice: (label, key) => `${label}: press ${key}.`,
    notUnderstood: "Sorry, that was none of the keys.",
    goodbye: "Goodbye.",
    notSent: "Sorry, no text can be sent to this number now.",
    stopByCalling: (number) => `To end these calls, call ${number}.`,
    noMoreCalls: "For no more calls",
    stopped: "You get no more calls from us. Goodbye.",
    again: "To hear it again",
    textMe: "To get the link as a text",
    textSent: "The link is on its way to your telephone.",
    linkTitle: "the link from our call",
  },
  de: {
    choice: (label, key) => `${label}: drücken Sie die ${key}.`,
    notUnderstood: "Das war leider keine der Tasten.",
    goodbye: "Auf Wiederhören.",
    notSent: "An diese Nummer kann gerade keine SMS gehen.",
    stopByCalling: (number) => `Um diese Anrufe zu beenden, rufen Sie ${number} an.`,
    noMoreCalls: "Für keine weiteren Anrufe",
    stopped: "Sie bekommen keine Anrufe mehr von uns. Auf Wiederhören.",
    again: "Um es noch einmal zu hören",
    textMe: "Für den Link als SMS",
    textSent: "Der Link ist auf dem Weg zu Ihrem Telefon.",
    linkTitle: "der Link aus unserem Anruf",
  },
  fr: {
    choice: (label, key) => `${label} : appuyez sur la touche ${key}.`,
    notUnderstood: "Désolé, ce n’était aucune des touches.",
    goodbye: "Au revoir.",
    notSent: "Désolé, aucun SMS ne peut être envoyé à ce numéro.",
    stopByCalling: (number) => `Pour mettre fin à ces appels, appelez le ${number}.`,
    noMoreCalls: "Pour ne plus être appelé",
    stopped: "Vous ne recevrez plus d’appels de notre part. Au revoir.",
    again: "Pour réécouter",
    textMe: "Pour recevoir le lien par SMS",
    textSent: "Le lien est en route vers votre téléphone.",
    linkTitle: "le lien de notre appel",
  },
};

const english = words["en"] as CallWords;

/** In the language of the flow, as far as the house speaks it; in English otherwise. */
export function callWords(language: string): CallWords {
  return words[language.split("-")[0]?.toLowerCase() ?? ""] ?? english;
}

/** The same language as a voice has it: Twilio names voices by language and region. */
export function voiceLanguage(language: string): string {
  try {
    const { language: spoken, region } = new Intl.Locale(language).maximize();
    return region === undefined ? spoken : `${spoken}-${region}`;
  } catch {
    return "en-US";
  }
}
