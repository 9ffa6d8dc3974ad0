import type { ProfileStatement } from "./profile-statements.ts";

/** What an event row may be. `choice` and `click` come from our own rooms, the rest are the calls of the Segment protocol. */
export type FactKind = "track" | "page" | "screen" | "group" | "identify" | "alias" | "choice" | "click";

/** One line of an order. A return has a negative quantity and a negative amount. */
export type PurchaseLine = {
  readonly productCode: string;
  readonly category: string | null;
  /** in thousandths: 1.5 kg is 1500 */
  readonly quantityMilli: number;
  readonly amountMinor: number;
};

export type Purchase = {
  /** `<source>:<order id>`: the first report of an order stands */
  readonly orderKey: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly totalMinor: number;
  readonly lines: readonly PurchaseLine[];
  /** The order that is returned as a whole: its lines are taken back with the sign turned. */
  readonly reverses?: string;
};

export type Registration = {
  readonly factKey: string;
  readonly productCode: string;
  readonly category: string | null;
  readonly serial: string | null;
  /** calendar date */
  readonly boughtOn: string | null;
};

export type SurveyAnswer = {
  readonly survey: string;
  readonly question: string;
  readonly answer: string;
  readonly category: string | null;
};

export type ContactNote = {
  readonly disposition: string | null;
  readonly category: string | null;
  /** Personal: leaves this process only sealed. */
  readonly note: string;
};

/** What was posted on an account that the customer holds. */
export type AccountActivity = {
  /** `<source>:<activity id>`: the first report stands */
  readonly factKey: string;
  readonly accountId: number;
  readonly kind: string;
  /** Minor units, or points. */
  readonly amountMinor: number;
  /** ISO 4217; null for points */
  readonly currency: string | null;
  readonly merchantCategory: string | null;
};

export type DemographicFact = { readonly name: string; readonly value: string };

export type ConsentStatement = {
  readonly purpose: "receive" | "track";
  /** "" is every channel */
  readonly channel: string;
  /** "" is every topic */
  readonly topic: string;
  readonly state: "granted" | "withdrawn";
  /** The words that the customer agreed to. */
  readonly wording: string;
  readonly proof: Readonly<Record<string, unknown>>;
};

/**
 * Something that is known about a customer, from one message of one source. The event itself is always kept; what else it
 * tells stands beside it and goes to the fact tables in the same batch.
 */
export type Fact = {
  /** Once and never again: a message id that is known changes nothing. */
  readonly messageId: string;
  /** The vendor's code or the row's id, as `NewFacts.by` says. */
  readonly customer: string | number;
  readonly kind: FactKind;
  readonly name: string;
  readonly category: string | null;
  readonly productCode: string | null;
  /** Kept as JSON; no personal free text in it (that is what `note` is for). */
  readonly properties: Readonly<Record<string, unknown>>;
  /** epoch ms */
  readonly at: number;
  /** e-commerce | registration | survey | call-centre | point-of-sale | web | import | … */
  readonly source: string;
  readonly channel: string;
  /** What it states of her profile is her own word, or somebody's who says to be her: the vendor knows no better. */
  readonly isClaim?: boolean;
  readonly purchase?: Purchase | undefined;
  readonly registration?: Registration | undefined;
  readonly answers?: readonly SurveyAnswer[] | undefined;
  readonly note?: ContactNote | undefined;
  readonly activity?: AccountActivity | undefined;
  readonly demographics?: readonly DemographicFact[] | undefined;
  readonly profile?: ProfileStatement | undefined;
  readonly consents?: readonly ConsentStatement[] | undefined;
};

/** Facts of one batch, each message id at most once. */
export type NewFacts = {
  /** How `Fact.customer` names its customer. */
  readonly by: "code" | "id";
  readonly facts: readonly Fact[];
  /** epoch ms */
  readonly receivedAt: number;
  /** Message ids of events that are taken back in this batch: what was derived from them goes before they do. */
  readonly takenBack?: readonly string[];
  /** Told with a public write key: what it may not do to customers who existed before is left out (withheld.ts). */
  readonly isPublic?: boolean;
};
