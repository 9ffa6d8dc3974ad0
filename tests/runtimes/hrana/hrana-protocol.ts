/** Hrana 2 and 3 in JSON over HTTP, as far as `@libsql/client` speaks it: everything but `describe` and cursors. */
export type HranaVersion = 2 | 3;

export type HranaValue =
  | { readonly type: "null" }
  | { readonly type: "integer"; readonly value: string }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "blob"; readonly base64: string };

export type HranaStatement = {
  readonly sql?: string;
  readonly sql_id?: number;
  readonly args?: readonly HranaValue[];
  readonly named_args?: ReadonlyArray<{ readonly name: string; readonly value: HranaValue }>;
  readonly want_rows?: boolean;
};

export type Condition =
  | { readonly type: "ok" | "error"; readonly step: number }
  | { readonly type: "not"; readonly cond: Condition }
  | { readonly type: "and" | "or"; readonly conds: readonly Condition[] }
  | { readonly type: "is_autocommit" };

export type Step = { readonly stmt: HranaStatement; readonly condition?: Condition | null };

export type StreamRequest =
  | { readonly type: "execute"; readonly stmt: HranaStatement }
  | { readonly type: "batch"; readonly batch: { readonly steps: readonly Step[] } }
  | { readonly type: "sequence"; readonly sql?: string; readonly sql_id?: number }
  | { readonly type: "store_sql"; readonly sql_id: number; readonly sql: string }
  | { readonly type: "close_sql"; readonly sql_id: number }
  | { readonly type: "get_autocommit" | "close" };

export type Pipeline = { readonly baton?: string | null; readonly requests: readonly StreamRequest[] };

export type HranaFault = { readonly message: string; readonly code: string };

export type StatementResult = {
  readonly cols: ReadonlyArray<{ readonly name: string; readonly decltype: string | null }>;
  readonly rows: readonly (readonly HranaValue[])[];
  readonly affected_row_count: number;
  readonly last_insert_rowid: string | null;
};

/** One statement failed; the stream goes on. */
export class StatementError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The whole request is refused: nothing of it ran. A text, or a fault where the protocol knows a code. */
export class Refusal extends Error {
  readonly status: number;
  readonly fault: HranaFault | undefined;

  constructor(status: number, message: string, code?: string) {
    super(message);
    this.status = status;
    this.fault = code === undefined ? undefined : { message, code };
  }
}

export function faultOf(cause: unknown): HranaFault {
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return {
    message: typeof message === "string" ? message : String(cause),
    code: typeof code === "string" ? code : "UNKNOWN",
  };
}
