import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import type { OwnPick } from "#me/site/own-picks.ts";
import type { OwnCounts } from "#me/site/overview.ts";
import { OneButtonForm, type OwnFrame, OwnShell } from "./own-shell.tsx";
import { PickCard } from "./picks-page.tsx";

export type OverviewPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly firstName: string | null;
  readonly picks: readonly OwnPick[];
  readonly savedCodes: ReadonlySet<string>;
  readonly counts: OwnCounts;
  /** The next message that is planned: title and day. */
  readonly next: { readonly title: string; readonly date: string } | undefined;
  readonly madeOn: string;
  readonly siteUrl: string;
  readonly flash?: string | undefined;
};

/** Everything of hers in one place: what was chosen, and the doors to the rest. */
export function OverviewPage(props: OverviewPageProps) {
  const { frame, formToken, firstName, picks, savedCodes, next } = props;
  const { own } = frame;
  return (
    <OwnShell
      frame={frame}
      formToken={formToken}
      title={firstName === null ? own.title : own.hello(firstName)}
      lead={own.lead(frame.brand.name)}
      isTop
      isNarrow={false}
      flash={props.flash}
    >
      <section class="own-section">
        <div class="card-head">
          <h2>{own.picks.title}</h2>
          {picks.length === 0 ? null : <a href="/me/picks">{own.picks.all}</a>}
        </div>
        {picks.length === 0 ? (
          <EmptyState
            title={own.picks.none}
            level={3}
            action={<ButtonLink href="/products">{own.picks.browse}</ButtonLink>}
          >
            {own.picks.noneHint}
          </EmptyState>
        ) : (
          <ul class="own-products few">
            {picks.map((pick) => (
              <PickCard
                frame={frame}
                formToken={formToken}
                pick={pick}
                isSaved={savedCodes.has(pick.code)}
                back="overview"
              />
            ))}
          </ul>
        )}
      </section>
      {next === undefined ? null : <p class="own-next">{own.messages.next(next.title, next.date)}</p>}
      <Doors {...props} />
      <SiteCard {...props} />
    </OwnShell>
  );
}

/** Each says what is behind it; the last one is the way out of everything. */
function Doors({ frame: { own, words }, counts }: OverviewPageProps) {
  const doors: ReadonlyArray<readonly [href: string, title: string, lead: string, count: number | undefined]> = [
    ["/me/messages", own.messages.title, own.messages.lead, counts.messages],
    ["/me/saved", own.saved.title, own.saved.lead, counts.saved],
    ["/me/notes", own.notes.title, own.notes.own, counts.notes],
    ["/preferences", words.title, words.lead, undefined],
    ["/me/devices", own.devices.title, own.devices.lead, undefined],
    ["/me/consents", own.consents.title, own.consents.lead, counts.consents],
    ["/me/data", own.data.title, own.data.correct, undefined],
    ["/me/copy", own.copy.title, own.copy.lead, undefined],
    ["/me/erase", own.erase.title, own.erase.goesTitle, undefined],
  ];
  return (
    <nav aria-label={own.title}>
      <ul class="own-doors">
        {doors.map(([href, title, lead, count]) => (
          <li class="own-door">
            <a href={href}>{title}</a>
            {count === undefined ? null : <span class="own-count number">{String(count)}</span>}
            <p>{lead}</p>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** When it came to be, where it is, and how the address is taken back. */
function SiteCard({ frame: { own }, formToken, madeOn, siteUrl }: OverviewPageProps) {
  return (
    <Card title={own.site.title}>
      <div class="stack-tight">
        <p>{own.madeOn(madeOn)}</p>
        <p dir="ltr">
          <code>{siteUrl}</code>
        </p>
        <p class="hint">{own.site.lead}</p>
        <div class="row">
          <OneButtonForm action="/me/site" formToken={formToken} fields={{}}>
            <Button isSmall>{own.site.renew}</Button>
          </OneButtonForm>
          <OneButtonForm action="/me/leave" formToken={formToken} fields={{ everywhere: "yes" }}>
            <Button isSmall look="quiet">
              {own.site.everywhere}
            </Button>
          </OneButtonForm>
        </div>
      </div>
    </Card>
  );
}
