export const holderRoles = ["primary", "joint"] as const;
export type HolderRole = (typeof holderRoles)[number];

/** Somebody who holds an account, by the vendor's code. */
export type Holder = { readonly customer: string; readonly role: HolderRole };

/** Financial facts as ranges and words, by name. */
export type Bands = Readonly<Record<string, string>>;

/** What is known about an account. */
export type AccountState = {
  readonly kind: string;
  readonly product: string | null;
  readonly status: string;
  /** ISO 4217; null where points are counted */
  readonly currency: string | null;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly lastFour: string | null;
  readonly bands: Bands;
  /** The primary one first, the others by code. */
  readonly holders: readonly Holder[];
  /** epoch ms of the newest statement */
  readonly at: number;
  readonly source: string;
};

/** What a source says about an account: absent says nothing, null takes a value away. */
export type AccountStatement = {
  readonly at: number;
  readonly source: string;
  readonly kind?: string | undefined;
  readonly product?: string | null | undefined;
  readonly status?: string | undefined;
  readonly currency?: string | null | undefined;
  readonly openedOn?: string | null | undefined;
  readonly closedOn?: string | null | undefined;
  readonly lastFour?: string | null | undefined;
  readonly bands?: Readonly<Record<string, string | null>> | undefined;
  /** All of them, in place of those who are known. */
  readonly holders?: readonly Holder[] | undefined;
  /** One of them, beside those who are known. */
  readonly holder?: { readonly customer: string; readonly role?: HolderRole | undefined } | undefined;
};

const OPEN = "open";
const CLOSED = "closed";

/**
 * The account after a statement: a newer one replaces values, an older one fills only gaps. undefined where nobody has said
 * yet of what kind it is.
 */
export function weighAccount(known: AccountState | undefined, stated: AccountStatement): AccountState | undefined {
  const kind = stated.kind ?? known?.kind;
  if (kind === undefined) return undefined;
  const isNewer = known === undefined || stated.at >= known.at;
  const value = <T>(before: T | null | undefined, said: T | null | undefined): T | null =>
    isNewer ? (said === undefined ? (before ?? null) : said) : (before ?? said ?? null);
  const closedOn = value(known?.closedOn, stated.closedOn);
  return {
    kind: isNewer ? kind : (known?.kind ?? kind),
    product: value(known?.product, stated.product),
    status: value(known?.status, stated.status ?? (typeof stated.closedOn === "string" ? CLOSED : undefined)) ?? OPEN,
    currency: value(known?.currency, stated.currency),
    openedOn: value(known?.openedOn, stated.openedOn),
    closedOn,
    lastFour: value(known?.lastFour, stated.lastFour),
    bands: bandsAfter(known?.bands ?? {}, stated.bands ?? {}, isNewer),
    holders: holdersAfter(known?.holders ?? [], stated, isNewer),
    at: Math.max(stated.at, known?.at ?? stated.at),
    source: isNewer ? stated.source : (known?.source ?? stated.source),
  };
}

/** Whether both say the same about the account; who said it last and when is not about the account. */
export function isSameAccount(left: AccountState, right: AccountState): boolean {
  return JSON.stringify({ ...left, at: 0, source: "" }) === JSON.stringify({ ...right, at: 0, source: "" });
}

function bandsAfter(known: Bands, stated: NonNullable<AccountStatement["bands"]>, isNewer: boolean): Bands {
  const both = isNewer ? { ...known, ...stated } : { ...stated, ...known };
  const kept = Object.entries(both).filter((pair): pair is [string, string] => pair[1] !== null);
  return Object.fromEntries(kept.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function holdersAfter(known: readonly Holder[], stated: AccountStatement, isNewer: boolean): readonly Holder[] {
  if (stated.holders !== undefined && (isNewer || known.length === 0)) return inOrder(stated.holders);
  const { holder } = stated;
  if (holder === undefined) return known;
  const before = known.find(({ customer }) => customer === holder.customer);
  if (before !== undefined && (!isNewer || holder.role === undefined)) return known;
  const others = known.filter(({ customer }) => customer !== holder.customer);
  const primary = others.find(({ role }) => role === "primary");
  // Who comes first holds it, until somebody says that another does.
  const role = isNewer && holder.role !== undefined ? holder.role : primary === undefined ? "primary" : "joint";
  const rest = role === "primary" ? others.map(({ customer }): Holder => ({ customer, role: "joint" })) : others;
  return inOrder([...rest, { customer: holder.customer, role }]);
}

export function inOrder(holders: readonly Holder[]): readonly Holder[] {
  return holders
    .map(({ customer, role }): Holder => ({ customer, role }))
    .sort((left, right) =>
      left.role === right.role ? (left.customer < right.customer ? -1 : 1) : left.role === "primary" ? -1 : 1,
    );
}
