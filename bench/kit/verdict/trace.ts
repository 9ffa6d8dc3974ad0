import type { Dice } from "./dice.ts";

/** Rules are written with the seen half before the eyes; the unseen half measures them. */
export type Half = "seen" | "unseen";

/** Who asked: somebody who wanted the page, or a program that nobody watched. */
export type Truth = "person" | "machine";

/** What of a message was asked for. A hidden link stands in the message's source and is shown to nobody. */
export type Target =
  | { readonly kind: "link"; readonly no: number }
  | { readonly kind: "hidden" }
  | { readonly kind: "unsubscribe" }
  | { readonly kind: "pixel" };

/** One message that one mailbox was sent. */
export type Delivery = {
  /** When the receiving server answered 250: ms after the trace began. */
  readonly acceptedAt: number;
  /** The recipient's, under .example. */
  readonly domain: string;
  /** Visible links, numbered from 0. */
  readonly links: number;
};

/** Where a request came from and what it said of itself. Header names are in lower case. */
export type Client = {
  readonly address: string;
  readonly asn: number;
  readonly headers: Readonly<Record<string, string>>;
};

export type TracedRequest = Client & {
  /** ms after the trace began; may lie before the delivery's acceptance */
  readonly at: number;
  /** index in the trace's deliveries */
  readonly delivery: number;
  readonly target: Target;
  readonly method: string;
  readonly truth: Truth;
  /** Who it was, in a few words: for whoever reads a wrong verdict. */
  readonly by: string;
};

/** What happened around one or several messages of one sending; nothing of it touches another trace. */
export type Trace = {
  readonly scenario: string;
  readonly family: string;
  readonly half: Half;
  readonly no: number;
  readonly deliveries: readonly Delivery[];
  /** in the order of time */
  readonly requests: readonly TracedRequest[];
};

/** Puts deliveries and requests into one trace. */
export type Stage = {
  readonly dice: Dice;
  /** Returns the delivery's index. */
  deliver(delivery?: Partial<Delivery>): number;
  ask(request: Asked): void;
  linksOf(delivery: number): number;
  acceptedAt(delivery: number): number;
};

export type Asked = {
  readonly at: number;
  readonly delivery: number;
  /** a link's number, or another target */
  readonly target: number | "hidden" | "unsubscribe" | "pixel";
  readonly client: Client;
  readonly truth: Truth;
  readonly by: string;
  /** GET where it is left out */
  readonly method?: string;
};

export type Scenario = {
  /** family/variant, the same on every run */
  readonly name: string;
  readonly play: (stage: Stage) => void;
};
