import { originSql } from "./origins.ts";

/** SQL: somebody stated a column of whom the vendor knows that it is true. `rest` is the column of origins in `customers`. */
export function isKnown(origins: string, column: string, rest: string): string {
  const origin = originSql(origins, column, rest);
  return `${origin} is not null and ${origin} ->> '$[2]' is null`;
}
