/** Who looks at a page, as far as she allowed it to be known. */
export type Visitor = { readonly customerId: number } | { readonly anonymousId: string };

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
 * Who comes with this hand-over of a link in her message, if it is good and she is tracked; `before` is who the browser was by
 * consent until now. Records nothing that she did.
 */
export type RecogniseVisitor = (handOver: string, before: Visitor | undefined) => Promise<Visitor | undefined>;

/** Puts behaviour into the visitor's record; asked only for visitors who agreed. */
export type RecordBehaviour = (visitor: Visitor, event: BehaviourEvent) => Promise<void>;
