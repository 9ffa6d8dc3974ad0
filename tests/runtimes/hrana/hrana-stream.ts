import type { Allowance, HranaConnection } from "./hrana-connection.ts";
import {
  type Condition,
  faultOf,
  type HranaFault,
  type HranaStatement,
  type HranaVersion,
  Refusal,
  StatementError,
  type StatementResult,
  type Step,
  type StreamRequest,
} from "./hrana-protocol.ts";

/** libsql-server's own bounds (hrana/http/request.rs). */
const MOST_TEXTS = 50;
const LONGEST_TEXT = 5_000;

type Asked = { readonly version: HranaVersion; readonly allowance: Allowance };
type StreamResult =
  | { readonly type: "ok"; readonly response: object }
  | { readonly type: "error"; readonly error: HranaFault };

/** A stream: one connection and the texts that its client stored with it. */
export class HranaStream {
  readonly connection: HranaConnection;
  readonly #texts = new Map<number, string>();
  isClosed = false;

  constructor(connection: HranaConnection) {
    this.connection = connection;
  }

  /** A statement that fails is an answer; what breaks the protocol is thrown as a Refusal. */
  answer(request: StreamRequest, asked: Asked): StreamResult {
    if (this.isClosed) throw new Refusal(400, "The stream has been closed");
    try {
      return { type: "ok", response: { type: request.type, ...this.#respond(request, asked) } };
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      return { type: "error", error: faultOf(cause) };
    }
  }

  #respond(request: StreamRequest, { version, allowance }: Asked): object {
    switch (request.type) {
      case "execute":
        return { result: this.#execute(request.stmt, allowance) };
      case "batch":
        return { result: this.#batch(request.batch.steps, { version, allowance }) };
      case "sequence":
        this.connection.sequence(this.#textOf(request));
        return {};
      case "store_sql":
        return this.#store(request);
      case "close_sql":
        this.#texts.delete(request.sql_id);
        return {};
      case "get_autocommit":
        onlyIn3(version, "The `get_autocommit` request");
        return { is_autocommit: this.connection.isAutocommit };
      case "close":
        this.isClosed = true;
        return {};
      default:
        throw new Refusal(400, "Received an unrecognized stream request");
    }
  }

  #store({ sql_id: id, sql }: Extract<StreamRequest, { type: "store_sql" }>): object {
    if (this.#texts.has(id)) throw new Refusal(400, `SQL text ${id} is already stored on the server`);
    if (this.#texts.size >= MOST_TEXTS)
      throw new StatementError("SQL_STORE_TOO_MANY", `The server already stores ${MOST_TEXTS} SQL texts`);
    if (sql.length > LONGEST_TEXT)
      throw new StatementError("SQL_STORE_TOO_LARGE", "The statement is too large to be stored");
    this.#texts.set(id, sql);
    return {};
  }

  #textOf({ sql, sql_id: id }: Pick<HranaStatement, "sql" | "sql_id">): string {
    const text = sql ?? (id === undefined ? undefined : this.#texts.get(id));
    if (text === undefined) throw new Refusal(400, `SQL text ${id} is not stored on the server`);
    return text;
  }

  #execute(statement: HranaStatement, allowance: Allowance): StatementResult {
    return this.connection.execute(statement, this.#textOf(statement), allowance);
  }

  #batch(steps: readonly Step[], { version, allowance }: Asked) {
    const results: Array<StatementResult | null> = [];
    const errors: Array<HranaFault | null> = [];
    const holds = (condition: Condition): boolean => {
      switch (condition.type) {
        case "ok":
          return results[condition.step] != null;
        case "error":
          return errors[condition.step] != null;
        case "not":
          return !holds(condition.cond);
        case "and":
          return condition.conds.every(holds);
        case "or":
          return condition.conds.some(holds);
        case "is_autocommit":
          onlyIn3(version, "The `is_autocommit` condition");
          return this.connection.isAutocommit;
      }
    };
    for (const [index, { stmt, condition }] of steps.entries()) {
      results[index] = null;
      errors[index] = null;
      if (condition != null && !holds(condition)) continue;
      try {
        results[index] = this.#execute(stmt, allowance);
      } catch (cause) {
        if (cause instanceof Refusal) throw cause;
        errors[index] = faultOf(cause);
      }
    }
    return { step_results: results, step_errors: errors };
  }
}

function onlyIn3(version: HranaVersion, what: string): void {
  if (version < 3) throw new Refusal(400, `${what} is only supported in protocol version 3 and higher`);
}
