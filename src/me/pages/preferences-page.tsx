import type { LocalDate } from "#kernel/calendar.ts";
import type { NewsletterPreference, Preferences } from "#messages/preferences/preferences.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Checkbox } from "#web/pages/choice-fields.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import type { FieldFaults, GeneralDraft } from "#me/general-form.ts";
import { maskAddress } from "#me/mask-address.ts";
import { offeredWays } from "#me/ways-form.ts";
import { ownWordsFor } from "#me/words/own-words-for.ts";
import { preferencesPath } from "#me/session.ts";
import {
  CapSection,
  PauseSection,
  PlaceSection,
  QuietSection,
  TrackingSection,
  WaysSection,
} from "./general-sections.tsx";
import { type MeFrame, MeShell } from "./me-shell.tsx";
import { PaceLine, shownDates } from "./pace-line.tsx";

export type PreferencesPageProps = {
  readonly frame: MeFrame;
  readonly preferences: Preferences;
  readonly draft: GeneralDraft;
  readonly faults: FieldFaults;
  /** Next dates by newsletter id. */
  readonly nextDates: ReadonlyMap<number, readonly LocalDate[]>;
  readonly formToken: string;
  readonly isSaved: boolean;
  /** The door of her own site, which asks for a code. */
  readonly ownSite: string;
};

/**
 * What she hears, when, and how often. Whoever holds a passed-on message sees this page too, so it knows nothing else: no
 * purchase, no whole address, no date of birth.
 */
export function PreferencesPage(props: PreferencesPageProps) {
  const { frame, preferences, draft, faults } = props;
  const { words } = frame;
  const section = { frame, draft, faults, own: preferences };
  return (
    <MeShell frame={frame} title={words.title}>
      <PageHeader title={words.title} lead={words.lead} />
      <Notices frame={frame} isSaved={props.isSaved} isFaulty={faults.size > 0} />
      <form class="form" method="post" action={preferencesPath}>
        <input type="hidden" name="form" value={props.formToken} />
        <Fieldset legend={words.topics} hint={words.topicsHint}>
          {preferences.newsletters.map((newsletter) => (
            <Topic
              frame={frame}
              newsletter={newsletter}
              isOn={draft.on.includes(newsletter.code)}
              dates={shownDates(newsletter, props.nextDates.get(newsletter.id) ?? [])}
            />
          ))}
          {preferences.email === null ? null : <p class="hint">{words.sentTo(maskAddress(preferences.email))}</p>}
        </Fieldset>
        <PauseSection {...section} />
        <QuietSection {...section} />
        <CapSection {...section} />
        <WaysSection {...section} offered={offeredWays(preferences.newsletters)} />
        <PlaceSection {...section} />
        <TrackingSection {...section} />
        <p class="quiet">{words.receiveWording}</p>
        <Button look="primary" isWide>
          {words.save}
        </Button>
      </form>
      <section class="own-section">
        <ButtonLink look="quiet" isWide href={props.ownSite}>
          {ownWordsFor(frame.language).link}
        </ButtonLink>
        <p class="hint">{ownWordsFor(frame.language).linkHint}</p>
      </section>
    </MeShell>
  );
}

type NoticesProps = { readonly frame: MeFrame; readonly isSaved: boolean; readonly isFaulty: boolean };

export function Notices({ frame: { words }, isSaved, isFaulty }: NoticesProps) {
  if (isFaulty) return <Flash tone="bad" title={words.faulty} />;
  return isSaved ? <Flash tone="good" title={words.saved} /> : <></>;
}

type TopicProps = {
  readonly frame: MeFrame;
  readonly newsletter: NewsletterPreference;
  readonly isOn: boolean;
  readonly dates: readonly LocalDate[] | undefined;
};

function Topic({ frame, newsletter, isOn, dates }: TopicProps) {
  const { words } = frame;
  const { code, title, description } = newsletter;
  return (
    <div class="option">
      <Checkbox
        name="on"
        value={code}
        label={title}
        hint={description === "" ? undefined : description}
        isChecked={isOn}
      />
      <div class="option-more">
        <PaceLine frame={frame} newsletter={newsletter} dates={dates} />
        <ButtonLink look="quiet" isSmall href={`${preferencesPath}/${code}`}>
          {words.change}
          <span class="hidden-words">: {title}</span>
        </ButtonLink>
      </div>
    </div>
  );
}
