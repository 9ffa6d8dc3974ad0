import type { FeedRecord } from "#catalogue/feeds/read/feed-record.ts";

/** As many rows of one product as anybody sells variants of it: more are two products by mistake. */
const MAX_ROWS = 2_000;

/** Rows that follow each other with the same value at `path` as one record, which has the values of all of them. */
export class RowGatherer {
  readonly #path: string;
  #rows: FeedRecord[] = [];
  #key: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The record that this row ends, where it begins another. */
  push(row: FeedRecord): FeedRecord | undefined {
    const [key] = row.values(this.#path);
    if (key !== undefined && key === this.#key && this.#rows.length < MAX_ROWS) {
      this.#rows.push(row);
      return undefined;
    }
    const before = this.end();
    this.#rows = [row];
    this.#key = key;
    return before;
  }

  end(): FeedRecord | undefined {
    const rows = this.#rows;
    const [first] = rows;
    this.#rows = [];
    this.#key = undefined;
    if (first === undefined || rows.length === 1) return first;
    const broken = rows.find((row) => row.broken !== undefined)?.broken;
    return {
      place: first.place,
      values: (path) => rows.flatMap((row) => row.values(path)),
      ...(broken === undefined ? {} : { broken }),
    };
  }
}
