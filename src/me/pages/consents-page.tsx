import { Badge } from "#web/pages/badge.tsx";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import type { ConsentSubject, OwnConsent } from "#me/site/own-consents.ts";
import { OneButtonForm, type OwnFrame, OwnShell } from "./own-shell.tsx";
import { sayDay } from "./say-when.ts";

export type ConsentsPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly zone: string;
  readonly standing: readonly OwnConsent[];
  readonly history: readonly OwnConsent[];
  readonly flash?: string | undefined;
};

/** What she agreed to, each with one button, and every act with its day and its words. */
export function ConsentsPage(props: ConsentsPageProps) {
  const { frame, formToken, standing, history, flash } = props;
  const { consents } = frame.own;
  return (
    <OwnShell frame={frame} formToken={formToken} title={consents.title} lead={consents.lead} flash={flash}>
      {standing.length === 0 ? (
        <EmptyState title={consents.none} action={<ButtonLink href="/preferences">{frame.words.title}</ButtonLink>} />
      ) : (
        <ul class="stack">
          {standing.map((consent) => (
            <li class="card">
              <Standing {...props} consent={consent} />
            </li>
          ))}
        </ul>
      )}
      {standing.some(({ isGranted }) => isGranted) ? (
        <OneButtonForm action="/me/consents" formToken={formToken} fields={{ act: "everything" }}>
          <Button look="danger" isWide>
            {consents.everything}
          </Button>
        </OneButtonForm>
      ) : null}
      {history.length === 0 ? null : (
        <details class="card">
          <summary>{consents.history}</summary>
          <ol class="own-lines">
            {history.map((act) => (
              <li>
                <Act {...props} act={act} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </OwnShell>
  );
}

type StandingProps = Pick<ConsentsPageProps, "frame" | "formToken" | "zone"> & { readonly consent: OwnConsent };

function Standing({ frame, formToken, zone, consent }: StandingProps) {
  const { consents } = frame.own;
  const { isGranted, purpose, channel, topic, at } = consent;
  const subject = subjectWords(frame, consent);
  return (
    <div class="stack-tight">
      <div class="row">
        <h2>{subject}</h2>
        <Badge tone={isGranted ? "good" : "neutral"} label={isGranted ? consents.granted : consents.withdrawn} />
      </div>
      <p class="hint">{sayDay(at, { language: frame.language, zone })}</p>
      {isGranted ? null : <p class="quiet">{wordingOf(frame, consent)}</p>}
      <OneButtonForm
        action="/me/consents"
        formToken={formToken}
        fields={{ act: isGranted ? "withdraw" : "give", purpose, channel, topic }}
      >
        <Button isSmall label={`${isGranted ? consents.withdraw : consents.give}: ${subject}`}>
          {isGranted ? consents.withdraw : consents.give}
        </Button>
      </OneButtonForm>
    </div>
  );
}

/** The words to which she would agree: what stands beside the button goes into the record. */
export function wordingOf({ words }: OwnFrame, { purpose }: Pick<ConsentSubject, "purpose">): string {
  return purpose === "track" ? words.trackingWording : words.receiveWording;
}

type ActProps = Pick<ConsentsPageProps, "frame" | "zone"> & { readonly act: OwnConsent };

function Act({ frame, zone, act }: ActProps) {
  const { consents, data } = frame.own;
  const source = Object.hasOwn(data.sources, act.source)
    ? data.sources[act.source as keyof typeof data.sources]
    : act.source;
  return (
    <span>
      {subjectWords(frame, act)}
      <span class="hint">
        {act.isGranted ? consents.granted : consents.withdrawn}.{" "}
        {data.from(source, sayDay(act.at, { language: frame.language, zone }))}
      </span>
      {act.wording === "" ? null : <span class="hint">{consents.words(act.wording)}</span>}
    </span>
  );
}

function subjectWords(
  { own: { consents, devices } }: OwnFrame,
  { purpose, topic, title, channel }: OwnConsent,
): string {
  if (purpose === "track") return consents.track;
  const what = topic === "" ? consents.receiveAll : consents.receive(title);
  return channel === "" || channel === "email" ? what : `${what} (${channel === "push" ? devices.short : channel})`;
}
