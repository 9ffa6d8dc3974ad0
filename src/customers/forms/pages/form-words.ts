import type { AnswerFault } from "#customers/forms/check-answers.ts";

/** What the page itself says around the vendor's words. */
export type FormWords = {
  readonly skip: string;
  readonly step: (now: number, of: number) => string;
  readonly next: string;
  readonly back: string;
  readonly send: string;
  readonly optional: string;
  readonly none: string;
  readonly faults: string;
  readonly fault: (fault: AnswerFault) => string;
  readonly trap: string;
  readonly trapped: string;
  readonly fast: string;
  readonly stale: string;
  readonly busy: string;
  readonly thanks: string;
  readonly checkMail: string;
  readonly checkMailMore: string;
  readonly again: string;
  readonly sentAgain: string;
  readonly restart: string;
  /** Of a device without a network. */
  readonly offline: string;
  readonly offlineMore: (hours: number) => string;
  /** On a device while its form is switched off. */
  readonly resting: string;
  readonly restingMore: string;
  /** Answers that a device still holds. */
  readonly held: string;
  readonly confirm: {
    readonly title: string;
    readonly lead: string;
    readonly button: string;
    readonly done: string;
    readonly gone: string;
    readonly goneMore: string;
  };
};

const english: FormWords = {
  skip: "Skip to the content",
  step: (now, of) => `Step ${now} of ${of}`,
  next: "Next",
  back: "Back",
  send: "Send",
  optional: "optional",
  none: "No answer",
  faults: "Please look at these answers again. Nothing is lost.",
  fault: (fault) => {
    switch (fault.code) {
      case "required":
        return "An answer is needed here.";
      case "consent":
        return "Please tick the box if you agree. Without it this can’t be sent.";
      case "email":
        return "An e-mail address looks like name@example.com.";
      case "phone":
        return "This can’t be a phone number. With the country’s code it begins with +.";
      case "number":
        return "A number is needed here.";
      case "date":
        return "A date is needed here: year, month and day.";
      case "birthday":
        return "Please look at the year: a birthday lies between 1880 and today.";
      case "name":
        return "A name has at most 200 characters, and no invisible ones that turn the text around.";
      case "option":
        return "Please choose one of the answers that are offered.";
      case "long":
        return `Please use at most ${fault.limit} characters.`;
      case "few":
        return `Please choose at least ${fault.limit}.`;
      case "many":
        return `Please choose at most ${fault.limit}.`;
      case "small":
        return `The least is ${fault.limit}.`;
      case "large":
        return `The most is ${fault.limit}.`;
      case "early":
        return `The earliest date is ${fault.limit}.`;
      case "late":
        return `The latest date is ${fault.limit}.`;
    }
  },
  trap: "Leave this empty",
  trapped: "A field that nobody sees was filled in, perhaps by your browser. It is empty again: please send once more.",
  fast: "That was very quick. Please look at your answers and send once more.",
  stale: "This page lay open for a long time. Please look at your answers and send once more.",
  busy: "Too many forms were sent from here. Your answers are still on this page: please send again in an hour.",
  thanks: "Thank you",
  checkMail: "One more step: look into your mailbox.",
  checkMailMore: "A mail is on its way with a link. Only when you confirm there is anything kept or sent.",
  again: "No mail? Send it again",
  sentAgain: "If the address can be reached, another mail is on its way.",
  restart: "Start again",
  offline: "There is no network at the moment.",
  offlineMore: (hours) =>
    `Please answer all the same: what you say stays on this device, encrypted, until it can be sent. After ${hours} hours it is deleted.`,
  resting: "Back soon",
  restingMore: "There is nothing to answer at the moment. The form comes back here by itself.",
  held: "Answers that wait to be sent",
  confirm: {
    title: "Is it you?",
    lead: "Somebody entered your address. Confirm it if that was you. If not, close this page: then nothing happens.",
    button: "Yes, confirm",
    done: "Confirmed. Thank you.",
    gone: "This link is no longer good",
    goneMore: "What was entered has been thrown away. You can fill in the form again.",
  },
};

