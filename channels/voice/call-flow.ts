/**
 * What happens in a call, as steps of a list. The first one begins. Steps are found by their names, so that a list can be
 * changed without counting anew.
 */
export type CallFlow = {
  /** BCP 47: what is said, and in whose words keys are named. */
  readonly language: string;
  readonly steps: readonly CallStep[];
};

export const keypad = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"] as const;
export type Key = (typeof keypad)[number];

/** A key, what it is called when it is offered, and the step that it leads to. */
export type KeyChoice = { readonly key: Key; readonly label: string; readonly to: string };

type Named = { readonly name: string };
/** Where it goes on; absent: with the step that stands next, and after the last one the call ends. */
type Leading = { readonly next?: string | undefined };

export type CallStep = Named &
  (
    | (Leading & { readonly kind: "say"; readonly text: string })
    /** Waits for one of the listed keys. Each of them is told after the text. */
    | { readonly kind: "ask"; readonly text: string; readonly choices: readonly KeyChoice[] }
    /** Nothing more to this number by telephone. The call ends with the text. */
    | { readonly kind: "opt_out"; readonly text: string }
    /** She agrees to a topic ("" is every one of hers) in the words of the key that led here. */
    | (Leading & {
        readonly kind: "consent";
        readonly channel: "voice" | "sms";
        readonly topic: string;
        readonly text: string;
      })
    /** A text with a link. Absent url: the first link of the message that the call is about. `text` is said once it is on its way. */
    | (Leading & {
        readonly kind: "send_link";
        readonly url?: string | undefined;
        readonly title: string;
        readonly text: string;
      })
    /** Puts the caller through. It goes on when the other side hangs up or does not answer. */
    | (Leading & { readonly kind: "connect"; readonly number: string; readonly text: string })
    | { readonly kind: "hang_up"; readonly text: string }
  );

/** Where a call stands: a step that waits, how often it was asked, and how it has to be gone on with. */
export type CallPlace = { readonly step: number; readonly tries: number };
