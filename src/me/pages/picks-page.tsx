import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Badge } from "#web/pages/badge.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import type { LessWanted } from "#me/site/less-wanted.ts";
import type { OwnPick, OwnProduct } from "#me/site/own-picks.ts";
import { OwnProductCard } from "./own-products.tsx";
import { OneButtonForm, type OwnFrame, OwnShell } from "./own-shell.tsx";

export type PickCardProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly pick: OwnPick;
  readonly isSaved: boolean;
  /** Where the reader comes back to. */
  readonly back: "picks" | "overview";
};

/** One of the things chosen for her: why she sees it is said, and what she thinks of it can be. */
export function PickCard({ frame: { own }, formToken, pick, isSaved, back }: PickCardProps) {
  const { code, category, title } = pick;
  const say = (act: "save" | "less", words: string, look: "plain" | "quiet") => (
    <OneButtonForm action="/me/picks" formToken={formToken} fields={{ act, code, category, back }}>
      <Button isSmall look={look} label={`${words}: ${title}`}>
        {words}
      </Button>
    </OneButtonForm>
  );
  return (
    <OwnProductCard
      product={pick}
      note={
        <details>
          <summary>{own.picks.why}</summary>
          <p>{pick.reason}</p>
        </details>
      }
    >
      {isSaved ? <Badge tone="good" label={own.picks.kept} /> : say("save", own.picks.save, "plain")}
      {say("less", own.picks.less, "quiet")}
    </OwnProductCard>
  );
}

export type PicksPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly picks: readonly OwnPick[];
  readonly savedCodes: ReadonlySet<string>;
  readonly less: ReadonlyArray<LessWanted & { readonly product: OwnProduct | undefined }>;
  readonly flash?: string | undefined;
};

export function PicksPage({ frame, formToken, picks, savedCodes, less, flash }: PicksPageProps) {
  const { picks: words } = frame.own;
  return (
    <OwnShell frame={frame} formToken={formToken} title={words.title} lead={words.lead} isNarrow={false} flash={flash}>
      {picks.length === 0 ? (
        <EmptyState title={words.none} action={<ButtonLink href="/products">{words.browse}</ButtonLink>}>
          {words.noneHint}
        </EmptyState>
      ) : (
        <section>
          <h2 class="hidden-words">{words.title}</h2>
          <ul class="own-products">
            {picks.map((pick) => (
              <PickCard
                frame={frame}
                formToken={formToken}
                pick={pick}
                isSaved={savedCodes.has(pick.code)}
                back="picks"
              />
            ))}
          </ul>
        </section>
      )}
      {less.length === 0 ? null : (
        <Card title={words.lessTitle}>
          <ul class="own-lines">
            {less.map(({ productCode, category, product }) => (
              <li>
                <span>{product?.title ?? productCode}</span>
                <OneButtonForm
                  action="/me/picks"
                  formToken={formToken}
                  fields={{ act: "again", code: productCode, category, back: "picks" }}
                >
                  <Button isSmall look="quiet" label={`${words.again}: ${product?.title ?? productCode}`}>
                    {words.again}
                  </Button>
                </OneButtonForm>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </OwnShell>
  );
}
