import type { NewsletterInput } from "#messages/newsletters/newsletter.ts";
import type { VendorRuleInput } from "#catalogue/rules/vendor-rule-row.ts";

/** The simulated vendor's newsletters: three by mail, one each by text, telephone, post and notice. */
export const newsletters: readonly NewsletterInput[] = [
  {
    code: "weekly-picks",
    title: "Weekly picks",
    description: "A handful of things, chosen for you.",
    copy: [
      { locale: "de", title: "Auswahl der Woche", description: "Eine Handvoll Dinge, für Sie ausgesucht." },
      { locale: "fr", title: "La sélection de la semaine", description: "Une poignée de choses, choisies pour vous." },
      { locale: "ar", title: "مختارات الأسبوع", description: "مجموعة صغيرة من الأشياء اخترناها لك." },
    ],
    topic: "weekly-picks",
    categories: [],
    messageClass: "marketing",
    templateName: "weekly-picks",
    slots: [
      { name: "hero", size: 1, choose: "next" },
      { name: "picks", size: 4, maxPerCategory: 2, explore: 0.1 },
    ],
    defaultPace: { kind: "weeks", every: 1, weekdays: [4] },
    defaultMinute: 9 * 60,
    priority: 0,
    graceHours: 24,
  },
  {
    code: "birthday",
    title: "Birthday greeting",
    description: "A small surprise on your day: something to read, or for the bath.",
    copy: [
      {
        locale: "de",
        title: "Geburtstagsgruß",
        description: "Eine kleine Überraschung an Ihrem Tag: etwas zum Lesen oder fürs Bad.",
      },
      {
        locale: "fr",
        title: "Vœux d’anniversaire",
        description: "Une petite surprise le jour de votre fête : de quoi lire, ou pour le bain.",
      },
      { locale: "ar", title: "تهنئة عيد الميلاد", description: "مفاجأة صغيرة في يومك: شيء للقراءة أو للاستحمام." },
    ],
    topic: "birthday",
    // Who asks for it herself shows an interest in these.
    categories: ["books", "bath"],
    messageClass: "marketing",
    templateName: "birthday",
    slots: [{ name: "gifts", size: 4, maxPerCategory: 1, choose: "new_opportunity" }],
    defaultPace: { kind: "own_date", attribute: "birthday", repeats: "yearly", offsetDays: 0, ifMissing: "last_day" },
    defaultMinute: 8 * 60,
    priority: 10,
    graceHours: 36,
  },
  {
    code: "picks-by-text",
    title: "Picks by text",
    description: "The week in one text, with a link.",
    copy: [
      { locale: "de", title: "Auswahl per SMS", description: "Die Woche in einer SMS, mit einem Link." },
      { locale: "fr", title: "La sélection par SMS", description: "La semaine en un SMS, avec un lien." },
    ],
    topic: "picks-by-text",
    categories: [],
    channels: ["sms"],
    messageClass: "marketing",
    templateName: "weekly-picks",
    slots: [{ name: "hero", size: 1 }],
    defaultPace: { kind: "weeks", every: 1, weekdays: [3, 6] },
    defaultMinute: 10 * 60,
    priority: -5,
    graceHours: 12,
  },
  {
    code: "picks-by-call",
    title: "Picks by telephone",
    description: "The week in one short call, with a link as a text if you want it.",
    copy: [
      {
        locale: "de",
        title: "Auswahl am Telefon",
        description: "Die Woche in einem kurzen Anruf, auf Wunsch mit Link.",
      },
      { locale: "fr", title: "La sélection par téléphone", description: "La semaine en un bref appel, avec un lien." },
    ],
    topic: "picks-by-call",
    categories: [],
    channels: ["voice"],
    messageClass: "marketing",
    templateName: "weekly-picks",
    slots: [{ name: "hero", size: 1 }],
    defaultPace: { kind: "weeks", every: 1, weekdays: [4] },
    defaultMinute: 11 * 60,
    priority: -8,
    graceHours: 8,
  },
  {
    code: "picks-by-post",
    title: "Picks by post",
    description: "The week on paper, with a code for your telephone's camera.",
    copy: [
      { locale: "de", title: "Auswahl per Post", description: "Die Woche auf Papier, mit einem Code für die Kamera." },
      { locale: "fr", title: "La sélection par courrier", description: "La semaine sur papier, avec un code à viser." },
    ],
    topic: "picks-by-post",
    categories: [],
    channels: ["print"],
    messageClass: "marketing",
    templateName: "weekly-picks",
    slots: [{ name: "picks", size: 4, maxPerCategory: 2 }],
    defaultPace: { kind: "weeks", every: 1, weekdays: [2] },
    defaultMinute: 8 * 60,
    priority: -9,
    graceHours: 48,
  },
  {
    code: "picks-by-notice",
    title: "Picks by notice",
    description: "The week as a notice in your browser.",
    copy: [
      { locale: "de", title: "Auswahl als Mitteilung", description: "Die Woche als Mitteilung im Browser." },
      {
        locale: "fr",
        title: "La sélection en notification",
        description: "La semaine, en notification dans votre navigateur.",
      },
    ],
    topic: "picks-by-notice",
    categories: [],
    channels: ["push"],
    messageClass: "marketing",
    templateName: "weekly-picks",
    slots: [{ name: "hero", size: 1 }],
    defaultPace: { kind: "weeks", every: 1, weekdays: [2, 5] },
    defaultMinute: 12 * 60,
    priority: -10,
    graceHours: 6,
  },
  {
    code: "service",
    title: "Service notices",
    description: "Opening hours, deliveries and recalls. A few a year.",
    copy: [
      {
        locale: "de",
        title: "Servicenachrichten",
        description: "Öffnungszeiten, Lieferungen und Rückrufe. Einige im Jahr.",
      },
      {
        locale: "fr",
        title: "Informations pratiques",
        description: "Horaires, livraisons et rappels de produits. Quelques-unes par an.",
      },
      { locale: "ar", title: "إشعارات الخدمة", description: "ساعات العمل والتوصيل وسحب المنتجات. بضع رسائل في السنة." },
    ],
    topic: "service",
    categories: [],
    messageClass: "transactional",
    templateName: "service-notice",
    slots: [],
    defaultPace: { kind: "month_days", every: 3, days: [15], ifMissing: "last_day" },
    defaultMinute: 10 * 60,
    priority: 5,
    graceHours: 72,
  },
];

