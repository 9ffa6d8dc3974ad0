import { DAY_MS } from "#kernel/clock.ts";
import type { FieldExpr, RuleType } from "./rule-ast.ts";
import type { RuleScope } from "./rule-scope.ts";
import { dayOf, readDate, readDouble, readInt, readStrings, type RuleValue } from "./rule-value.ts";

/** Computes a value in a scope; undefined where it is missing. Never throws. */
export type ValueOf = (scope: RuleScope) => RuleValue | undefined;

/**
 * One reader a type. What is not of the declared type is missing; that also keeps out what an object inherits
 * (`constructor`, `__proto__`), for none of it is of a declared type.
 */
const readers: Readonly<Record<RuleType, (value: unknown) => RuleValue | undefined>> = {
  string: (value) => (typeof value === "string" ? value : undefined),
  bool: (value) => (typeof value === "boolean" ? value : undefined),
  int: readInt,
  double: readDouble,
  date: readDate,
  strings: readStrings,
};

export function readerOf(type: RuleType): (value: unknown) => RuleValue | undefined {
  return readers[type];
}

const standardProduct: Readonly<Record<string, ValueOf>> = {
  code: ({ product }) => product.code,
  category: ({ product }) => product.category,
  price: ({ product }) => readInt(product.priceMinor),
  currency: ({ product }) => product.currency,
  tags: ({ product }) => product.tags,
  stock: ({ product }) => readInt(product.stock),
  launched: ({ product }) => launchDay(product.launchedAt),
};

const standardContext: Readonly<Record<string, ValueOf>> = {
  slot: ({ context }) => context.slot,
  channel: ({ context }) => context.channel,
  locale: ({ context }) => context.locale,
  date: ({ context }) => readDate(context.date),
};

function launchDay(at: number | undefined): number | undefined {
  return at === undefined ? undefined : dayOf(Math.floor(at / DAY_MS));
}

/** The closure of a field: a standard one, or the vendor's by name and declared type. */
export function fieldReader(field: FieldExpr): ValueOf {
  const { name } = field;
  const read = readers[field.type];
  if (field.of === "customer") return ({ customer }) => read(customer.attributes[name]);
  const standard = field.of === "product" ? standardProduct : standardContext;
  const known = Object.hasOwn(standard, name) ? standard[name] : undefined;
  if (known !== undefined) return known;
  return field.of === "product"
    ? ({ product }) => read(product.attributes[name])
    : ({ context }) => read(context.attributes[name]);
}
