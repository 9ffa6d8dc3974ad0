import type { Attributes } from "./product.ts";

/** Something that a customer did. `at` is epoch ms. */
export type RuleEvent = { readonly name: string; readonly at: number; readonly properties: Attributes };
