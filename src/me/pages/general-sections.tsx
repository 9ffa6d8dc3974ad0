import { Fieldset } from "#web/pages/fieldset.tsx";
import { Checkbox, Select } from "#web/pages/choice-fields.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import type { Child } from "hono/jsx";
import { type FieldFaults, type GeneralDraft, localeChoices } from "#me/general-form.ts";
import { zoneChoices } from "#me/zones.ts";
import type { ChannelOrder } from "#messages/preferences/channel-order.ts";
import type { MeFrame } from "./me-shell.tsx";
import { WaysFields } from "./ways-fields.tsx";

export type SectionProps = {
  readonly frame: MeFrame;
  readonly draft: GeneralDraft;
  readonly faults: FieldFaults;
  /** What holds now: the lists offer it whatever else they hold. */
  readonly own: { readonly zone: string; readonly locale: string };
};

const errorOf = ({ frame, faults }: SectionProps, field: string): string | undefined => {
  const code = faults.get(field);
  return code === undefined ? undefined : frame.words.faults[code];
};

/** Folded until something in it is chosen or wrong. */
function Folded({
  title,
  isOpen,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly children?: Child;
}) {
  return (
    <details class="card" open={isOpen}>
      <summary>{title}</summary>
      <div class="stack-tight">{children}</div>
    </details>
  );
}

export function PauseSection(props: SectionProps) {
  const { words } = props.frame;
  const { pauseFrom, pauseUntil } = props.draft;
  return (
    <Folded title={words.pause} isOpen={pauseFrom !== "" || pauseUntil !== ""}>
      <p class="hint">{words.pauseHint}</p>
      <div class="fields side">
        <TextField
          name="pauseFrom"
          label={words.from}
          type="date"
          value={pauseFrom}
          error={errorOf(props, "pauseFrom")}
        />
        <TextField
          name="pauseUntil"
          label={words.until}
          type="date"
          value={pauseUntil}
          error={errorOf(props, "pauseUntil")}
        />
      </div>
    </Folded>
  );
}

export function QuietSection(props: SectionProps) {
  const { words } = props.frame;
  const { quietFrom, quietUntil } = props.draft;
  return (
    <Folded title={words.quiet} isOpen={quietFrom !== "" || quietUntil !== ""}>
      <p class="hint">{words.quietHint}</p>
      <div class="fields side">
        <TextField
          name="quietFrom"
          label={words.from}
          type="time"
          value={quietFrom}
          error={errorOf(props, "quietFrom")}
        />
        <TextField
          name="quietUntil"
          label={words.until}
          type="time"
          value={quietUntil}
          error={errorOf(props, "quietUntil")}
        />
      </div>
    </Folded>
  );
}

export function CapSection(props: SectionProps) {
  const { words } = props.frame;
  const { capCount, capDays } = props.draft;
  const periods = (["none", "1", "7", "30"] as const).map((value) => ({ value, label: words.capPeriods[value] }));
  return (
    <Folded title={words.cap} isOpen={capDays !== "none" || props.faults.has("capDays")}>
      <p class="hint">{words.capHint}</p>
      <div class="fields side">
        <TextField
          name="capCount"
          label={words.capCount}
          type="number"
          min="1"
          max="100"
          value={capCount}
          error={errorOf(props, "capCount")}
        />
        <Select
          name="capDays"
          label={words.capPeriod}
          options={periods}
          value={capDays}
          error={errorOf(props, "capDays")}
        />
      </div>
    </Folded>
  );
}

/** Only where some newsletter may come by more than one way. */
export function WaysSection(props: SectionProps & { readonly offered: ChannelOrder }) {
  const { draft, faults, frame, offered } = props;
  const { ways } = frame.words;
  if (offered.length < 2) return <></>;
  return (
    <Folded title={ways.title} isOpen={(draft.ways ?? []).some((way) => way !== "") || faults.has("ways")}>
      <WaysFields frame={frame} draft={draft.ways} faults={faults} offered={offered} unchosen={ways.eachItsOwn} />
    </Folded>
  );
}

export function PlaceSection(props: SectionProps) {
  const { words } = props.frame;
  const { draft, own } = props;
  const languages = localeChoices(own.locale).map((locale) => ({ value: locale, label: nameOfLanguage(locale) }));
  const isOpen = props.faults.has("zone") || props.faults.has("language");
  return (
    <Folded title={words.place} isOpen={isOpen}>
      <div class="fields side">
        <Select
          name="zone"
          label={words.zone}
          options={zoneChoices(own.zone)}
          value={draft.zone}
          error={errorOf(props, "zone")}
        />
        <Select
          name="language"
          label={words.language}
          options={languages}
          value={draft.language}
          error={errorOf(props, "language")}
        />
      </div>
    </Folded>
  );
}

/** Never folded and never ticked beforehand: what is kept under a name is said in whole sentences. */
export function TrackingSection({ frame: { words }, draft }: SectionProps) {
  return (
    <Fieldset legend={words.tracking}>
      <Checkbox name="track" label={words.trackingLabel} hint={words.trackingWording} isChecked={draft.isTracked} />
    </Fieldset>
  );
}

/** A language by its own name: "Deutsch". */
function nameOfLanguage(locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
  } catch {
    // A tag that came from an import and is none (BCP 47): shown as it is.
    return locale;
  }
}
