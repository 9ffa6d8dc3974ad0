import { createServer, type IncomingMessage } from "node:http";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

/** A libSQL server as far as its client over HTTP needs one: Hrana 2, one connection, each pipeline at a stroke. */
export type LibsqlServer = {
  readonly url: string;
  /** An empty database in the place of the one before. */
  clear(): void;
  close(): Promise<void>;
};

type HranaValue =
  | { readonly type: "null" }
  | { readonly type: "integer"; readonly value: string }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "blob"; readonly base64: string };
type HranaStatement = { readonly sql?: string; readonly sql_id?: number; readonly args?: readonly HranaValue[] };
type Condition =
  | { readonly type: "ok" | "error"; readonly step: number }
  | { readonly type: "not"; readonly cond: Condition }
  | { readonly type: "and" | "or"; readonly conds: readonly Condition[] }
  | { readonly type: "is_autocommit" };
type Step = { readonly stmt: HranaStatement; readonly condition?: Condition | null };
type HranaRequest =
  | { readonly type: "execute"; readonly stmt: HranaStatement }
  | { readonly type: "batch"; readonly batch: { readonly steps: readonly Step[] } }
  | { readonly type: "store_sql"; readonly sql_id: number; readonly sql: string }
  | { readonly type: "close" | "close_sql" };

export async function startLibsqlServer(): Promise<LibsqlServer> {
  let session = new HranaSession();
  const server = createServer(async (request, response) => {
    const isPipeline = request.method === "POST" && request.url === "/v2/pipeline";
    const { status, body } = isPipeline
      ? { status: 200, body: session.run((JSON.parse(await textOf(request)) as { requests: HranaRequest[] }).requests) }
      : { status: request.url === "/v2" ? 200 : 404, body: {} };
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    clear: () => {
      session.database.close();
      session = new HranaSession();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          session.database.close();
          resolve();
        });
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

class HranaSession {
  readonly database = new DatabaseSync(":memory:");

  /** Streams live no longer than their pipeline: there is no baton, and nothing is left open by who went away. */
  run(requests: readonly HranaRequest[]) {
    const texts = new Map<number, string>();
    const results = requests.map((request) => {
      try {
        return { type: "ok", response: { type: request.type, ...this.#answer(request, texts) } };
      } catch (cause) {
        return { type: "error", error: errorOf(cause) };
      }
    });
    return { baton: null, base_url: null, results };
  }

  #answer(request: HranaRequest, texts: Map<number, string>): object {
    switch (request.type) {
      case "store_sql":
        texts.set(request.sql_id, request.sql);
        return {};
      case "execute":
        return { result: this.#execute(request.stmt, texts) };
      case "batch":
        return { result: this.#batch(request.batch.steps, texts) };
      default:
        return {};
    }
  }

  #batch(steps: readonly Step[], texts: Map<number, string>) {
    const results: Array<object | null> = [];
    const errors: Array<object | null> = [];
    const holds = (condition: Condition): boolean => {
      switch (condition.type) {
        case "ok":
          return results[condition.step] !== null;
        case "error":
          return errors[condition.step] !== null;
        case "not":
          return !holds(condition.cond);
        case "and":
          return condition.conds.every(holds);
        case "or":
          return condition.conds.some(holds);
        case "is_autocommit":
          return !this.database.isTransaction;
      }
    };
    for (const [index, { stmt, condition }] of steps.entries()) {
      results[index] = null;
      errors[index] = null;
      if (condition != null && !holds(condition)) continue;
      try {
        results[index] = this.#execute(stmt, texts);
      } catch (cause) {
        errors[index] = errorOf(cause);
      }
    }
    return { step_results: results, step_errors: errors };
  }

  #execute({ sql, sql_id: id, args = [] }: HranaStatement, texts: Map<number, string>): object {
    const statement = this.database.prepare(sql ?? texts.get(id ?? -1) ?? "");
    statement.setReadBigInts(true);
    const cols = statement.columns().map(({ name, type }) => ({ name, decltype: type }));
    statement.setReturnArrays(true);
    const rows = statement.all(...args.map(inputOf)) as unknown as unknown[][];
    return { cols, rows: rows.map((row) => row.map(outputOf)), affected_row_count: 0, last_insert_rowid: null };
  }
}

function inputOf(value: HranaValue): SQLInputValue {
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

function outputOf(value: unknown): HranaValue {
  if (value === null) return { type: "null" };
  if (typeof value === "bigint") return { type: "integer", value: value.toString() };
  if (typeof value === "number") return { type: "float", value };
  if (typeof value === "string") return { type: "text", value };
  return { type: "blob", base64: Buffer.from(value as Uint8Array).toString("base64") };
}

function errorOf(cause: unknown): object {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { message: `SQLite error: ${message}`, code: "SQLITE_ERROR" };
}
