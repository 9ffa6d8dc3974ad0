import Database from "libsql";
import { type HranaStatement, type HranaValue, StatementError, type StatementResult } from "./hrana-protocol.ts";

type Input = null | bigint | number | string | Buffer;

/** How many bytes of rows one answer may still carry. */
export type Allowance = { bytes: number };

/** One connection of the embedded libSQL, which speaks Hrana's values. */
export class HranaConnection {
  readonly #database: Database.Database;

  constructor(path: string) {
    this.#database = new Database(path, { timeout: 0 });
    this.#database.exec("pragma journal_mode = wal");
    // The files live as long as a test: nobody needs them after a power cut.
    this.#database.exec("pragma synchronous = off");
  }

  get isAutocommit(): boolean {
    return !this.#database.inTransaction;
  }

  /** Runs texts one after the other until one fails. */
  sequence(sql: string): void {
    this.#database.exec(sql);
  }

  execute(statement: HranaStatement, sql: string, allowance: Allowance): StatementResult {
    const prepared = this.#database.prepare(sql);
    const args = inputsOf(statement);
    if (!prepared.reader) {
      const { changes, lastInsertRowid } = prepared.run(args);
      return { cols: [], rows: [], affected_row_count: changes, last_insert_rowid: String(lastInsertRowid) };
    }
    prepared.safeIntegers(true);
    prepared.raw(true);
    const rows = prepared.all(args) as ReadonlyArray<readonly unknown[]>;
    return {
      cols: prepared.columns().map(({ name, type }) => ({ name, decltype: type })),
      rows: statement.want_rows === false ? [] : rows.map((row) => row.map((value) => outputOf(value, allowance))),
      ...this.#counts(sql),
    };
  }

  #counts(sql: string): Pick<StatementResult, "affected_row_count" | "last_insert_rowid"> {
    if (/^\s*(?:select|values|explain|pragma)\b/i.test(sql)) return { affected_row_count: 0, last_insert_rowid: null };
    const counts = this.#database.prepare("select changes(), last_insert_rowid()");
    counts.raw(true);
    const [changes, rowid] = counts.get([]) as [number, number];
    return { affected_row_count: changes, last_insert_rowid: String(rowid) };
  }

  rollBack(): void {
    if (this.#database.inTransaction) this.#database.exec("rollback");
  }

  close(): void {
    this.rollBack();
    this.#database.close();
  }
}

function inputsOf({ args = [], named_args: named = [] }: HranaStatement): Input[] {
  if (named.length === 0) return args.map(inputOf);
  return Object.fromEntries(
    named.map(({ name, value }) => [name.replace(/^[@$:]/, ""), inputOf(value)]),
  ) as unknown as Input[];
}

function inputOf(value: HranaValue): Input {
  switch (value.type) {
    case "null":
      return null;
    case "integer":
      return BigInt(value.value);
    case "blob":
      return Buffer.from(value.base64, "base64");
    default:
      return value.value;
  }
}

function outputOf(value: unknown, allowance: Allowance): HranaValue {
  const output = valueOf(value);
  allowance.bytes -= "value" in output ? String(output.value).length : "base64" in output ? output.base64.length : 4;
  if (allowance.bytes < 0) throw new StatementError("RESPONSE_TOO_LARGE", "Response is too large");
  return output;
}

function valueOf(value: unknown): HranaValue {
  if (value === null) return { type: "null" };
  if (typeof value === "bigint") return { type: "integer", value: value.toString() };
  if (typeof value === "number") return { type: "float", value };
  if (typeof value === "string") return { type: "text", value };
  return { type: "blob", base64: Buffer.from(value as Uint8Array).toString("base64") };
}
