import type { Diagnostic } from "./classify-diagnostic.ts";

/** What a report says of one recipient, before it is judged. */
export type Notice = Diagnostic & {
  /** As the report names it; "" where it does not. Never kept. */
  readonly recipient: string;
  /** RFC 3464 §2.3.3, "" where no machine wrote the report. */
  readonly action: Action;
};

export type Action = "" | "failed" | "delayed" | "delivered";
