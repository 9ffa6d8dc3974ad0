import type { ItemTables, Neighbours } from "./item-tables.ts";
import type { NextWeights } from "./learn-weights.ts";

type Stored = Readonly<Record<string, unknown>>;

const isStored = (value: unknown): value is Stored => typeof value === "object" && value !== null;

export function isNumbers(value: unknown, length?: number): value is readonly number[] {
  return (
    Array.isArray(value) && (length ?? value.length) === value.length && value.every((part) => Number.isFinite(part))
  );
}

export function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === "string");
}

/** Tables of a stored document; undefined where they are damaged. */
export function parseTables(value: unknown): ItemTables | undefined {
  if (!isStored(value)) return undefined;
  const { items, share, near } = value;
  if (!isWords(items) || !isNumbers(share, items.length) || !Array.isArray(near)) return undefined;
  if (near.length !== items.length || !near.every((each) => isNeighbours(each, items.length))) return undefined;
  return { items, share, near };
}

function isNeighbours(value: unknown, size: number): value is Neighbours {
  if (!isStored(value)) return false;
  const { items, similar, follows, popular } = value;
  if (!isNumbers(items) || !items.every((item) => Number.isInteger(item) && item >= 0 && item < size)) return false;
  return isNumbers(similar, items.length) && isNumbers(follows, items.length) && Number.isFinite(popular);
}

export function parseWeights(
  value: unknown,
  [repeats = 0, owns = 0, news = 0]: readonly number[],
): NextWeights | undefined {
  if (!isStored(value)) return undefined;
  const { repeat, owned, fresh } = value;
  return isNumbers(repeat, repeats) && isNumbers(owned, owns) && isNumbers(fresh, news)
    ? { repeat, owned, fresh }
    : undefined;
}
