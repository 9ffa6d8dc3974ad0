/** One page of a list. `nextCursor` is absent on the last page. */
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor?: string };

/** Opaque to clients: base64url of the last row's sort key. */
function encodeCursor(key: ReadonlyArray<string | number>): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

/** undefined for anything that we did not issue. */
export function decodeCursor(cursor: string): ReadonlyArray<string | number> | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const isKey = Array.isArray(key) && key.every((part) => typeof part === "string" || typeof part === "number");
    return isKey ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Cuts `limit + 1` rows into a page. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => ReadonlyArray<string | number>,
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextCursor: encodeCursor(keyOf(last)) } : { items };
}
