import { sql, type SQL } from "drizzle-orm";
import type { LocalDate } from "#kernel/calendar.ts";
import type { Fault } from "#kernel/problem.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import type { Store } from "#store/store.ts";

/** Everybody has it: it stands in the profile, and is declared nowhere. */
const BIRTHDAY = "birthday";

/** Names of the dates that a pace may follow: the birthday, and every declared attribute of type date. */
export async function findOwnDates(store: Pick<Store, "read">): Promise<ReadonlySet<string>> {
  const declared = await store.read<{ name: string }>(sql`select name from attribute_definitions where type = 'date'`);
  return new Set([BIRTHDAY, ...declared.map(({ name }) => name)]);
}

/** SQL: the date under a name of `findOwnDates`, of the customer whose row is `c`; null while it is not known. */
export function ownDateSql(name: string): string {
  return name === BIRTHDAY
    ? "c.birth_on"
    : `(select own.a_${name} from customer_attributes own where own.customer_id = c.id)`;
}

/** The same, where the name is an SQL value of its own: null also where no such date is declared. */
export function namedOwnDate(names: ReadonlySet<string>, name: string): SQL {
  const cases = [...names].map((one) => `when '${one}' then ${ownDateSql(one)}`);
  return sql.raw(`case ${name} ${cases.join(" ")} end`);
}

/** A date that nobody declared would never come. */
export function ownDateFaults(names: ReadonlySet<string>, pace: Pace | undefined, pointer: string): readonly Fault[] {
  if (pace?.kind !== "own_date" || names.has(pace.attribute)) return [];
  return [
    { pointer: `${pointer}/attribute`, message: "There is no customer attribute of this name and of type date." },
  ];
}

/** A customer's own dates of these names. By primary keys; nothing is read where nothing is asked. */
export async function findHerDates(
  store: Pick<Store, "read">,
  customerId: number,
  names: readonly string[],
): Promise<ReadonlyMap<string, LocalDate | null>> {
  if (names.length === 0) return new Map();
  const columns = names.map((name) => `${ownDateSql(name)} as "${name}"`).join(", ");
  const [row] = await store.read<Record<string, LocalDate | null>>(
    sql`select ${sql.raw(columns)} from customers c where c.id = ${customerId}`,
  );
  return new Map(Object.entries(row ?? {}));
}
