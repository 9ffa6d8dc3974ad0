/**
 * What an item asks for and a public write key may not always get. Kinds are a column of `customers`, a column of
 * `customer_attributes` (`a_<name>`), one demographic name, a grant of consent to be followed, a withdrawal, or a fact that only the vendor's own
 * systems tell (a grant to receive is one).
 */
export type Claim = {
  readonly kind: ProfileColumn | AttributeColumn | "demographic" | "consent" | "withdrawal" | "fact";
  /** The demographic's name; "" for all other kinds. */
  readonly name: string;
  /** What is claimed: contact values as their keyed hashes, "" where the claim itself is all. */
  readonly value: string | number | boolean;
  /** JSON Pointer under the item. */
  readonly at: string;
};

export type AttributeColumn = `a_${string}`;
export type ProfileColumn =
  | "first_name"
  | "last_name"
  | "country"
  | "birth_on"
  | "locale"
  | "zone"
  | "email_hash"
  | "phone_hash";
