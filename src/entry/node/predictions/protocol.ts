import type { Query, Row } from "#store/store.ts";
import type { TendReport } from "#predict/training/tend-predictions.ts";

/** What the prediction thread is started with. */
export type PredictionSettings = { readonly url: string; readonly authToken?: string };

/** To the thread: a turn is due, or what its writes came to. */
export type ToThread =
  | { readonly turn: true }
  | { readonly id: number; readonly ok: true; readonly rows: readonly (readonly Row[])[] }
  | { readonly id: number; readonly ok: false; readonly name: string; readonly message: string };

/** From the thread: what the one writer shall write, what is to be told, and the end of a turn. */
export type FromThread =
  | { readonly write: readonly Query[]; readonly id: number }
  | { readonly event: string; readonly detail: Readonly<Record<string, string | number>> }
  | { readonly done: TendReport }
  | { readonly broke: string };
