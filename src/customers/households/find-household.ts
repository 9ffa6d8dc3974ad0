import type { Store } from "#store/store.ts";

export type HouseholdView = {
  readonly code: string;
  /** Who says that these live together: the vendor, or the address that they share. */
  readonly origin: "declared" | "address";
  /** The vendor's codes of its members. */
  readonly members: readonly string[];
};

/** The household under a code. By unique index, and household_members_by_household. */
export function findHousehold(store: Pick<Store, "read">, code: string): Promise<HouseholdView | undefined> {
  return find(store, "where household.code = ?", code);
}

/** The household that a customer is in. By primary keys. */
export function findHouseholdOf(store: Pick<Store, "read">, customerId: number): Promise<HouseholdView | undefined> {
  return find(
    store,
    "where household.id = (select household_id from household_members where customer_id = ?)",
    customerId,
  );
}

async function find(
  store: Pick<Store, "read">,
  where: string,
  param: string | number,
): Promise<HouseholdView | undefined> {
  const [row] = await store.read<{ code: string; origin: HouseholdView["origin"]; members: string }>({
    sql: `select household.code as code, household.origin as origin,
        (select json_group_array(code) from (select customer.code as code from household_members as member
          cross join customers as customer on customer.id = member.customer_id
          where member.household_id = household.id order by customer.code)) as members
      from households as household ${where}`,
    params: [param],
  });
  return row === undefined ? undefined : { ...row, members: JSON.parse(row.members) as string[] };
}
