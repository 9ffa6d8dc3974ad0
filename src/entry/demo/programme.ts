import type { NewsletterInput } from "#messages/newsletters/newsletter.ts";
import type { VendorRuleInput } from "#catalogue/rules/vendor-rule-row.ts";

/** The simulated vendor's newsletters: three by mail, one by text. */
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
      { name: "hero", size: 1 },
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
    slots: [{ name: "gifts", size: 4, maxPerCategory: 1 }],
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
