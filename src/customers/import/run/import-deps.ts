import type { Query, Store } from "#store/store.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";

/** Keys of facts that are about to go, or that came back. */
export type FactKeys = {
  readonly orderKeys: readonly string[];
  readonly registrationKeys: readonly string[];
  /** An answer's key is its response's and behind a "#" its number. */
  readonly responseKeys: readonly string[];
};

/**
 * Statements that a higher room adds. A retractor takes out what it derived from facts, while their rows still stand; a
 * restorer works it out again for facts whose rows came back.
 */
export type Retractor = (facts: FactKeys) => readonly Query[];

export type DerivedData = {
  /** Their rows do not show that something was heard of her. */
  readonly tables: readonly string[];
  /** Forgets customers whose records go, given by a query of their ids. */
  readonly forget: (ids: Query) => readonly Query[];
};

/** A database of one's own for a while. */
export type Scratch = { readonly store: Store; close(): Promise<void> };

export type ImportDeps = CustomerDeps & {
  readonly retractors: readonly Retractor[];
  readonly restorers: readonly Retractor[];
  /** What other rooms keep of a customer whom nobody has heard of: it is made with her record and goes with it. */
  readonly derived: DerivedData;
  /** An empty database with the schema, for dry runs; absent where the runtime has no place for one. */
  readonly openScratch?: (() => Promise<Scratch>) | undefined;
  /** Gives other work its turn between pieces. */
  readonly breathe?: (() => Promise<void>) | undefined;
};

/** How much one batch takes. A server keeps the writer free for others; whoever is alone with the database takes more. */
export type Pace = {
  /** Records of one statement: a thousand are about 20 ms of writing. */
  readonly perPiece: number;
  /** Pieces of one batch, which is one commit. */
  readonly piecesPerBatch: number;
  /** Set where nobody else has the database: what costs less when it is done once and in order waits. */
  readonly putsOff?: PutsOff;
};

export type PutsOff = {
  /** Bytes of a file from which indexes are worth being set aside. */
  readonly indexesFromBytes: number;
  /** Customers whose names are written in one go. */
  readonly namesAtOnce: number;
};

export const SERVER_PACE: Pace = { perPiece: 1_000, piecesPerBatch: 1 };
/** For a process of its own at a database that others may have too. */
export const REMOTE_PACE: Pace = { perPiece: 2_500, piecesPerBatch: 1 };
export const LONE_PACE: Pace = {
  ...REMOTE_PACE,
  putsOff: { indexesFromBytes: 8 * 1_048_576, namesAtOnce: 1_000_000 },
};
