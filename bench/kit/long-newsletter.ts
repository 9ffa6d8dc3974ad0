import type { TemplateSource } from "#templates/template-source.ts";

/** Content slots of the long newsletter: with its links to pages and five of its own it has fifteen signed addresses. */
export const longSlots = [
  { name: "hero", size: 1 },
  { name: "picks", size: 6, maxPerCategory: 3, explore: 0.1 },
];

const fonts = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const serif = "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, 'Times New Roman', serif";

const head = `<mj-head>
  <mj-breakpoint width="480px" />
  <mj-preview>{{ preheader }}</mj-preview>
  <mj-attributes>
    <mj-all font-family="${fonts}" />
    <mj-text color="#26231f" font-size="16px" line-height="25px" padding="0 0 12px" />
    <mj-image padding="0" fluid-on-mobile="true" />
  </mj-attributes>
  <mj-style>
    :root { color-scheme: light dark; supported-color-schemes: light dark; }
    h1, h2, h3 { margin: 0; font-family: ${serif}; font-weight: 600; text-wrap: balance; }
    h1 { font-size: 36px; line-height: 43px; letter-spacing: -0.4px; }
    h2 { font-size: 25px; line-height: 32px; }
    h3 { font-size: 18px; line-height: 25px; }
    a { color: inherit; }
    @media only screen and (max-width: 479px) {
      .sheet > table > tbody > tr > td { padding-left: 24px !important; padding-right: 24px !important; }
      .picture img { height: auto !important; width: 100% !important; }
    }
    @media (prefers-color-scheme: dark) {
      body, .page, .page > div { background-color: #1c1a17 !important; }
      .sheet, .sheet table { background: #2a2825 !important; background-color: #2a2825 !important; }
      .ink div, .ink td, .ink a { color: #f1ece4 !important; }
      .soft div, .soft td, .soft a { color: #bdb4a8 !important; }
    }
  </mj-style>
</mj-head>`;

const item = (slot: string) => `<mj-raw>{% for item in slots.${slot} %}</mj-raw>
<mj-section css-class="sheet" background-color="#fffdfa" padding="20px 32px" border-radius="14px">
  <mj-column width="40%" vertical-align="middle" padding="0 12px">
    <mj-image css-class="picture" href="{{ item.link }}" src="{{ item.imageUrl }}" alt="{{ item.name }}" width="200px" height="200px" border-radius="14px" padding="0 0 16px" />
  </mj-column>
  <mj-column width="60%" vertical-align="middle" padding="0 12px">
    <mj-text css-class="ink"><h3>{{ item.name }}</h3></mj-text>
    <mj-text css-class="ink" font-size="17px"><strong>{{ item.price }}</strong></mj-text>
    <mj-text css-class="soft" color="#5c554c" font-size="15px" line-height="22px">Made for a garden of any size. Delivered in three to five days, and taken back within thirty if it is not what you hoped for. Spare parts are kept for ten years, and what breaks is mended in our own workshop by people who made it.</mj-text>
    <mj-text css-class="soft" color="#645d54" font-size="14px" line-height="21px"><a href="{{ item.link }}" style="color: #2e5d4b; text-decoration: underline">See it in the shop</a></mj-text>
  </mj-column>
</mj-section>
<mj-raw>{% endfor %}</mj-raw>`;

const shopLink = (path: string, words: string) =>
  `<mj-text css-class="ink" align="center"><a href="https://fernhill.example/${path}">${words}</a></mj-text>`;

