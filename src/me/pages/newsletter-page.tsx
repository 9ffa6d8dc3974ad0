import type { LocalDate } from "#kernel/calendar.ts";
import type { NewsletterPreference } from "#messages/preferences/preferences.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Checkbox } from "#web/pages/choice-fields.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import type { FieldFaults } from "#me/general-form.ts";
import type { PaceDraft, UsualPace } from "#me/pace-form.ts";
import { sayPace } from "#me/say-dates.ts";
import { preferencesPath } from "#me/session.ts";
import { placeOf } from "#me/zones.ts";
import { type MeFrame, MeShell } from "./me-shell.tsx";
import { PaceLine, shownDates } from "./pace-line.tsx";
import { PaceOption } from "./pace-option.tsx";
import { BirthdayOption, DatesOption, MonthDaysOption, MonthWeekdaysOption, WeeksOption } from "./pace-options.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { WaysFields } from "./ways-fields.tsx";
import { Notices } from "./preferences-page.tsx";

export type NewsletterPageProps = {
  readonly frame: MeFrame;
  readonly newsletter: NewsletterPreference;
  readonly usual: UsualPace;
  readonly zone: string;
  readonly isBirthdayKnown: boolean;
  readonly draft: PaceDraft;
  readonly faults: FieldFaults;
  readonly dates: readonly LocalDate[];
  readonly formToken: string;
  readonly isSaved: boolean;
};

/** The days and the pace of one newsletter. */
export function NewsletterPage(props: NewsletterPageProps) {
  const { frame, newsletter, draft, faults } = props;
  const { words } = frame;
  const timeFault = faults.get("time");
  return (
    <MeShell frame={frame} title={newsletter.title}>
      <PageHeader
        title={newsletter.title}
        lead={newsletter.description === "" ? undefined : newsletter.description}
        parent={{ href: preferencesPath, label: words.title }}
      />
      <Notices frame={frame} isSaved={props.isSaved} isFaulty={faults.size > 0} />
      <form class="form" method="post" action={`${preferencesPath}/${newsletter.code}`}>
        <input type="hidden" name="form" value={props.formToken} />
        <Card title={words.pace.now}>
          <PaceLine frame={frame} newsletter={newsletter} dates={shownDates(newsletter, props.dates)} />
        </Card>
        <Checkbox name="on" label={words.pace.isOn} isChecked={draft.isOn} />
        {newsletter.isShared ? (
          <Checkbox name="own" label={words.household.own} hint={words.household.ownHint} isChecked={draft.ownCopy} />
        ) : null}
        <WhenFields {...props} />
        <TextField
          name="time"
          label={words.pace.time}
          hint={words.pace.timeHint(placeOf(props.zone))}
          type="time"
          isShort
          value={draft.time}
          error={timeFault === undefined ? undefined : words.faults[timeFault]}
        />
        {newsletter.channels.length < 2 ? null : (
          <Fieldset legend={words.ways.title}>
            <WaysFields
              frame={frame}
              draft={draft.ways}
              faults={faults}
              offered={newsletter.channels}
              unchosen={words.ways.asForAll}
            />
          </Fieldset>
        )}
        <p class="quiet">{words.receiveWording}</p>
        <Button look="primary" isWide>
          {words.save}
        </Button>
      </form>
    </MeShell>
  );
}

function WhenFields(props: NewsletterPageProps) {
  const { frame, draft, faults, newsletter, usual } = props;
  const { pace, faults: faultWords } = frame.words;
  const option = { frame, draft, faults };
  const fault = faults.get("kind");
  const said = (wish: UsualPace) => sayPace(wish, frame.language, frame.words);
  return (
    <fieldset>
      <legend>{pace.when}</legend>
      {fault === undefined ? null : <p class="fault">{faultWords[fault]}</p>}
      <div class="choices">
        <PaceOption value="usual" label={pace.usual} hint={said(usual)} isChosen={draft.kind === "usual"} />
        {draft.kind === "keep" ? <PaceOption value="keep" label={pace.keep} hint={said(newsletter)} isChosen /> : null}
        <WeeksOption {...option} />
        <MonthDaysOption {...option} />
        <MonthWeekdaysOption {...option} />
        <BirthdayOption {...option} isKnown={props.isBirthdayKnown} />
        <DatesOption {...option} />
        <PaceOption value="never" label={pace.never} hint={pace.neverHint} isChosen={draft.kind === "never"} />
      </div>
    </fieldset>
  );
}
