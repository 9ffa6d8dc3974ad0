import type { Pick } from "#messages/newsletters/find-message.ts";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Badge } from "#web/pages/badge.tsx";
import { type ChangedChoice, onlyIn } from "#console/queries/find-changed-choice.ts";
import { Code, ReasonWords, When } from "#console/words.tsx";

const TITLE = "The latest click that changed a choice";

/** One example of the ring: what somebody clicked, and what her next message would have shown if she had not. */
export function ChangedChoiceCard({ changed }: { readonly changed: ChangedChoice | undefined }) {
  if (changed === undefined) {
    return (
      <Card title={TITLE}>
        <EmptyState title="None was found in the last seven days" level={3}>
          As soon as a person clicks and the next message shows what it would not have shown otherwise, it stands here.
        </EmptyState>
      </Card>
    );
  }
  const { customer, clickedAt, clickedCode, category, clickedIn, number, picks, without } = changed;
  const gained = onlyIn(picks, without);
  return (
    <Card title={TITLE}>
      <div class="stack-tight">
        <p>
          <a href={`/console/customers/${encodeURIComponent(customer)}`}>{customer}</a> clicked{" "}
          <strong>{clickedCode}</strong> ({category}) in <MessageLink number={clickedIn} /> on <When at={clickedAt} />.
          Next came <MessageLink number={number} />, with {things(gained.length)} that would not have been there without
          this click.
        </p>
        <div class="grid">
          <Choice title="Without the click" picks={without} changed={onlyIn(without, picks)} label="gave way" />
          <Choice title="As it went out" picks={picks} changed={gained} label="new" />
        </div>
      </div>
    </Card>
  );
}

function things(count: number): string {
  return count === 1 ? "one thing" : `${count} things`;
}

function MessageLink({ number }: { readonly number: number }) {
  return <a href={`/console/messages/${number}`}>message {number}</a>;
}

type ChoiceProps = {
  readonly title: string;
  readonly picks: readonly Pick[];
  readonly changed: readonly string[];
  /** What is said of those. */
  readonly label: "new" | "gave way";
};

function Choice({ title, picks, changed, label }: ChoiceProps) {
  return (
    <div class="stack-tight">
      <h3>{title}</h3>
      {picks.length === 0 ? <p class="quiet">Nothing: the message would not have gone out.</p> : null}
      <ul class="stack-tight">
        {picks.map((pick) => (
          <li>
            <Code of={pick.code} />{" "}
            <span class="quiet">
              <ReasonWords of={pick.reason} />
            </span>{" "}
            {changed.includes(pick.code) ? <Badge tone={label === "new" ? "accent" : "neutral"} label={label} /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
