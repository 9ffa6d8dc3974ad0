/**
 * What a provider tells of a message after it took it: by callback, by mail, in any order, twice, late or forged. Parsers make
 * it; what it does to the message and its recipient is decided in one place.
 */
export type DeliveryReport = {
  /** The channel's name, as the message's row has it. */
  readonly provider: string;
  readonly about: { readonly providerId: string } | { readonly key: string };
  /** Epoch ms, by the provider's clock where it told it. */
  readonly at: number;
  readonly verdict: DeliveryVerdict;
  /** A code of ours, such as `mailbox_full`: never the provider's words, which may hold an address. */
  readonly reason: string;
};

export type DeliveryVerdict =
  /** It is in her hands, as far as the provider can know. */
  | "delivered"
  /** On its way: nothing is decided. */
  | "underway"
  /** It never will arrive there: the address or number is dead. */
  | "hard"
  /** It did not arrive this time. */
  | "soft"
  /** She calls it unwanted. */
  | "complaint"
  /** Our fault or a judgement of ours by theirs (reputation, policy, signature, money): says nothing of the recipient. */
  | "ours"
  /** An answering machine, a notice of delay, a challenge. */
  | "ignore";