const rule = (given: Partial<VendorRuleInput> & Pick<VendorRuleInput, "kind" | "when">): VendorRuleInput => ({
  slots: [],
  priority: 0,
  startsAt: null,
  endsAt: null,
  state: "live",
  ...given,
});

/** What the vendor wants, beside what customers like. */
export const rules: ReadonlyArray<readonly [name: string, rule: VendorRuleInput]> = [
  [
    "no-tools-for-children-only",
    rule({
      kind: "exclude",
      when: 'product.category == "workshop" && customer.household_size == 1 && affinity("workshop") == 0.0',
    }),
  ],
  ["good-margin-first", rule({ kind: "boost", when: "product.margin >= 45", factor: 1.15 })],
  ["hero-is-worth-it", rule({ kind: "eligible", when: "product.price >= 1500", slots: ["hero"] })],
  [
    "garden-after-seeds",
    rule({
      kind: "boost",
      when: 'product.category == "garden tools" && did("purchase", {"category": "seeds"}, 60) >= 1',
      factor: 1.6,
    }),
  ],
  [
    "clear-last-pieces",
    rule({ kind: "promote", when: "has(product.stock) && product.stock < 30", percent: 25, slots: ["picks"] }),
  ],
  [
    "families-first",
    rule({ kind: "boost", when: 'product.category == "children" && customer.household_size >= 3', factor: 1.3 }),
  ],
  [
    "gifts-for-birthdays",
    rule({ kind: "boost", when: 'context.slot == "gifts" && "gift" in product.tags', factor: 1.2 }),
  ],
];
