import { Button, ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import type { OwnMessage } from "#me/site/list-own-messages.ts";
import type { OwnProduct } from "#me/site/own-picks.ts";
import { OwnProductCard } from "./own-products.tsx";
import { OneButtonForm, type OwnFrame, OwnShell } from "./own-shell.tsx";
import { sayDay } from "./say-when.ts";

export type MessagesPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly zone: string;
  readonly messages: readonly OwnMessage[];
  /** The address of older ones. */
  readonly moreUrl: string | undefined;
};

/** What was sent to her, newest first; each opens as it was. */
export function MessagesPage({ frame, formToken, zone, messages, moreUrl }: MessagesPageProps) {
  const { messages: words, more } = frame.own;
  return (
    <OwnShell frame={frame} formToken={formToken} title={words.title} lead={words.lead}>
      {messages.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <ul class="own-lines card">
          {messages.map(({ number, title, acceptedAt, isKept }) => (
            <li>
              <span>
                {title}
                <span class="hint">{sayDay(acceptedAt, { language: frame.language, zone })}</span>
              </span>
              {isKept ? (
                <ButtonLink isSmall href={`/me/messages/${number}`}>
                  {words.open}
                  <span class="hidden-words">{`: ${title}, ${sayDay(acceptedAt, { language: frame.language, zone })}`}</span>
                </ButtonLink>
              ) : (
                <span class="hint">{words.gone}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {moreUrl === undefined ? null : <ButtonLink href={moreUrl}>{more}</ButtonLink>}
    </OwnShell>
  );
}

export type SavedPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly zone: string;
  readonly saved: ReadonlyArray<{
    readonly code: string;
    readonly savedAt: number;
    /** undefined where it is offered no more */
    readonly product: OwnProduct | undefined;
  }>;
};

export function SavedPage({ frame, formToken, zone, saved }: SavedPageProps) {
  const { saved: words, picks } = frame.own;
  const remove = (code: string, title: string) => (
    <OneButtonForm action="/me/saved" formToken={formToken} fields={{ code }}>
      <Button isSmall look="quiet" label={`${words.remove}: ${title}`}>
        {words.remove}
      </Button>
    </OneButtonForm>
  );
  const since = (at: number) => words.since(sayDay(at, { language: frame.language, zone }));
  const offered = saved.flatMap(({ product, savedAt }) => (product === undefined ? [] : [{ product, savedAt }]));
  const gone = saved.filter(({ product }) => product === undefined);
  return (
    <OwnShell frame={frame} formToken={formToken} title={words.title} lead={words.lead} isNarrow={false}>
      {saved.length === 0 ? (
        <EmptyState title={words.none} action={<ButtonLink href="/products">{picks.browse}</ButtonLink>}>
          {words.noneHint}
        </EmptyState>
      ) : null}
      {offered.length === 0 ? null : (
        <section>
          <h2 class="hidden-words">{words.title}</h2>
          <ul class="own-products">
            {offered.map(({ product, savedAt }) => (
              <OwnProductCard product={product} note={<p class="hint">{since(savedAt)}</p>}>
                {remove(product.code, product.title)}
              </OwnProductCard>
            ))}
          </ul>
        </section>
      )}
      {gone.length === 0 ? null : (
        <section class="card">
          <h2>{words.gone}</h2>
          <ul class="own-lines">
            {gone.map(({ code, savedAt }) => (
              <li>
                <span>
                  {code}
                  <span class="hint">{since(savedAt)}</span>
                </span>
                {remove(code, code)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </OwnShell>
  );
}
