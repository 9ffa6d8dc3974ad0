import type { Actor } from "#web/operation.ts";
import type { AttributeDefinition } from "./attributes.ts";

/** Which declared attributes somebody may be shown. */
export type Sees = (definition: AttributeDefinition) => boolean;

/**
 * As in the console: operators, and keys of the vendor's systems, see what was declared for operators. A key that may export
 * what is personal sees all: it is how the vendor takes everything home.
 */
export function seenBy({ kind, scopes }: Actor): Sees {
  const seesAll = kind === "key" && scopes.includes("export:personal");
  return ({ visibleTo }) => seesAll || visibleTo.includes("operator");
}

/** The definitions of what may be shown, by name. */
export function seenAttributes(
  definitions: ReadonlyMap<string, AttributeDefinition>,
  sees: Sees,
): ReadonlyMap<string, AttributeDefinition> {
  return new Map([...definitions].filter(([, definition]) => sees(definition)));
}
