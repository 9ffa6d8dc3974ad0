import { isLocalDate } from "#kernel/calendar.ts";
import type { Store } from "#store/store.ts";
import { isStorableText } from "#web/text-faults.ts";
import type { AttributeValue } from "./facts/profile-statements.ts";

export const attributeTypes = ["string", "int", "double", "bool", "date"] as const;
export type AttributeType = (typeof attributeTypes)[number];

export const viewers = ["operator", "agent", "customer", "dealer", "lender"] as const;
type Viewer = (typeof viewers)[number];

/** An attribute that the vendor declared: column `a_<name>` of customer_attributes. */
export type AttributeDefinition = {
  readonly name: string;
  readonly type: AttributeType;
  readonly label: string;
  /** undefined: any value of the type */
  readonly allowed?: readonly AttributeValue[];
  readonly visibleTo: readonly Viewer[];
};

const MAX_TEXT = 500;

/** Why a value is none of the attribute's; undefined where it is one. */
export function attributeFault(definition: AttributeDefinition, value: unknown): string | undefined {
  if (!isOfType(definition.type, value)) return `This attribute is declared as ${definition.type}.`;
  if (definition.allowed !== undefined && !definition.allowed.includes(value as AttributeValue)) {
    return "This attribute has a list of allowed values, and this is none of them.";
  }
  return undefined;
}

function isOfType(type: AttributeType, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string" && value.length <= MAX_TEXT && isStorableText(value);
    case "int":
      return Number.isSafeInteger(value);
    case "double":
      return Number.isFinite(value);
    case "bool":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && isLocalDate(value);
  }
}

/** All declared attributes by name. */
export async function findAttributes(store: Store): Promise<ReadonlyMap<string, AttributeDefinition>> {
  const rows = await store.read<{
    name: string;
    type: AttributeType;
    label: string;
    allowed: string | null;
    visible_to: string;
  }>({ sql: "select name, type, label, allowed, visible_to from attribute_definitions order by name", params: [] });
  return new Map(
    rows.map((row) => [
      row.name,
      {
        name: row.name,
        type: row.type,
        label: row.label,
        ...(row.allowed === null ? {} : { allowed: JSON.parse(row.allowed) as AttributeValue[] }),
        visibleTo: JSON.parse(row.visible_to) as Viewer[],
      },
    ]),
  );
}
