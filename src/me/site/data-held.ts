import { affinityAt } from "#content/affinity.ts";
import { findAttributes } from "#customers/attributes.ts";
import type { PersonalSet } from "#customers/personal-data/personal-data.ts";
import { formatMoney } from "#kernel/money.ts";
import { stateOf } from "#predict/affinity-projector.ts";
import type { Store } from "#store/store.ts";

/** One thing that is held: what, where from, and when. */
export type HeldFact = {
  /** The field's name in the database, where the page has a word for it; else words of the source. */
  readonly name: string;
  /** null: it says by its name alone what there is to say. */
  readonly value: string | number | boolean | null;
  readonly source: string | null;
  /** epoch ms */
  readonly at: number | null;
};

export type HeldSet = { readonly set: PersonalSet; readonly facts: readonly HeldFact[] };

/** Of each set the newest are shown; all of them are in her copy. */
export const SHOWN = 20;

type HeldDeps = { readonly reads: Pick<Store, "read">; readonly now: number; readonly locale: string };

type Ask = (deps: HeldDeps, customerId: number) => Promise<readonly HeldFact[]>;

/** What is held about her, as far as it is released, by the indexes of her rows: each of these reads twenty of them. */
export async function dataHeld(
  deps: HeldDeps,
  customerId: number,
  sets: ReadonlySet<PersonalSet>,
): Promise<readonly HeldSet[]> {
  const asked = Object.entries(asks) as ReadonlyArray<[PersonalSet, Ask]>;
  return Promise.all(
    asked.filter(([set]) => sets.has(set)).map(async ([set, ask]) => ({ set, facts: await ask(deps, customerId) })),
  );
}

const PROFILE = ["code", "first_name", "last_name", "birth_on", "email", "phone", "country", "locale", "zone"] as const;

type Stated = readonly [source: string, at: number];
type Origins = Readonly<Record<string, Stated>>;

const originsIn = (text: unknown): Origins => JSON.parse(typeof text === "string" ? text : "{}") as Origins;

/** Each field by itself has a source and a time; where nobody is known to have stated it, it came with the record. */
const profile: Ask = async ({ reads }, customerId) => {
  const [row] = await reads.read({
    sql: `select ${PROFILE.join(", ")}, created_at, origins from customers where id = ?`,
    params: [customerId],
  });
  const origins = originsIn(row?.["origins"]);
  return PROFILE.flatMap((name) => {
    const value = row?.[name];
    if (typeof value !== "string" || value === "") return [];
    const [source, at] = origins[name] ?? origins["rest"] ?? ["profile", Number(row?.["created_at"])];
    return [{ name, value, source, at }];
  });
};

const attributes: Ask = async ({ reads }, customerId) => {
  const shown = [...(await findAttributes(reads as Store)).values()].filter(({ visibleTo }) =>
    visibleTo.includes("customer"),
  );
  if (shown.length === 0) return [];
  const [row] = await reads.read({
    sql: `select a.updated_at, a.origins, c.origins as profile_origins, ${shown.map(({ name }) => `a_${name}`).join(", ")}
      from customer_attributes a cross join customers c on c.id = a.customer_id where a.customer_id = ?`,
    params: [customerId],
  });
  const origins = originsIn(row?.["origins"]);
  const byDefault: Stated = ["profile", Number(row?.["updated_at"])];
  const { rest = byDefault } = originsIn(row?.["profile_origins"]);
  return shown.flatMap(({ name, label, type }) => {
    const value = row?.[`a_${name}`] ?? null;
    if (value === null || value instanceof Uint8Array) return [];
    const [source, at] = origins[`a_${name}`] ?? rest;
    return [{ name: label, value: type === "bool" ? value === 1 : value, source, at }];
  });
};

/** Rows of [name, value, source, at]. */
function query(sql: string): Ask {
  return ({ reads }, customerId) => reads.read<HeldFact>({ sql: `${sql} limit ${SHOWN}`, params: [customerId] });
}

