import { clockOf } from "#me/say-dates.ts";
import type { NextDates } from "#messages/newsletters/next-dates.ts";
import type { Preferences } from "#messages/preferences/preferences.ts";
import { describePace } from "#messages/schedule/describe-pace.ts";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { Day } from "#console/words.tsx";

export type ChosenCardProps = {
  readonly preferences: Preferences;
  readonly next: readonly NextDates[];
  /** As operators know newsletters: preferences name them in the customer's language. */
  readonly titles: ReadonlyMap<string, string>;
};

type Newsletter = Preferences["newsletters"][number];

/** What a customer chose to get, when it comes next, and the frame around it. What she does not get is one line. */
export function ChosenCard({ preferences, next, titles }: ChosenCardProps) {
  const { quietHours, pause, cap } = preferences;
  const titleOf = ({ code, title }: Newsletter) => titles.get(code) ?? title;
  const off = preferences.newsletters.filter(({ isOn }) => !isOn);
  const datesOf = ({ id }: Newsletter) => next.find(({ newsletterId }) => newsletterId === id)?.dates ?? [];
  return (
    <Card title="What was chosen">
      <DefinitionList
        items={[
          ...preferences.newsletters
            .filter(({ isOn }) => isOn)
            .map(
              (newsletter) => [titleOf(newsletter), <On {...{ newsletter, dates: datesOf(newsletter) }} />] as const,
            ),
          ...(quietHours === null
            ? []
            : [["Quiet hours", `${clockOf(quietHours.from)} to ${clockOf(quietHours.to)}`] as const]),
          ...(pause === null
            ? []
            : [["Break", `from ${pause.from}${pause.until === undefined ? "" : ` until ${pause.until}`}`] as const]),
          ...(cap === null ? [] : [["At most", `${cap.count} in ${cap.days} days`] as const]),
          ...(off.length === 0
            ? []
            : [["Not chosen", <span class="quiet">{off.map(titleOf).join(", ")}</span>] as const]),
        ]}
      />
    </Card>
  );
}

function On({ newsletter, dates }: { readonly newsletter: Newsletter; readonly dates: NextDates["dates"] }) {
  const { pace, minute, isOwnPace, isShared, ownCopy } = newsletter;
  const words = describePace(pace, "en");
  const isTimed = ("minute" in pace && pace.minute !== undefined) || pace.kind === "never";
  return (
    <>
      {isTimed ? words : `${words} at ${clockOf(minute)}`}{" "}
      <span class="quiet">({isOwnPace ? "own choice" : "usual"})</span>
      <span class="more">
        {dates.length === 0 ? "no next date" : "next "}
        {dates.map((on, index) => (
          <>
            {index === 0 ? "" : ", "}
            <Day on={on} />
          </>
        ))}
        {isShared ? <>; {ownCopy ? "her own copy" : "one for the household"}</> : null}
      </span>
    </>
  );
}
