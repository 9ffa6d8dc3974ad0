/**
 * The contract of every way in which a message leaves the house.
 *
 * A channel moves finished bytes to a provider and tells the truth about what came of it. It writes no log of a body or an
 * address, reads no environment, keeps no customer and retries nothing by itself: the row in the database decides.
 */

/** What an e-mail is made of. Every field is final: the channel adds transport headers and a signature, no words. */
export type EmailContent = {
  readonly kind: "email";
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo?: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** https address for List-Unsubscribe with List-Unsubscribe-Post (RFC 8058); absent on transactional mail. */
  readonly unsubscribeUrl?: string;
  readonly unsubscribeMailto?: string;
  /** List-ID (RFC 2919): the programme. */
  readonly listId?: string;
  /** Feedback-ID of at most four fields, the same for every recipient of one occurrence. */
  readonly feedbackId?: string;
};

/** A text message, its encoding and price already known (3GPP TS 23.038). */
export type SmsContent = {
  readonly kind: "sms";
  /** E.164 number, short code or alphanumeric sender: chosen by the pool, the same for a recipient as long as it is hers. */
  readonly from: string;
  readonly text: string;
  readonly encoding: "gsm7" | "ucs2";
  readonly segments: number;
  /** Where the provider shall tell what came of it; absent where it can't. */
  readonly statusUrl?: string;
  /** How long the provider may keep what it can't hand over; as long as it likes where it is absent. */
  readonly validitySeconds?: number | undefined;
};

/** A push message to one browser (RFC 8030), before it is encrypted for it (RFC 8291). */
export type PushContent = {
  readonly kind: "push";
  /** base64url, as the browser gave them. The endpoint is the message's `to`. */
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** Id of the sender's key that the subscription was made with (RFC 8292); the newest where it is absent. */
  readonly vapidKey?: string;
  /** JSON for the service worker, and a shorter one for services that say 413. */
  readonly payload: string;
  readonly shortPayload: string;
  readonly ttlSeconds: number;
  readonly urgency: "very-low" | "low" | "normal" | "high";
  /** A newer message of the same topic takes the place of one that waits (RFC 8030 §5.4): at most 32 base64url characters. */
  readonly topic?: string;
};

/** A call that rings at somebody's telephone. */
export type VoiceContent = {
  readonly kind: "voice";
  /** E.164: what her telephone shows, and where she may call back. */
  readonly from: string;
  /** What is said where nobody can be asked while the call goes on: a document of the provider's markup. */
  readonly markup: string;
  /** Where the provider asks what to say, turn by turn; absent where it can't reach us: then it says `markup`. */
  readonly answerUrl?: string;
  /** Where the provider shall tell what came of it; absent where it can't. */
  readonly statusUrl?: string;
  /** How long it rings before it counts as not answered. */
  readonly ringSeconds: number;
  /** The call is ended after so long, whatever is said. */
  readonly maxSeconds: number;
  /** On an answering machine: nobody looks for one, the call ends, or `answerUrl` is asked once it listens. */
  readonly onMachine: "ignore" | "hang_up" | "leave_message";
};

/** What goes to paper: the finished document. */
export type PrintContent = {
  readonly kind: "print";
  readonly format: "letter" | "postcard" | "label";
  readonly pdf: Uint8Array<ArrayBuffer>;
  readonly sheets: number;
  /** Its first page as SVG, from the same layout; made when somebody looks. */
  readonly picture: () => string;
};

export type MessageContent = EmailContent | SmsContent | PushContent | VoiceContent | PrintContent;

/** One message to one recipient. The same `OutgoingMessage` gives the same bytes, at every try. */
export type OutgoingMessage<Content extends MessageContent = EmailContent> = {
  /** The row's number: stands in no header that a stranger could count by. */
  readonly messageNumber: number;
  /** Deterministic and unguessable: Message-ID's left part, provider idempotency key, VERP token (RFC 5321 local part safe, case-insensitive base32). */
  readonly key: string;
  /** A bare address (addr-spec), phone number (E.164), endpoint or postal address (postal-address.ts). Checked again by the channel. */
  readonly to: string;
  /** Epoch ms of the planned sending: the Date header, so that retries are byte-identical. */
  readonly date: number;
  readonly content: Content;
};

/** What a try came to. Nothing is thrown for what a provider may do. */
export type SendOutcome =
  /** The provider took responsibility. */
  | { readonly kind: "accepted"; readonly providerId: string }
  /** Not now: nothing was accepted, another try is safe. `retryAt` is epoch ms where the provider named a time. */
  | { readonly kind: "deferred"; readonly reason: string; readonly retryAt?: number }
  /** Never: nothing was accepted. `suppress` only when the provider said that this recipient does not exist. */
  | { readonly kind: "rejected"; readonly reason: string; readonly suppress: boolean }
  /** The bytes left and the answer was lost. */
  | { readonly kind: "unknown"; readonly reason: string };

/** What the sender may count on. */
export type ChannelLimits = {
  /** Messages in flight at once through this channel. */
  readonly concurrency: number;
  /** Total time of one try, after which the outcome is `unknown` (bytes left) or `deferred` (they did not). */
  readonly timeoutMs: number;
  /** How long the provider recognises a repeated key, in ms; 0 where it does not (SMTP). */
  readonly idempotencyWindowMs: number;
};

export type Channel<Content extends MessageContent = EmailContent> = {
  readonly name: string;
  readonly kind: Content["kind"];
  readonly limits: ChannelLimits;
  /** Another provider of the same channel, by another name: it takes over while this one can't. */
  readonly second?: Channel<Content> | undefined;
  send(message: OutgoingMessage<Content>, options: { readonly signal: AbortSignal }): Promise<SendOutcome>;
  close(): Promise<void>;
};
