import type { MessageForm } from "#me/view/choose-form.ts";
import type { ChannelName } from "#messages/channel-name.ts";

/** What can be wrong with a field of the preferences forms. */
export type FaultCode =
  | "weekday_needed"
  | "days_needed"
  | "dates_needed"
  | "date"
  | "time"
  | "both_times"
  | "same_time"
  | "until_after_from"
  | "count"
  | "zone"
  | "choice"
  | "first_way"
  | "pace";

/** Everything that the customer's page says, in one language. */
export type PageWords = {
  readonly skip: string;
  readonly title: string;
  readonly lead: string;
  readonly sentTo: (address: string) => string;
  readonly saved: string;
  readonly faulty: string;
  readonly faults: Readonly<Record<FaultCode, string>>;
  readonly save: string;
  readonly topics: string;
  readonly topicsHint: string;
  readonly change: string;
  readonly off: string;
  readonly next: string;
  readonly none: string;
  readonly pause: string;
  readonly pauseHint: string;
  readonly quiet: string;
  readonly quietHint: string;
  readonly from: string;
  readonly until: string;
  readonly cap: string;
  readonly capHint: string;
  readonly capCount: string;
  readonly capPeriod: string;
  readonly capPeriods: Readonly<Record<"none" | "1" | "7" | "30", string>>;
  readonly place: string;
  readonly zone: string;
  readonly language: string;
  readonly tracking: string;
  readonly trackingLabel: string;
  /** What she agrees to: goes into the consent record word for word. */
  readonly trackingWording: string;
  readonly receiveWording: string;
  readonly pace: PacePageWords;
  readonly household: HouseholdWords;
  readonly ways: WaysWords;
  /** The forms in which a message can be read. */
  readonly forms: Readonly<Record<MessageForm, string>>;
  readonly closed: { readonly title: string; readonly lead: string };
  readonly resend: { readonly title: string; readonly lead: string };
  readonly unsubscribe: UnsubscribeWords;
};

type PacePageWords = {
  readonly now: string;
  readonly isOn: string;
  readonly when: string;
  readonly usual: string;
  readonly keep: string;
  readonly weeks: string;
  readonly monthDays: string;
  readonly monthWeekdays: string;
  readonly birthday: string;
  /** "On your birthday at 08:00" */
  readonly birthdayAt: (time: string) => string;
  readonly birthdayUnknown: string;
  readonly dates: string;
  readonly never: string;
  readonly neverHint: string;
  readonly details: string;
  readonly weekdays: string;
  readonly everyWeeks: string;
  readonly everyMonths: string;
  readonly everyWeek: (every: number) => string;
  readonly everyMonth: (every: number) => string;
  readonly days: string;
  readonly daysHint: string;
  readonly ifMissing: string;
  readonly ifMissingOptions: Readonly<Record<"last_day" | "skip" | "next_day", string>>;
  readonly nth: string;
  readonly nthOptions: Readonly<Record<"1" | "2" | "3" | "4" | "5" | "-1", string>>;
  readonly weekday: string;
  readonly offset: string;
  readonly offsets: Readonly<Record<"0" | "-1" | "-3" | "-7", string>>;
  readonly date: (place: number) => string;
  readonly time: string;
  readonly timeHint: (zone: string) => string;
};

/** Of a newsletter that comes once for those who live together. */
type HouseholdWords = {
  readonly one: string;
  readonly hasOwn: string;
  readonly own: string;
  readonly ownHint: string;
};

/** Of the channels in her order. */
type WaysWords = {
  readonly title: string;
  readonly hint: string;
  readonly first: string;
  /** Of the second way and the third. */
  readonly next: (place: number) => string;
  readonly none: string;
  /** In place of an order for all, and of one for this newsletter. */
  readonly eachItsOwn: string;
  readonly asForAll: string;
  readonly names: Readonly<Record<ChannelName, string>>;
};

type UnsubscribeWords = {
  readonly title: string;
  readonly lead: (newsletter: string) => string;
  readonly leaveOne: (newsletter: string) => string;
  readonly leaveAll: string;
  readonly rather: string;
  readonly toPreferences: string;
  readonly leftOne: (newsletter: string) => string;
  readonly leftAll: string;
  readonly nothingDone: string;
};
