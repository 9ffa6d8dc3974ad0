import type { Result } from "#kernel/result.ts";
import type { SkipReason } from "#messages/message.ts";
import type { LetterPreview } from "#messages/print/preview-letter.ts";
import { refusedLetter } from "#messages/print/refused-letter.ts";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { count } from "#console/words.tsx";

type Shown = {
  readonly letter: Result<LetterPreview, SkipReason>;
  readonly pictureSrc: string;
  readonly pdfHref: string;
};

/** A letter before anybody gets it: its first page, what it takes and what it costs. */
export function LetterCard({ letter, pictureSrc, pdfHref }: Shown) {
  if (!letter.ok) {
    return (
      <Card title="As a letter">
        <p>{refusedLetter(letter.error).detail ?? "She would get no letter."}</p>
      </Card>
    );
  }
  const { pages, sheets, costMilli, currency, leftOut } = letter.value;
  return (
    <Card title="As a letter">
      <div class="stack">
        <DefinitionList
          items={[
            ["Pages", count(pages)],
            ["Sheets", count(sheets)],
            ["Costs", priceOf(costMilli, currency)],
            ...(leftOut.length === 0 ? [] : [["Left out", leftOut.join(" ")] as const]),
          ]}
        />
        <img src={pictureSrc} alt="First page of the letter" width="612" />
        <p>
          <a href={pdfHref}>The whole letter as PDF</a>
        </p>
        <p class="quiet">Its codes and addresses are samples, as long as her own.</p>
      </div>
    </Card>
  );
}

function priceOf(milli: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.format(milli / 1_000 / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
