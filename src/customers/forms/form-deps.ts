import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { ReceivesMail } from "./mail-flags.ts";

/** A mail that asks the owner of an address whether it was she. It is the only thing that an unconfirmed address is sent. */
export type ConfirmationMail = {
  /** Unique for each mail: the same key is sent once. */
  readonly key: string;
  readonly address: string;
  readonly locale: string;
  /** What was asked for, in the form's words. */
  readonly title: string;
  /** The wording of each consent that waits. */
  readonly wordings: readonly string[];
  /** Absolute; opens a page with one button. */
  readonly url: string;
  readonly days: number;
};

export type FormDeps = CustomerDeps & {
  /** Origin under which readers reach us, without a slash at the end. */
  readonly publicUrl: string;
  /**
   * Sends a confirmation as a service message. "refused": nothing may be sent to the address (it complained, does not exist);
   * the page says nothing of it.
   */
  readonly sendConfirmation: (mail: ConfirmationMail) => Promise<"sent" | "refused">;
  /** Asks name servers; absent where a runtime has none. */
  readonly receivesMail?: ReceivesMail | undefined;
};
