import type { Reply } from "#channels/sms/read-reply.ts";

type Spoken = { readonly vendor: string; readonly help: string | undefined };
type Words = Readonly<Record<"stopped" | "started" | "help", (spoken: Spoken) => string>>;

const en: Words = {
  stopped: ({ vendor }) => `${vendor}: you get no more texts from us. Write START if you want them again.`,
  started: ({ vendor }) => `${vendor}: you get texts from us again. Write STOP to end them, HELP for help.`,
  help: ({ vendor, help }) => `${vendor}${help === undefined ? "" : `: ${help}`}. Write STOP and no more texts come.`,
};

const words: Readonly<Record<string, Words>> = {
  en,
  de: {
    stopped: ({ vendor }) => `${vendor}: Sie bekommen keine SMS mehr von uns. Mit START kommen sie wieder.`,
    started: ({ vendor }) => `${vendor}: Sie bekommen wieder SMS von uns. STOP beendet sie, HELP hilft.`,
    help: ({ vendor, help }) => `${vendor}${help === undefined ? "" : `: ${help}`}. Mit STOP kommen keine SMS mehr.`,
  },
  fr: {
    stopped: ({ vendor }) => `${vendor} : vous ne recevrez plus de SMS. Ecrivez START pour en recevoir de nouveau.`,
    started: ({ vendor }) => `${vendor} : vous recevez de nouveau nos SMS. STOP pour arrêter, HELP pour de l'aide.`,
    help: ({ vendor, help }) =>
      `${vendor}${help === undefined ? "" : ` : ${help}`}. Ecrivez STOP pour ne plus rien recevoir.`,
  },
};

/** What is answered to a text, in its writer's language; nothing where only a person could answer. */
export function answerTo(reply: Reply, locale: string, spoken: Spoken): string | undefined {
  const spokenIn = words[new Intl.Locale(locale).language] ?? en;
  switch (reply) {
    case "stop":
    case "free_text_stop":
      return spokenIn.stopped(spoken);
    case "start":
      return spokenIn.started(spoken);
    case "help":
      return spokenIn.help(spoken);
    case "menu":
    case "needs_person":
    case "none":
      return undefined;
  }
}
