import type { MergeView } from "#templates/merge-view.ts";
import type { TemplateSource } from "#templates/template-source.ts";

/** The least view: everything else of it is optional. */
export const smallView: MergeView = {
  vendor: {
    name: "Field & Fold",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "12 Orchard Lane, Millbrook",
    palette: { accent: "#2e5d4b", onAccent: "#fffdfa", accentDark: "#8fc4ae", onAccentDark: "#1c1a17" },
  },
  customer: { firstName: "Mira", locale: "en" },
  slots: {
    picks: [
      { name: "Lamp", imageUrl: "https://shop.example/lamp.png", link: "https://go.example/j/1", price: "£64.00" },
    ],
  },
  preferencesUrl: "https://go.example/p/1",
  unsubscribeUrl: "https://go.example/u/1",
  viewUrl: "https://go.example/v/1",
  occurrenceDate: "22 November",
};

const footer = `<mj-text color="#333333" font-size="14px"><a href="{{ unsubscribeUrl }}">Unsubscribe</a>
<a href="{{ preferencesUrl }}">Preferences</a> {{ vendor.postalAddress }}</mj-text>`;

/** A lawful template around a body of one column. */
export function smallTemplate(body: string, more: Partial<TemplateSource> = {}): TemplateSource {
  return {
    name: "small",
    kind: "marketing",
    mjml: `<mjml>
<mj-body>
<mj-section><mj-column>
<mj-text color="#222222" font-size="16px"><h1>{{ t.headline }}</h1></mj-text>
${body}
${footer}
</mj-column></mj-section>
</mj-body>
</mjml>`,
    sms: "{{ vendor.name }}: {{ viewUrl }} STOP",
    push: { title: "{{ t.headline }}", body: "{{ vendor.name }}", url: "{{ viewUrl }}" },
    strings: { en: { subject: "Hello {{ customer.firstName }}", preheader: "For you", headline: "Hello" } },
    example: smallView,
    ...more,
  };
}
