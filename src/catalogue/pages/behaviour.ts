/** Who looks at a page, as far as she allowed it to be known. */
export type Visitor = KnownVisitor | AnonymousVisitor;
/** A customer, for as long as the visit lasts to which a link in her message led. */
export type KnownVisitor = { readonly customerId: number };
/** Somebody who agreed to be remembered in this browser. */
export type AnonymousVisitor = { readonly anonymousId: string };

/** What a visitor did on the product pages. */
export type BehaviourEvent = {
  /** Unique; the same again changes nothing. */
  readonly messageId: string;
  /** A page was looked at, or something on it was chosen. */
  readonly kind: "page" | "choice";
  readonly name: "Product Viewed" | "Product Selected";
  readonly category: string;
  readonly productCode: string;
  readonly properties: Readonly<Record<string, string>>;
  /** epoch ms */
  readonly at: number;
};

/** The name in a page's address under which it is told who comes. */
export const HAND_OVER = "h";

/**
 * Who comes with this hand-over of a link in her message, if it is good and she is tracked. Changes nothing: mails are passed
 * on, so a link that was followed says whose visit this may be, never who the browser has been all along.
 */
export type RecogniseVisitor = (handOver: string) => Promise<KnownVisitor | undefined>;

/** Puts behaviour into the visitor's record; asked only for visitors who agreed. */
export type RecordBehaviour = (visitor: Visitor, event: BehaviourEvent) => Promise<void>;
