import type { Pick } from "#messages/newsletters/find-message.ts";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Badge } from "#web/pages/badge.tsx";
import type { ChangedChoice } from "#console/queries/find-changed-choice.ts";
import { When } from "#console/words.tsx";

/** One example of the ring: what somebody clicked, and what the next message chose because of it. */
export function ChangedChoiceCard({ changed }: { readonly changed: ChangedChoice | undefined }) {
  if (changed === undefined) {
    return (
      <Card title="The latest click that changed a choice">
        <EmptyState title="None in the last seven days" level={3}>
          As soon as a person clicks and the next message follows, it stands here.
        </EmptyState>
      </Card>
    );
  }
  const { customer, clickedAt, clickedCode, category, before, after, gained } = changed;
  return (
    <Card title="The latest click that changed a choice">
      <div class="stack-tight">
        <p>
          <a href={`/console/customers/${encodeURIComponent(customer)}`}>{customer}</a> clicked{" "}
          <strong>{clickedCode}</strong> ({category}) on <When at={clickedAt} />. The next message chose{" "}
          {gained.length === 1 ? "one thing" : `${gained.length} things`} of that category that was not there before.
        </p>
        <div class="grid">
          <Choice title="Before" number={before.number} picks={before.picks} gained={[]} />
          <Choice title="After" number={after.number} picks={after.picks} gained={gained} />
        </div>
      </div>
    </Card>
  );
}

type ChoiceProps = {
  readonly title: string;
  readonly number: number;
  readonly picks: readonly Pick[];
  readonly gained: readonly string[];
};

function Choice({ title, number, picks, gained }: ChoiceProps) {
  return (
    <div class="stack-tight">
      <h3>
        {title}: <a href={`/console/messages/${number}`}>message {number}</a>
      </h3>
      <ul class="stack-tight">
        {picks.map((pick) => (
          <li>
            {pick.code} <span class="quiet">{pick.reason}</span>{" "}
            {gained.includes(pick.code) ? <Badge tone="accent" label="new" /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
