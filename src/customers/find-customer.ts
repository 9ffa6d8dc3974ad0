import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Row, Store } from "#store/store.ts";
import { type AttributeDefinition, findAttributes } from "./attributes.ts";
import { seenAttributes, type Sees } from "./seen-by.ts";
import type { AttributeValue } from "./facts/profile-statements.ts";

/** A customer as the vendor's people see her. */
export type CustomerView = {
  readonly code: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: string;
  readonly zone: string;
  readonly country: string | null;
  readonly birthOn: string | null;
  readonly isTracked: boolean;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly createdAt: number;
  /** When somebody last stated the profile; 0 while nobody has. */
  readonly updatedAt: number;
};

/** The columns of a view, attributes apart. */
export const VIEW_COLUMNS = `customers.id, code, first_name, last_name, email, phone, locale, zone, country, birth_on,
  is_tracked, created_at, customers.updated_at`;

/** The row's id under a code, merged records followed; undefined for an unknown or erased customer. Two unique look-ups. */
export async function findCustomerId(store: Store, code: string): Promise<number | undefined> {
  const [row] = await store.read<{ id: number }>({
    sql: `select survivor.id from customers as named
      join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)
      where named.code = ? and survivor.erased_at is null`,
    params: [code],
  });
  return row?.id;
}

/** The customer under a code; under the code of a merged record, the survivor. With what may be seen of her attributes. */
export async function getCustomer(
  store: Store,
  code: string,
  sees: Sees = () => true,
): Promise<Result<CustomerView, Problem>> {
  const id = await findCustomerId(store, code);
  if (id === undefined) return err(problem("not_found"));
  const definitions = seenAttributes(await findAttributes(store), sees);
  const [row] = await store.read({
    sql: `select ${[VIEW_COLUMNS, ...attributeColumns(definitions)].join(", ")} from customers
      left join customer_attributes on customer_id = customers.id where customers.id = ?`,
    params: [id],
  });
  return row === undefined ? err(problem("not_found")) : ok(customerView(row, definitions));
}

export function attributeColumns(definitions: ReadonlyMap<string, AttributeDefinition>): string[] {
  return [...definitions.keys()].map((name) => `a_${name}`);
}

export function customerView(row: Row, definitions: ReadonlyMap<string, AttributeDefinition>): CustomerView {
  const attributes: Record<string, AttributeValue> = {};
  for (const { name, type } of definitions.values()) {
    const value = row[`a_${name}`];
    if (typeof value === "string" || typeof value === "number")
      attributes[name] = type === "bool" ? value === 1 : value;
  }
  const text = (column: string) => (typeof row[column] === "string" ? row[column] : null);
  return {
    code: text("code") ?? "",
    firstName: text("first_name"),
    lastName: text("last_name"),
    email: text("email"),
    phone: text("phone"),
    locale: text("locale") ?? "",
    zone: text("zone") ?? "",
    country: text("country"),
    birthOn: text("birth_on"),
    isTracked: row["is_tracked"] === 1,
    attributes,
    createdAt: Number(row["created_at"]),
    updatedAt: Number(row["updated_at"]),
  };
}