const german: FormWords = {
  ...english,
  skip: "Zum Inhalt",
  step: (now, of) => `Schritt ${now} von ${of}`,
  next: "Weiter",
  back: "Zurück",
  send: "Absenden",
  optional: "freiwillig",
  none: "Keine Angabe",
  faults: "Bitte sehen Sie diese Antworten noch einmal an. Nichts ist verloren.",
  fault: (fault) => {
    switch (fault.code) {
      case "required":
        return "Hier wird eine Antwort gebraucht.";
      case "consent":
        return "Bitte kreuzen Sie an, wenn Sie zustimmen. Sonst lässt sich das nicht absenden.";
      case "email":
        return "Eine E-Mail-Adresse sieht aus wie name@example.com.";
      case "phone":
        return "Das kann keine Telefonnummer sein. Mit Ländervorwahl beginnt sie mit +.";
      case "number":
        return "Hier wird eine Zahl gebraucht.";
      case "date":
        return "Hier wird ein Datum gebraucht: Jahr, Monat und Tag.";
      case "birthday":
        return "Bitte prüfen Sie das Jahr: Ein Geburtstag liegt zwischen 1880 und heute.";
      case "name":
        return "Ein Name hat höchstens 200 Zeichen und keine unsichtbaren, die den Text umkehren.";
      case "option":
        return "Bitte wählen Sie eine der angebotenen Antworten.";
      case "long":
        return `Bitte höchstens ${fault.limit} Zeichen.`;
      case "few":
        return `Bitte wählen Sie mindestens ${fault.limit}.`;
      case "many":
        return `Bitte wählen Sie höchstens ${fault.limit}.`;
      case "small":
        return `Mindestens ${fault.limit}.`;
      case "large":
        return `Höchstens ${fault.limit}.`;
      case "early":
        return `Frühestens ${fault.limit}.`;
      case "late":
        return `Spätestens ${fault.limit}.`;
    }
  },
  trap: "Bitte leer lassen",
  trapped:
    "Ein unsichtbares Feld war ausgefüllt, vielleicht vom Browser. Es ist wieder leer: Bitte noch einmal absenden.",
  fast: "Das ging sehr schnell. Bitte prüfen Sie Ihre Antworten und senden Sie noch einmal ab.",
  stale: "Diese Seite war lange offen. Bitte prüfen Sie Ihre Antworten und senden Sie noch einmal ab.",
  busy: "Von hier wurden zu viele Formulare gesendet. Ihre Antworten stehen noch da: Bitte in einer Stunde noch einmal.",
  thanks: "Vielen Dank",
  checkMail: "Noch ein Schritt: Sehen Sie in Ihr Postfach.",
  checkMailMore:
    "Eine E-Mail mit einem Link ist unterwegs. Erst wenn Sie dort bestätigen, wird etwas gespeichert oder gesendet.",
  again: "Keine E-Mail? Noch einmal senden",
  sentAgain: "Wenn die Adresse erreichbar ist, ist eine weitere E-Mail unterwegs.",
  restart: "Von vorn beginnen",
  offline: "Es gibt gerade kein Netz.",
  offlineMore: (hours) =>
    `Bitte antworten Sie trotzdem: Ihre Antworten bleiben verschlüsselt auf diesem Gerät, bis sie gesendet werden können. Nach ${hours} Stunden werden sie gelöscht.`,
  resting: "Gleich wieder da",
  restingMore: "Im Moment gibt es nichts zu beantworten. Das Formular kommt hier von selbst zurück.",
  held: "Antworten, die noch gesendet werden",
  confirm: {
    title: "Sind Sie das?",
    lead: "Jemand hat Ihre Adresse eingetragen. Bestätigen Sie, wenn Sie es waren. Wenn nicht, schließen Sie diese Seite: Dann geschieht nichts.",
    button: "Ja, bestätigen",
    done: "Bestätigt. Vielen Dank.",
    gone: "Dieser Link gilt nicht mehr",
    goneMore: "Was eingetragen wurde, ist gelöscht. Sie können das Formular noch einmal ausfüllen.",
  },
};

