import type { LocalDate } from "#kernel/calendar.ts";
import type { NewsletterPreference } from "#messages/preferences/preferences.ts";
import { sayDate, sayPace } from "#me/say-dates.ts";
import type { MeFrame } from "./me-shell.tsx";

export type PaceLineProps = {
  readonly frame: MeFrame;
  readonly newsletter: NewsletterPreference;
  /** The next dates; undefined where they are not shown. */
  readonly dates: readonly LocalDate[] | undefined;
};

/** What was chosen, in words, and what comes of it. */
export function PaceLine({ frame, newsletter, dates }: PaceLineProps) {
  const { words, language } = frame;
  if (!newsletter.isOn) return <p class="hint">{words.off}</p>;
  return (
    <>
      <p>{sayPace(newsletter, language, words)}</p>
      {dates === undefined ? null : (
        <p class="hint">
          {dates.length === 0
            ? words.none
            : `${words.next}: ${dates.map((date) => sayDate(date, language)).join(" · ")}`}
        </p>
      )}
      {newsletter.isShared ? (
        <p class="hint">{newsletter.ownCopy ? words.household.hasOwn : words.household.one}</p>
      ) : null}
    </>
  );
}

/** Dates that follow from her birthday would tell it to whoever holds a passed-on message: they are not shown. */
export function shownDates(
  newsletter: NewsletterPreference,
  dates: readonly LocalDate[],
): readonly LocalDate[] | undefined {
  return newsletter.pace.kind === "own_date" ? undefined : dates;
}
