import { Checkbox, Select } from "#web/pages/choice-fields.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import type { FieldFaults } from "#me/general-form.ts";
import { everyMonthChoices, everyWeekChoices, MOST_DATES, type PaceDraft } from "#me/pace-form.ts";
import { weekdayNames } from "#me/say-dates.ts";
import type { MeFrame } from "./me-shell.tsx";
import { PaceOption } from "./pace-option.tsx";

export type OptionProps = { readonly frame: MeFrame; readonly draft: PaceDraft; readonly faults: FieldFaults };

const errorOf = ({ frame, faults }: OptionProps, field: string): string | undefined => {
  const code = faults.get(field);
  return code === undefined ? undefined : frame.words.faults[code];
};

export function WeeksOption(props: OptionProps) {
  const { frame, draft } = props;
  const { pace } = frame.words;
  const error = errorOf(props, "weekday");
  return (
    <PaceOption value="weeks" label={pace.weeks} isChosen={draft.kind === "weeks"} foldLabel={pace.details}>
      <fieldset>
        <legend>{pace.weekdays}</legend>
        {error === undefined ? null : <p class="fault">{error}</p>}
        <div class="choices side">
          {weekdayNames(frame.language).map((name, index) => (
            <Checkbox
              name="weekday"
              value={String(index + 1)}
              label={name}
              isChecked={draft.weekdays.includes(String(index + 1))}
            />
          ))}
        </div>
      </fieldset>
      <Select
        name="everyWeeks"
        label={pace.everyWeeks}
        options={everyWeekChoices.map((every) => ({ value: String(every), label: pace.everyWeek(every) }))}
        value={draft.everyWeeks}
      />
    </PaceOption>
  );
}

export function MonthDaysOption(props: OptionProps) {
  const { frame, draft } = props;
  const { pace } = frame.words;
  const missing = (["last_day", "skip", "next_day"] as const).map((value) => ({
    value,
    label: pace.ifMissingOptions[value],
  }));
  return (
    <PaceOption
      value="month_days"
      label={pace.monthDays}
      isChosen={draft.kind === "month_days"}
      foldLabel={pace.details}
    >
      <TextField
        name="days"
        label={pace.days}
        hint={pace.daysHint}
        value={draft.days}
        maxLength={120}
        error={errorOf(props, "days")}
      />
      <Select name="ifMissing" label={pace.ifMissing} options={missing} value={draft.ifMissing} />
      <Select name="dayMonths" label={pace.everyMonths} options={months(props)} value={draft.dayMonths} />
    </PaceOption>
  );
}

export function MonthWeekdaysOption(props: OptionProps) {
  const { frame, draft } = props;
  const { pace } = frame.words;
  const nth = (["1", "2", "3", "4", "5", "-1"] as const).map((value) => ({ value, label: pace.nthOptions[value] }));
  const days = weekdayNames(frame.language).map((label, index) => ({ value: String(index + 1), label }));
  return (
    <PaceOption
      value="month_weekdays"
      label={pace.monthWeekdays}
      isChosen={draft.kind === "month_weekdays"}
      foldLabel={pace.details}
    >
      <Select name="nth" label={pace.nth} options={nth} value={draft.nth} />
      <Select name="nthWeekday" label={pace.weekday} options={days} value={draft.nthWeekday} />
      <Select name="nthMonths" label={pace.everyMonths} options={months(props)} value={draft.nthMonths} />
    </PaceOption>
  );
}

function months({ frame }: OptionProps) {
  const { everyMonth } = frame.words.pace;
  return everyMonthChoices.map((every) => ({ value: String(every), label: everyMonth(every) }));
}

/** Whether we know her birthday may be said; the date itself may not. */
export function BirthdayOption({ isKnown, ...props }: OptionProps & { readonly isKnown: boolean }) {
  const { frame, draft } = props;
  const { pace } = frame.words;
  const offsets = (["0", "-1", "-3", "-7"] as const).map((value) => ({ value, label: pace.offsets[value] }));
  const isChosen = draft.kind === "birthday";
  if (!isKnown) {
    return (
      <PaceOption value="birthday" label={pace.birthday} hint={pace.birthdayUnknown} isChosen={false} isDisabled />
    );
  }
  return (
    <PaceOption value="birthday" label={pace.birthday} isChosen={isChosen} foldLabel={pace.details}>
      <Select name="offset" label={pace.offset} options={offsets} value={draft.offset} />
    </PaceOption>
  );
}

const BLANK_DATES = 3;

/** The dates that she has and a few blanks: saved and opened again, it has as many blanks more. */
export function DatesOption(props: OptionProps) {
  const { frame, draft } = props;
  const { pace } = frame.words;
  const error = errorOf(props, "date");
  const blanks = Math.min(BLANK_DATES, Math.max(0, MOST_DATES - draft.dates.length));
  const dates = [...draft.dates, ...Array.from({ length: blanks }, () => "")];
  return (
    <PaceOption value="dates" label={pace.dates} isChosen={draft.kind === "dates"} foldLabel={pace.details}>
      {dates.map((date, index) => (
        <TextField
          name="date"
          id={`date-${index + 1}`}
          label={pace.date(index + 1)}
          type="date"
          value={date}
          error={index === 0 ? error : undefined}
        />
      ))}
    </PaceOption>
  );
}