const french: FormWords = {
  ...english,
  skip: "Aller au contenu",
  step: (now, of) => `Étape ${now} sur ${of}`,
  next: "Continuer",
  back: "Retour",
  send: "Envoyer",
  optional: "facultatif",
  none: "Sans réponse",
  faults: "Veuillez revoir ces réponses. Rien n’est perdu.",
  fault: (fault) => {
    switch (fault.code) {
      case "required":
        return "Une réponse est nécessaire ici.";
      case "consent":
        return "Cochez la case si vous acceptez. Sans cela, l’envoi est impossible.";
      case "email":
        return "Une adresse e-mail ressemble à nom@example.com.";
      case "phone":
        return "Ce numéro n’est pas possible. Avec l’indicatif du pays, il commence par +.";
      case "number":
        return "Un nombre est nécessaire ici.";
      case "date":
        return "Une date est nécessaire ici : année, mois et jour.";
      case "birthday":
        return "Vérifiez l’année : une date de naissance se situe entre 1880 et aujourd’hui.";
      case "name":
        return "Un nom compte 200 caractères au plus, sans signes invisibles qui inversent le texte.";
      case "option":
        return "Choisissez l’une des réponses proposées.";
      case "long":
        return `${fault.limit} caractères au plus.`;
      case "few":
        return `Choisissez-en au moins ${fault.limit}.`;
      case "many":
        return `Choisissez-en au plus ${fault.limit}.`;
      case "small":
        return `Au moins ${fault.limit}.`;
      case "large":
        return `Au plus ${fault.limit}.`;
      case "early":
        return `Au plus tôt le ${fault.limit}.`;
      case "late":
        return `Au plus tard le ${fault.limit}.`;
    }
  },
  trap: "Laissez ce champ vide",
  trapped:
    "Un champ invisible était rempli, peut-être par le navigateur. Il est de nouveau vide : envoyez encore une fois.",
  fast: "C’était très rapide. Relisez vos réponses et envoyez encore une fois.",
  stale: "Cette page est restée longtemps ouverte. Relisez vos réponses et envoyez encore une fois.",
  busy: "Trop de formulaires ont été envoyés d’ici. Vos réponses sont toujours là : réessayez dans une heure.",
  thanks: "Merci",
  checkMail: "Encore une étape : regardez votre boîte de réception.",
  checkMailMore: "Un message avec un lien est en route. Rien n’est gardé ni envoyé avant votre confirmation.",
  again: "Pas de message ? L’envoyer de nouveau",
  sentAgain: "Si l’adresse existe, un autre message est en route.",
  restart: "Recommencer",
  offline: "Il n’y a pas de réseau pour le moment.",
  offlineMore: (hours) =>
    `Répondez quand même : vos réponses restent chiffrées sur cet appareil jusqu’à leur envoi. Après ${hours} heures, elles sont effacées.`,
  resting: "De retour bientôt",
  restingMore: "Il n’y a rien à remplir pour le moment. Le formulaire revient ici de lui-même.",
  held: "Réponses en attente d’envoi",
  confirm: {
    title: "Est-ce bien vous ?",
    lead: "Quelqu’un a saisi votre adresse. Confirmez si c’était vous. Sinon, fermez cette page : rien ne se passera.",
    button: "Oui, confirmer",
    done: "C’est confirmé. Merci.",
    gone: "Ce lien n’est plus valable",
    goneMore: "Ce qui avait été saisi est effacé. Vous pouvez remplir le formulaire à nouveau.",
  },
};

