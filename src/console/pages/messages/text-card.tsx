import type { TextPreview } from "#messages/newsletters/preview-text.ts";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { count } from "#console/words.tsx";
import { TextBubble } from "#console/pages/text-bubble.tsx";

/** A text before anybody gets it: its words, what they take and what they cost. */
export function TextCard({ sms }: { readonly sms: TextPreview }) {
  const { encoding, units, segments, costMilli, currency, replacements } = sms;
  return (
    <Card title="As a text">
      <div class="stack">
        <TextBubble text={sms.text} />
        <DefinitionList
          items={[
            ["Segments", count(segments)],
            [
              "Encoding",
              encoding === "gsm7" ? `GSM 7: ${count(units)} septets` : `UCS-2: ${count(units)} units of 16 bits`,
            ],
            ["Costs", costMilli === undefined ? "No number is known of her" : priceOf(costMilli, currency)],
            ...(replacements.length === 0
              ? []
              : [["Written plainly", replacements.map(({ from, to }) => `${from} as ${to}`).join(", ")] as const]),
          ]}
        />
        <p class="quiet">Its links are samples, as long as her own.</p>
      </div>
    </Card>
  );
}

/** Fractions of a cent count: a text costs less than one. */
function priceOf(milli: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency, maximumFractionDigits: 5 });
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(milli / 1_000 / 10 ** digits);
}
