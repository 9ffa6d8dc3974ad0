import { formBody, type FormDefinition } from "#customers/forms/form-definition.ts";

const name = { en: "First name", de: "Vorname", fr: "Prénom", ar: "الاسم الأول" };
const email = { en: "E-mail address", de: "E-Mail-Adresse", fr: "Adresse e-mail", ar: "عنوان البريد" };

/** A product of the vendor's becomes hers: code, serial, date and what shows it. */
const registration = formBody.parse({
  locale: "en",
  source: "registration",
  title: { en: "Register your product", de: "Produkt registrieren", fr: "Enregistrer votre produit", ar: "سجّل منتجك" },
  intro: {
    en: "It takes a minute. You will find the codes on the label under the product.",
    de: "Es dauert eine Minute. Die Nummern stehen auf dem Etikett unter dem Produkt.",
    fr: "Cela prend une minute. Les numéros sont sur l’étiquette sous le produit.",
    ar: "يستغرق ذلك دقيقة. تجد الأرقام على الملصق أسفل المنتج.",
  },
  submit: { en: "Register", de: "Registrieren", fr: "Enregistrer", ar: "تسجيل" },
  thanks: {
    en: "Your product is registered.",
    de: "Ihr Produkt ist registriert.",
    fr: "Votre produit est enregistré.",
    ar: "تم تسجيل منتجك.",
  },
  fields: [
    {
      name: "product",
      kind: "short_text",
      label: { en: "Product code", de: "Artikelnummer", fr: "Référence du produit", ar: "رمز المنتج" },
      isRequired: true,
      maxLength: 60,
      target: { to: "registration", part: "product" },
    },
    {
      name: "serial",
      kind: "short_text",
      label: { en: "Serial number", de: "Seriennummer", fr: "Numéro de série", ar: "الرقم التسلسلي" },
      maxLength: 60,
      target: { to: "registration", part: "serial" },
    },
    {
      name: "bought_on",
      kind: "date",
      label: { en: "Date of purchase", de: "Kaufdatum", fr: "Date d’achat", ar: "تاريخ الشراء" },
      isRequired: true,
      from: "1990-01-01",
      target: { to: "registration", part: "boughtOn" },
    },
    {
      name: "proof",
      kind: "short_text",
      label: { en: "Number of the receipt", de: "Nummer des Belegs", fr: "Numéro du reçu", ar: "رقم الإيصال" },
      target: { to: "registration", part: "proof" },
    },
    {
      name: "first_name",
      kind: "short_text",
      step: 2,
      label: name,
      maxLength: 80,
      target: { to: "identity", part: "firstName" },
    },
    {
      name: "email",
      kind: "email",
      step: 2,
      label: email,
      hint: {
        en: "For questions about this product only.",
        de: "Nur für Fragen zu diesem Produkt.",
        fr: "Uniquement pour les questions sur ce produit.",
        ar: "للأسئلة عن هذا المنتج فقط.",
      },
      target: { to: "identity", part: "email" },
    },
  ],
});

/** How likely she would recommend the shop, why, and what she likes: what depends on an answer is asked on the next page. */
const survey = formBody.parse({
  locale: "en",
  source: "survey",
  survey: "satisfaction",
  title: { en: "How was it?", de: "Wie war es?", fr: "Comment était-ce ?", ar: "كيف كان؟" },
  thanks: {
    en: "Every answer is read.",
    de: "Jede Antwort wird gelesen.",
    fr: "Chaque réponse est lue.",
    ar: "نقرأ كل إجابة.",
  },
  fields: [
    {
      name: "recommend",
      kind: "scale",
      label: {
        en: "How likely would you recommend us to a friend?",
        de: "Wie wahrscheinlich empfehlen Sie uns weiter?",
        fr: "Nous recommanderiez-vous à des amis ?",
        ar: "ما احتمال أن توصي بنا صديقًا؟",
      },
      isRequired: true,
      min: 0,
      max: 10,
      low: { en: "not at all", de: "gar nicht", fr: "pas du tout", ar: "أبدًا" },
      high: { en: "certainly", de: "ganz sicher", fr: "certainement", ar: "بالتأكيد" },
      target: { to: "answer", question: "recommend" },
    },
    {
      name: "missing",
      kind: "long_text",
      step: 2,
      label: { en: "What was missing?", de: "Was hat gefehlt?", fr: "Que manquait-il ?", ar: "ما الذي كان ينقص؟" },
      when: { field: "recommend", isOneOf: ["0", "1", "2", "3", "4", "5", "6"] },
      maxLength: 1_000,
      target: { to: "answer", question: "missing" },
    },
    {
      name: "likes",
      kind: "choices",
      step: 3,
      label: {
        en: "What do you like to read about?",
        de: "Worüber lesen Sie gern?",
        fr: "Que lisez-vous volontiers ?",
        ar: "عمّ تحب أن تقرأ؟",
      },
      options: [
        { value: "new", label: { en: "New things", de: "Neues", fr: "Nouveautés", ar: "الجديد" } },
        {
          value: "care",
          label: {
            en: "Care and repair",
            de: "Pflege und Reparatur",
            fr: "Entretien et réparation",
            ar: "العناية والإصلاح",
          },
        },
        { value: "offers", label: { en: "Offers", de: "Angebote", fr: "Offres", ar: "العروض" } },
      ],
      target: { to: "answer", question: "likes" },
    },
    { name: "ref", kind: "reference", label: { en: "Where from" }, target: { to: "event", property: "ref" } },
  ],
});

/** An address and one box, and nothing is sent before the address confirmed it. */
const signUp = formBody.parse({
  locale: "en",
  source: "web",
  confirmDays: 7,
  title: { en: "News by e-mail", de: "Neues per E-Mail", fr: "Les nouvelles par e-mail", ar: "الأخبار بالبريد" },
  submit: { en: "Sign up", de: "Anmelden", fr: "S’inscrire", ar: "اشتراك" },
  thanks: {
    en: "You choose how often and on which days, and can leave with one click.",
    de: "Sie wählen, wie oft und an welchen Tagen, und können jederzeit mit einem Klick gehen.",
    fr: "Vous choisissez le rythme et les jours, et partez d’un clic.",
    ar: "تختار عدد المرات والأيام، ويمكنك المغادرة بنقرة.",
  },
  fields: [
    {
      name: "first_name",
      kind: "short_text",
      label: name,
      maxLength: 80,
      target: { to: "identity", part: "firstName" },
    },
    { name: "email", kind: "email", label: email, isRequired: true, target: { to: "identity", part: "email" } },
    {
      name: "news",
      kind: "consent",
      label: {
        en: "Yes, send me news by e-mail. I can end that in every mail.",
        de: "Ja, senden Sie mir Neues per E-Mail. Ich kann das in jeder E-Mail beenden.",
        fr: "Oui, envoyez-moi les nouvelles par e-mail. Je peux arrêter dans chaque message.",
        ar: "نعم، أرسلوا إليّ الأخبار بالبريد. يمكنني إيقافها من كل رسالة.",
      },
      isRequired: true,
      consent: { purpose: "receive", channel: "email", topic: "" },
    },
  ],
});

/** Forms to begin with, by code. */
export const seedForms: Readonly<Record<string, FormDefinition>> = {
  "register-product": registration,
  "how-was-it": survey,
  "news-by-mail": signUp,
};
