import { readBlocks } from "#customers/import/read/read-blocks.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { planColumns, type Planned, type Reading, SAMPLE_RECORDS } from "./column-plan.ts";
import { TableBuilder } from "./table-builder.ts";
import type { Table, TableFault } from "./table.ts";

export type ReadingDeps = {
  /** Told how many records were taken. */
  readonly onProgress?: (records: number) => void;
  /** Told once what the columns were taken for. */
  readonly onPlan?: (planned: Planned, header: readonly string[]) => void;
};

/** A whole file as one table. */
export async function readTable(
  source: AsyncIterable<Uint8Array>,
  reading: Reading,
  deps: ReadingDeps = {},
): Promise<Result<Table, TableFault>> {
  for await (const table of readTables(source, { ...reading, rowsAtOnce: Number.POSITIVE_INFINITY }, deps))
    return table;
  return err({ line: 0, reason: "The file holds no records." });
}

/**
 * A file as tables of at most `rowsAtOnce` rows, so that a long one never lies in memory whole. CSV with a header, any of the
 * usual delimiters, gzip or not. A fault is the last that comes.
 */
export async function* readTables(
  source: AsyncIterable<Uint8Array>,
  reading: Reading & { readonly rowsAtOnce: number },
  deps: ReadingDeps = {},
): AsyncGenerator<Result<Table, TableFault>> {
  const { encoding } = reading;
  const file = readBlocks(source, { kind: "csv", encoding, csv: { quote: '"', hasHeader: true, skipLines: 0 } });
  const taking = new Taking(reading, deps);
  for await (const { records, fault } of file.blocks) {
    for (const table of taking.take(file.header(), records, false)) {
      yield table;
      if (!table.ok) return;
    }
    if (fault !== undefined) {
      yield err({ line: fault.line, reason: fault.reason });
      return;
    }
  }
  for (const table of taking.take(file.header(), [], true)) {
    yield table;
    if (!table.ok) return;
  }
}

/** Records held back until there are enough to judge the columns by, then rows held back until a table is full. */
class Taking {
  readonly #reading: Reading & { readonly rowsAtOnce: number };
  readonly #deps: ReadingDeps;
  #sample: RawRecord[] = [];
  #builder: TableBuilder | undefined;
  #taken = 0;

  constructor(reading: Reading & { readonly rowsAtOnce: number }, deps: ReadingDeps) {
    this.#reading = reading;
    this.#deps = deps;
  }

  *take(
    header: readonly string[] | undefined,
    records: readonly RawRecord[],
    isEnd: boolean,
  ): Generator<Result<Table, TableFault>> {
    if (this.#builder !== undefined) {
      yield* this.#fill(this.#builder, records, isEnd);
      return;
    }
    for (const record of records) this.#sample.push(record);
    if (header === undefined || (!isEnd && this.#sample.length < SAMPLE_RECORDS)) {
      if (isEnd) yield err({ line: 0, reason: "The file is empty: it has no header." });
      return;
    }
    const planned = this.#plan(header);
    if (!planned.ok) {
      yield planned;
      return;
    }
    this.#deps.onPlan?.(planned.value, header);
    this.#builder = new TableBuilder(header, planned.value.plans);
    const waiting = this.#sample;
    this.#sample = [];
    yield* this.#fill(this.#builder, waiting, isEnd);
  }

  #plan(header: readonly string[]): Result<Planned, TableFault> {
    const sample = this.#sample.slice(0, SAMPLE_RECORDS);
    const records = sample.map(({ fields }) =>
      Array.isArray(fields) ? (fields as readonly string[]).map(trimmed) : [],
    );
    const planned = planColumns({ header, records }, this.#reading);
    if (planned.ok) return planned;
    const { column, reason, record } = planned.error;
    return err({ line: record === undefined ? 0 : (sample[record]?.line ?? 0), column, reason });
  }

  *#fill(builder: TableBuilder, records: readonly RawRecord[], isEnd: boolean): Generator<Result<Table, TableFault>> {
    for (const record of records) {
      const fault = builder.take(record);
      if (fault !== undefined) {
        yield err(fault);
        return;
      }
      this.#taken += 1;
      if (builder.rows >= this.#reading.rowsAtOnce) yield ok(builder.finish());
    }
    this.#deps.onProgress?.(this.#taken);
    if (isEnd && builder.rows > 0) yield ok(builder.finish());
    else if (isEnd && this.#taken === 0) yield err({ line: 0, reason: "The file holds no records." });
  }
}

function trimmed(text: string): string {
  return text.trim();
}
