/**
 * What a rule may speak of: the vendor's own fields beside those that every product set and every selection has.
 *
 * `strings` is a list of strings (tags, interests). `date` is a calendar date without a zone, kept as "YYYY-MM-DD".
 * `int` is a signed integer of 64 bits, `double` an IEEE 754 binary64 that is neither infinite nor NaN.
 */
export type AttributeType = "string" | "int" | "double" | "bool" | "date" | "strings";

export type FieldTypes = Readonly<Record<string, AttributeType>>;

export type RuleVocabulary = {
  /** The vendor's declared customer attributes, scores and bands. */
  readonly customer: FieldTypes;
  /** The vendor's declared product attributes, beside `productFields`. */
  readonly product: FieldTypes;
  /** What the caller adds to the occasion, beside `contextFields`. */
  readonly context: FieldTypes;
  /** Event names with the types of their properties. Absent: any event and any property may be named. */
  readonly events?: Readonly<Record<string, FieldTypes>> | undefined;
  /** Codes of the segments there are, each with the reason why this rule may not ask for it. Absent: there are none. */
  readonly segments?: ReadonlyMap<string, string | undefined> | undefined;
  /** Codes of the predictions that say something of customers. Absent: there are none. */
  readonly scores?: ReadonlySet<string> | undefined;
  /** Rules over predictions by their codes, as CEL: what `predicted()` stands for. Absent: there are none. */
  readonly predicted?: ReadonlyMap<string, string> | undefined;
  /**
   * "customer": the rule is about customers alone, on no occasion: no product, and of the context what `context` declares.
   * Absent: it is about a product set for a customer on an occasion.
   */
  readonly subject?: "customer" | undefined;
};

/** Every product set has these. `price` is in minor units; `launched` is the UTC date of the launch; `stock` is missing where it is unlimited. */
export const productFields = {
  code: "string",
  category: "string",
  price: "int",
  currency: "string",
  tags: "strings",
  stock: "int",
  launched: "date",
} as const satisfies FieldTypes;

/** Every selection has these. `date` is the day of the occasion where the customer lives. */
export const contextFields = {
  slot: "string",
  channel: "string",
  locale: "string",
  date: "date",
} as const satisfies FieldTypes;

export type RuleRoot = "customer" | "product" | "context";

/** All fields of one root. A standard field wins over a vendor's field of the same name. */
export function fieldsOf(vocabulary: RuleVocabulary, root: RuleRoot): FieldTypes {
  if (vocabulary.subject === "customer" && root !== "customer") return root === "context" ? vocabulary.context : {};
  if (root === "product") return { ...vocabulary.product, ...productFields };
  if (root === "context") return { ...vocabulary.context, ...contextFields };
  return vocabulary.customer;
}
