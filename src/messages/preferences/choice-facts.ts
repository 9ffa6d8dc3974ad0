import type { ConsentStatement, Fact } from "#customers/facts/fact.ts";
import { NEWSLETTER_CHOSEN, NEWSLETTER_LEFT } from "#predict/newsletter-choice.ts";
import type { PreferencesInput } from "./preferences.ts";

/** A newsletter that she switched on or off. */
export type Switched = {
  readonly code: string;
  readonly topic: string;
  readonly channel: string;
  readonly isOn: boolean;
  readonly categories: readonly string[];
};

export type Choice = {
  /** The event's message id; those of newsletters follow from it. */
  readonly id: string;
  readonly customerCode: string;
  readonly at: number;
  readonly source: string;
  readonly wording: string;
  readonly proof: Readonly<Record<string, unknown>>;
  readonly choice: PreferencesInput;
  readonly switched: readonly Switched[];
  /** Ways beside its first that she agreed to for a topic. */
  readonly agreed: ReadonlyArray<Pick<Switched, "channel" | "topic">>;
  /** undefined where it stays as it is */
  readonly isTracked: boolean | undefined;
};

/** A choice as events: one with the consents that it means, and one for each newsletter that was switched, by category. */
export function choiceFacts(chosen: Choice): Fact[] {
  const { choice, switched } = chosen;
  const whole: Fact = {
    ...frameOf(chosen),
    messageId: chosen.id,
    name: "Preferences Chosen",
    properties: {
      newsletters: choice.newsletters,
      hasPause: choice.pause != null,
      hasQuietHours: choice.quietHours != null,
    },
    profile: {
      ...(choice.zone === undefined ? {} : { zone: choice.zone }),
      ...(choice.locale === undefined ? {} : { locale: choice.locale }),
    },
    consents: consentsOf(chosen),
  };
  return [whole, ...switched.flatMap((one) => switchFacts(chosen, one))];
}

function frameOf({ customerCode, at, source }: Choice) {
  return {
    customer: customerCode,
    kind: "choice" as const,
    category: null,
    productCode: null,
    at,
    source,
    channel: "web",
  };
}

/** A newsletter that names no category is chosen all the same: rules may ask for it. */
function switchFacts(chosen: Choice, { code, isOn, categories }: Switched): Fact[] {
  const [first = null, ...more] = isOn ? categories : [];
  return [first, ...more].map((category, index) => ({
    ...frameOf(chosen),
    messageId: `${chosen.id}:${code}:${index}`,
    name: isOn ? NEWSLETTER_CHOSEN : NEWSLETTER_LEFT,
    category,
    properties: { newsletter: code },
  }));
}

function consentsOf({ switched, agreed, isTracked, wording, proof }: Choice): ConsentStatement[] {
  const stateOf = (isGranted: boolean): ConsentStatement["state"] => (isGranted ? "granted" : "withdrawn");
  const received = [...switched, ...agreed.map((one) => ({ ...one, isOn: true }))].map(({ channel, topic, isOn }) => ({
    purpose: "receive" as const,
    channel,
    topic,
    state: stateOf(isOn),
    wording,
    proof,
  }));
  if (isTracked === undefined) return received;
  return [...received, { purpose: "track", channel: "", topic: "", state: stateOf(isTracked), wording, proof }];
}
