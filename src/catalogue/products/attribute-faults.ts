import { isLocalDate } from "#kernel/calendar.ts";
import type { Fault } from "#kernel/problem.ts";
import type { AttributeType, FieldTypes } from "#content/vocabulary.ts";
import type { ProductSetInput } from "./product-set.ts";

/** Attributes that the vocabulary doesn't declare or declares otherwise; `base` is the pointer of the product set. */
export function attributeFaults(product: ProductSetInput, declared: FieldTypes, base: string): readonly Fault[] {
  return Object.entries(product.attributes).flatMap(([name, value]) => {
    const pointer = `${base}/attributes/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const type = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (type === undefined) return [{ pointer, message: "The vocabulary declares no such product field." }];
    return isOfType(type, value) ? [] : [{ pointer, message: `The vocabulary declares this field as ${type}.` }];
  });
}

function isOfType(type: AttributeType, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "int":
      return Number.isSafeInteger(value);
    case "double":
      return typeof value === "number" && Number.isFinite(value);
    case "bool":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && isLocalDate(value);
    case "strings":
      return Array.isArray(value);
  }
}
