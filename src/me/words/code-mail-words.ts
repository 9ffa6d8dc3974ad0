import type { PageLanguage } from "./words-for.ts";

/** What the mail with a code says. */
export type CodeMailWords = {
  readonly subject: (vendor: string) => string;
  readonly enterLead: (vendor: string) => string;
  readonly addressLead: (vendor: string) => string;
  readonly notYou: string;
  readonly movedSubject: (vendor: string) => string;
  readonly movedLead: (vendor: string) => string;
};

export const codeMailWords: Readonly<Record<PageLanguage, CodeMailWords>> = {
  en: {
    subject: (vendor) => `Your code for ${vendor}`,
    enterLead: (vendor) =>
      `Type this code where you asked for it, and your own page at ${vendor} opens. It is good for ten minutes.`,
    addressLead: (vendor) =>
      `Type this code where you asked for it, and ${vendor} writes to this address from now on. It is good for ten minutes.`,
    notYou:
      "You did not ask for it? Then nothing has happened: nobody comes in without the code. Don't pass it on to anybody.",
    movedSubject: (vendor) => `Your address at ${vendor} was changed`,
    movedLead: (vendor) =>
      `From now on ${vendor} writes to another address that was confirmed on your own page. If that was not you, answer this mail.`,
  },
  de: {
    subject: (vendor) => `Ihr Code für ${vendor}`,
    enterLead: (vendor) =>
      `Geben Sie diesen Code dort ein, wo Sie ihn angefordert haben. Dann öffnet sich Ihre eigene Seite bei ${vendor}. Er gilt zehn Minuten.`,
    addressLead: (vendor) =>
      `Geben Sie diesen Code dort ein, wo Sie ihn angefordert haben. Dann schreibt ${vendor} künftig an diese Adresse. Er gilt zehn Minuten.`,
    notYou:
      "Sie haben ihn nicht angefordert? Dann ist nichts geschehen: Ohne den Code kommt niemand hinein. Geben Sie ihn nicht weiter.",
    movedSubject: (vendor) => `Ihre Adresse bei ${vendor} wurde geändert`,
    movedLead: (vendor) =>
      `${vendor} schreibt ab jetzt an eine andere Adresse, die auf Ihrer eigenen Seite bestätigt wurde. Waren Sie das nicht, antworten Sie bitte auf diese Nachricht.`,
  },
  fr: {
    subject: (vendor) => `Votre code pour ${vendor}`,
    enterLead: (vendor) =>
      `Saisissez ce code là où vous l’avez demandé : votre page chez ${vendor} s’ouvrira. Il est valable dix minutes.`,
    addressLead: (vendor) =>
      `Saisissez ce code là où vous l’avez demandé : ${vendor} vous écrira désormais à cette adresse. Il est valable dix minutes.`,
    notYou:
      "Vous ne l’avez pas demandé ? Alors rien ne s’est passé : personne n’entre sans ce code. Ne le transmettez à personne.",
    movedSubject: (vendor) => `Votre adresse chez ${vendor} a été changée`,
    movedLead: (vendor) =>
      `${vendor} écrit désormais à une autre adresse, confirmée sur votre page. Si ce n’était pas vous, répondez à ce message.`,
  },
  ar: {
    subject: (vendor) => `رمزك لدى ${vendor}`,
    enterLead: (vendor) => `اكتب هذا الرمز حيث طلبته لتُفتح صفحتك لدى ${vendor}. الرمز صالح عشر دقائق.`,
    addressLead: (vendor) => `اكتب هذا الرمز حيث طلبته ليراسلك ${vendor} على هذا العنوان من الآن. الرمز صالح عشر دقائق.`,
    notYou: "لم تطلبه؟ إذن لم يحدث شيء: لا يدخل أحد من دون الرمز. لا تعطه لأحد.",
    movedSubject: (vendor) => `تغيّر عنوانك لدى ${vendor}`,
    movedLead: (vendor) =>
      `من الآن يراسلك ${vendor} على عنوان آخر جرى تأكيده في صفحتك. إن لم تكن أنت من فعل ذلك فأجب عن هذه الرسالة.`,
  },
};