const arabic: FormWords = {
  ...english,
  skip: "إلى المحتوى",
  step: (now, of) => `الخطوة ${now} من ${of}`,
  next: "التالي",
  back: "رجوع",
  send: "إرسال",
  optional: "اختياري",
  none: "بلا إجابة",
  faults: "يرجى مراجعة هذه الإجابات. لم يضع شيء.",
  fault: (fault) => {
    switch (fault.code) {
      case "required":
        return "الإجابة مطلوبة هنا.";
      case "consent":
        return "يرجى وضع علامة إن كنت توافق، وإلا تعذر الإرسال.";
      case "email":
        return "عنوان البريد يشبه name@example.com.";
      case "phone":
        return "لا يمكن أن يكون هذا رقم هاتف. مع رمز البلد يبدأ بعلامة +.";
      case "number":
        return "المطلوب هنا رقم.";
      case "date":
        return "المطلوب هنا تاريخ: السنة والشهر واليوم.";
      case "birthday":
        return "يرجى التحقق من السنة: يقع تاريخ الميلاد بين 1880 واليوم.";
      case "name":
        return "الاسم لا يزيد على 200 حرف، وبلا رموز خفية تقلب اتجاه النص.";
      case "option":
        return "يرجى اختيار إحدى الإجابات المعروضة.";
      case "long":
        return `الحد الأقصى ${fault.limit} حرفًا.`;
      case "few":
        return `اختر ${fault.limit} على الأقل.`;
      case "many":
        return `اختر ${fault.limit} على الأكثر.`;
      case "small":
        return `الحد الأدنى ${fault.limit}.`;
      case "large":
        return `الحد الأقصى ${fault.limit}.`;
      case "early":
        return `أقرب تاريخ هو ${fault.limit}.`;
      case "late":
        return `آخر تاريخ هو ${fault.limit}.`;
    }
  },
  trap: "اترك هذا فارغًا",
  trapped: "مُلئ حقل غير مرئي، ربما من المتصفح. صار فارغًا: يرجى الإرسال مرة أخرى.",
  fast: "كان ذلك سريعًا جدًا. راجع إجاباتك وأرسل مرة أخرى.",
  stale: "بقيت هذه الصفحة مفتوحة طويلًا. راجع إجاباتك وأرسل مرة أخرى.",
  busy: "أُرسلت نماذج كثيرة من هنا. إجاباتك ما زالت في الصفحة: أعد الإرسال بعد ساعة.",
  thanks: "شكرًا",
  checkMail: "خطوة أخيرة: انظر في بريدك.",
  checkMailMore: "رسالة فيها رابط في الطريق إليك. لا يُحفظ شيء ولا يُرسل قبل تأكيدك.",
  again: "لم تصل الرسالة؟ أرسلها مجددًا",
  sentAgain: "إن كان العنوان صالحًا فرسالة أخرى في الطريق.",
  restart: "البدء من جديد",
  offline: "لا توجد شبكة الآن.",
  offlineMore: (hours) =>
    `يمكنك الإجابة مع ذلك: تبقى إجاباتك مشفّرة على هذا الجهاز حتى يمكن إرسالها. وتُحذف بعد ${hours} ساعة.`,
  resting: "نعود قريبًا",
  restingMore: "لا يوجد ما يُجاب عنه الآن. سيعود النموذج هنا تلقائيًا.",
  held: "إجابات في انتظار الإرسال",
  confirm: {
    title: "هل هذا أنت؟",
    lead: "أدخل أحدهم عنوانك. أكد إن كنت أنت. وإلا فأغلق الصفحة ولن يحدث شيء.",
    button: "نعم، أؤكد",
    done: "تم التأكيد. شكرًا.",
    gone: "لم يعد هذا الرابط صالحًا",
    goneMore: "حُذف ما أُدخل. يمكنك ملء النموذج من جديد.",
  },
};

const byLanguage: Readonly<Record<string, FormWords>> = { en: english, de: german, fr: french, ar: arabic };

/** The page's own words; where its language is none of ours, English, told as such by the page's `lang`. */
export function formWords(locale: string): FormWords {
  return byLanguage[locale.split("-", 1)[0]?.toLowerCase() ?? ""] ?? english;
}
