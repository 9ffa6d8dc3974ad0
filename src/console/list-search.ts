import type { Scene } from "./scene.tsx";

/** Rows of a page of a table. */
export const PAGE_SIZE = 25;

/** What the address of a list says: only names that the list knows, and nothing that is empty or overlong. */
export function searchOf<Name extends string>(
  { context }: Scene,
  names: readonly Name[],
): Partial<Readonly<Record<Name, string>>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = context.req.query(name)?.trim();
    if (value !== undefined && value !== "" && value.length <= 500) found[name] = value;
  }
  return found;
}

/** A path with what is to be kept of a search. */
export function hrefOf(path: string, search: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** Links of a table's pager. */
export function pagerOf(
  path: string,
  search: Readonly<Record<string, string | undefined>>,
  nextCursor: string | undefined,
): { readonly firstHref?: string; readonly nextHref?: string } {
  return {
    ...(search["cursor"] === undefined ? {} : { firstHref: hrefOf(path, { ...search, cursor: undefined }) }),
    ...(nextCursor === undefined ? {} : { nextHref: hrefOf(path, { ...search, cursor: nextCursor }) }),
  };
}
