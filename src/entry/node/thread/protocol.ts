import type { RootKeys } from "#entry/roots/root-keys.ts";
import type { Query } from "#store/store.ts";

/** What the main thread asks of the data thread. */
export type Ask =
  | { readonly id: number; readonly kind: "rows" | "values"; readonly query: Query }
  | { readonly id: number; readonly kind: "batch"; readonly queries: readonly Query[] }
  /** Bring every click that was journaled so far into the database, settled or not. */
  | { readonly id: number; readonly kind: "drain" }
  | { readonly id: number; readonly kind: "close" };

export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly name: string; readonly message: string; readonly code?: string }
  /** Told without being asked: the connection can no longer be trusted. */
  | { readonly lost: true };

/** What the data thread is started with. */
export type ThreadSettings = {
  readonly url: string;
  readonly authToken?: string;
  readonly rootKeys: RootKeys;
  readonly journalFolder: string;
  readonly defaultCountry: string;
  /** A file of autonomous system numbers. */
  readonly networksFile?: string;
};