const body = `<mj-body background-color="#f5f2ed" css-class="page" width="600px">
  <mj-section padding="28px 32px 20px">
    <mj-column>
      <mj-image href="{{ vendor.websiteUrl }}" src="{{ vendor.logoUrl }}" alt="{{ vendor.name }}" width="40px" height="40px" align="left" />
      <mj-text css-class="soft" color="#645d54" font-size="14px" align="right">{{ occurrenceDate }}</mj-text>
      <mj-text css-class="ink"><h1>{{ t.headline }}</h1></mj-text>
      <mj-text css-class="ink">{{ t.intro }}</mj-text>
    </mj-column>
  </mj-section>
  ${item("hero")}
  ${item("picks")}
  <mj-section css-class="sheet" background-color="#fffdfa" padding="44px 32px 24px">
    <mj-column>${shopLink("new", "New this week")}</mj-column>
    <mj-column>${shopLink("mended", "Mended and used")}</mj-column>
    <mj-column>${shopLink("gifts", "Gifts")}</mj-column>
    <mj-column>${shopLink("repairs", "Repairs")}</mj-column>
    <mj-column>${shopLink("visits", "Visit us")}</mj-column>
  </mj-section>
  <mj-section padding="24px 32px 48px">
    <mj-column>
      <mj-text css-class="soft" align="center" color="#645d54" font-size="14px">{{ t.why_mail }}</mj-text>
      <mj-text css-class="soft" align="center" color="#645d54" font-size="14px">
        <a href="{{ preferencesUrl }}">{{ t.preferences }}</a> · <a href="{{ unsubscribeUrl }}">{{ t.unsubscribe }}</a> · <a href="{{ viewUrl }}">{{ t.view }}</a>
      </mj-text>
      <mj-text css-class="soft" align="center" color="#645d54" font-size="14px">{{ vendor.name }}<br />{{ vendor.postalAddress }}</mj-text>
    </mj-column>
  </mj-section>
</mj-body>`;

const english = {
  subject:
    "{% if customer.firstName %}{{ customer.firstName }}, seven things for you{% else %}Seven things for you{% endif %}",
  preheader: "{% for item in slots.hero limit: 1 %}{{ item.name }}, and {% endfor %}six more things chosen for you.",
  headline: "{% if customer.firstName %}Picked for you, {{ customer.firstName }}{% else %}Picked for you{% endif %}",
  intro:
    "A list chosen from what you told us, what you bought and what you looked at. You decide what arrives, and when.",
  why_mail: "You receive this because you asked {{ vendor.name }} for it.",
  preferences: "Topics, dates and pace",
  unsubscribe: "Unsubscribe",
  view: "Read as a page",
  sms: "{{ vendor.name }}: seven things for you. {{ viewUrl }} Stop or change: {{ preferencesUrl }}",
};

const exampleItem = (number: number) => ({
  name: `Border spade, size ${number}`,
  imageUrl: "https://fernhill.example/pictures/spade.png",
  link: `https://go.fernhill.example/j/AQAAAAA7Bf0kJ2wQx8mZr1LbYt5NvC${10 + number}`,
  price: "£64.00",
});

/** A newsletter about as long as they get: some 43 KB of HTML with sixty merge fields, and the text part derived from it. */
export const longNewsletter: TemplateSource = {
  name: "long-newsletter",
  kind: "marketing",
  mjml: `<mjml>${head}${body}</mjml>`,
  sms: "{{ t.sms }}",
  push: { title: "{{ t.subject }}", body: "{{ t.preheader }}", url: "{{ viewUrl }}" },
  strings: {
    en: english,
    de: {
      ...english,
      headline: "Für Sie ausgesucht",
      intro: "Sieben Dinge aus dem, was Sie uns gesagt und gekauft haben.",
    },
    fr: { ...english, headline: "Choisi pour vous", intro: "Sept choses d’après ce que vous nous avez dit et acheté." },
  },
  example: {
    vendor: {
      name: "Fernhill (simulated)",
      websiteUrl: "https://fernhill.example/",
      logoUrl: "https://fernhill.example/logo.png",
      postalAddress: "Simulated Lane 1, Nowhere 00000",
      palette: { accent: "#2e5d4b", onAccent: "#fffdfa", accentDark: "#8fc4ae", onAccentDark: "#1c1a17" },
    },
    customer: { firstName: "Mira", locale: "en" },
    preferencesUrl: "https://go.fernhill.example/p/AQAAAAA7Pf0kJ2wQx8mZr1LbYt5NvCeH",
    unsubscribeUrl: "https://go.fernhill.example/u/AQAAAAA7Uf0kJ2wQx8mZr1LbYt5NvCeH",
    viewUrl: "https://go.fernhill.example/v/AQAAAAA7Vf0kJ2wQx8mZr1LbYt5NvCeH",
    occurrenceDate: "Sunday, 22 November",
    slots: { hero: [exampleItem(0)], picks: Array.from({ length: 6 }, (_, index) => exampleItem(index + 1)) },
  },
};
