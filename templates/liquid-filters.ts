/** A filter is a pure function of plain values. It never sees the rest of the view. */
export type LiquidFilter = (value: unknown, ...args: readonly unknown[]) => unknown;

/**
 * The text of a value at the place where it is printed. Objects, functions and promises print nothing: whatever is not
 * plain data has no business in a message, and is neither called nor awaited.
 */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(textOf).join("");
  return "";
}

export function isTruthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** Reads what a value has by itself; nothing that it inherits, and no function. */
export function readProperty(target: unknown, key: unknown): unknown {
  if (target === undefined || target === null) return undefined;
  if (key === "size" && (typeof target === "string" || Array.isArray(target))) return target.length;
  if (typeof target !== "object") return undefined;
  if (Array.isArray(target)) return readElement(target, key);
  if (typeof key !== "string" && typeof key !== "number") return undefined;
  const found: unknown = Object.hasOwn(target, key) ? (target as Record<string, unknown>)[key] : undefined;
  return typeof found === "function" ? undefined : found;
}

function readElement(list: readonly unknown[], key: unknown): unknown {
  if (key === "first") return list[0];
  if (key === "last") return list.at(-1);
  const index = typeof key === "string" && /^-?\d{1,9}$/.test(key) ? Number(key) : key;
  return typeof index === "number" && Number.isInteger(index) ? list.at(index) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === "" ? [] : [value];
}

function isBlank(value: unknown): boolean {
  return !isTruthy(value) || value === "" || (Array.isArray(value) && value.length === 0);
}

function inGroupsOf(value: unknown, size: unknown): unknown {
  const width = Math.max(1, Math.floor(Number(size) || 1));
  const list = listOf(value);
  return Array.from({ length: Math.ceil(list.length / width) }, (_, row) => list.slice(row * width, (row + 1) * width));
}

function truncate(value: unknown, length: unknown = 50, tail: unknown = "…"): string {
  const characters = Array.from(textOf(value));
  const limit = Math.max(0, Math.floor(Number(length)));
  if (characters.length <= limit) return characters.join("");
  const end = textOf(tail);
  return characters.slice(0, Math.max(0, limit - Array.from(end).length)).join("") + end;
}

function capitalize(value: unknown): string {
  const [head = "", ...rest] = Array.from(textOf(value));
  return head.toLocaleUpperCase("und") + rest.join("");
}

/**
 * Everything that an author may use. Left out on purpose: `raw` and whatever else prints unescaped, `json` and `inspect`
 * (they would print a whole customer), `date` (dates come formatted, in the reader's zone and locale), and every filter that
 * takes an expression or multiplies text.
 */
export const authorFilters: ReadonlyMap<string, LiquidFilter> = new Map<string, LiquidFilter>([
  ["append", (value, tail) => textOf(value) + textOf(tail)],
  ["prepend", (value, head) => textOf(head) + textOf(value)],
  ["capitalize", capitalize],
  ["upcase", (value) => textOf(value).toLocaleUpperCase("und")],
  ["downcase", (value) => textOf(value).toLocaleLowerCase("und")],
  ["strip", (value) => textOf(value).trim()],
  ["truncate", truncate],
  ["default", (value, fallback) => (isBlank(value) ? fallback : value)],
  ["size", (value) => readProperty(value, "size") ?? 0],
  ["first", (value) => listOf(value)[0]],
  ["last", (value) => listOf(value).at(-1)],
  ["join", (value, glue = " ") => listOf(value).map(textOf).join(textOf(glue))],
  ["map", (value, key) => listOf(value).map((item) => readProperty(item, textOf(key)))],
  ["in_groups_of", inGroupsOf],
  ["plus", (value, other) => Number(value) + Number(other)],
  ["minus", (value, other) => Number(value) - Number(other)],
  ["modulo", (value, other) => Number(value) % Number(other)],
]);