const interests: Ask = async ({ reads, now }, customerId) => {
  const rows = await reads.read<{ category: string; scaled: number }>({
    sql: "select category, scaled from affinities where customer_id = ?",
    params: [customerId],
  });
  return rows
    .map(({ category, scaled }) => ({
      name: category,
      value: affinityAt(stateOf(scaled), now),
      source: null,
      at: null,
    }))
    .filter(({ value }) => value > 0.005)
    .sort((left, right) => right.value - left.value)
    .slice(0, SHOWN);
};

type PurchaseRow = Pick<HeldFact, "name" | "source" | "at"> & {
  readonly totalMinor: number;
  readonly currency: string;
};

const purchases: Ask = async ({ reads, locale }, customerId) => {
  const rows = await reads.read<PurchaseRow>({
    sql: `select (select group_concat(coalesce(l.category, l.product_code), ', ') from purchase_lines l
        where l.order_key = p.order_key) as name, p.total_minor as totalMinor, p.currency, p.source, p.at
      from purchases p where p.customer_id = ? order by p.at desc limit ${SHOWN}`,
    params: [customerId],
  });
  return rows.map(({ totalMinor: amountMinor, currency, name, ...origin }) => ({
    name: name ?? currency,
    value: formatMoney({ amountMinor, currency }, locale),
    ...origin,
  }));
};

type ActivityRow = Pick<HeldFact, "source" | "at"> & {
  readonly account: string;
  readonly kind: string;
  readonly amount: number;
  readonly currency: string | null;
};

/** Her accounts, and the newest of what is put down to her on them. By account_activities_by_customer. */
const accounts: Ask = async (deps, customerId) => {
  const held = await query(`select trim(a.kind || ' ' || coalesce(a.product, '')) as name,
      iif(a.last_four is null, a.code, '…' || a.last_four) as value, a.source as source, a.at as at
    from account_holders h cross join accounts a on a.id = h.account_id where h.customer_id = ?`)(deps, customerId);
  const rows = await deps.reads.read<ActivityRow>({
    sql: `select a.kind as account, p.kind as kind, p.amount_minor as amount, p.currency as currency, p.source as source,
        p.at as at from account_activities p cross join accounts a on a.id = p.account_id
      where p.customer_id = ? order by p.at desc limit ${SHOWN}`,
    params: [customerId],
  });
  const posted = rows.map(({ account, kind, amount, currency, ...origin }) => ({
    name: `${account}: ${kind.replaceAll("_", " ")}`,
    value: currency === null ? amount : formatMoney({ amountMinor: amount, currency }, deps.locale),
    ...origin,
  }));
  return [...held, ...posted];
};

const asks: Readonly<Partial<Record<PersonalSet, Ask>>> = {
  profile,
  attributes,
  names: query("select kind as name, value, source, at from identities where customer_id = ? order by kind"),
  demographics: query("select name, value, source, at from demographic_facts where customer_id = ? order by at desc"),
  purchases,
  registrations: query(`select product_code as name, coalesce(serial, bought_on) as value, source, at from registrations
    where customer_id = ? order by at desc`),
  accounts,
  household: query(`select h.code as name, null as value, m.source, m.at from household_members m
    cross join households h on h.id = m.household_id where m.customer_id = ? and h.origin = 'declared'`),
  surveys: query(
    "select question as name, answer as value, source, at from survey_answers where customer_id = ? order by survey",
  ),
  calls: query(`select coalesce(disposition, category, source) as name, null as value, source, at from contact_notes
    where customer_id = ? order by at desc`),
  events: query(`select name, coalesce(product_code, category) as value, source, at from events where customer_id = ?
    order by at desc`),
  interests,
  segments: query(`select s.title as name, null as value, null as source, m.entered_at as at from segment_members m
    cross join segments s on s.id = m.segment_id where m.customer_id = ? order by m.entered_at desc`),
};
