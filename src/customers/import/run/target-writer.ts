import type { Subject } from "#customers/import/facts/fact-draft.ts";
import type { Statement } from "#store/store.ts";
import type { RowFault } from "#customers/import/mapping/compile-mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import type { UnknownCode } from "#customers/import/values/field-fault.ts";
import type { ImportTotals } from "./import-row.ts";

export type ReadItem<Item> = { readonly item: Item } | { readonly faults: readonly RowFault[] } | Waiting;

/** The record waits for a code to be declared; `who` is as far as it could be read. */
export type Waiting = { readonly unknown: readonly UnknownCode[]; readonly who: Who };

/** Whom a record names. */
export type Who = {
  /** "" where only an address names her */
  readonly code: string;
  readonly email?: Contact | undefined;
  readonly phone?: Contact | undefined;
};

/** An address that names a customer. */
export type Contact = { readonly hash: string; readonly value: string };

/** A record that turned out to be no fact only against what is known. */
export type LateReject = { readonly number: number; readonly fault: RowFault };

export type ChunkPlan = {
  readonly statements: readonly Statement[];
  /** Outcomes that are known before the batch runs. */
  readonly totals: Partial<ImportTotals>;
  /** Records whose outcome the batch itself counts into import_chunks, and the numbers of those rows. */
  readonly counted: number;
  readonly chunkNumbers: readonly number[];
  readonly rejects: readonly LateReject[];
};

export type ChunkContext = {
  readonly importId: string;
  /** epoch ms: when the import began */
  readonly receivedAt: number;
  /** Records of one statement. */
  readonly perPiece: number;
  /** Set after a first try met something known: then nothing is taken for new. */
  readonly isCareful: boolean;
  /** Names of new customers are written later: `settleNameDebts`. */
  readonly putsNamesOff: boolean;
};

export type Touched = {
  readonly codes: readonly string[];
  /** Keyed hashes of addresses. */
  readonly hashes: readonly string[];
  /** Keys of facts, with their kind. */
  readonly facts: ReadonlyArray<{ readonly subject: Subject; readonly key: string }>;
  /** Codes of accounts and of households. */
  readonly accounts?: readonly string[];
  readonly households?: readonly string[];
};

/** What a target does with records: reading needs nobody, planning may ask the store. */
export type TargetWriter<Item> = {
  read(record: RawRecord): ReadItem<Item>;
  plan(items: readonly Item[], context: ChunkContext): Promise<ChunkPlan>;
  /** By which names and keys `items` could meet what is known. */
  touches(items: readonly Item[]): Touched;
  /** Whether `plan` may reject records, which are then kept until it did. */
  readonly mayReject: boolean;
  /** Whether planning these asks for names that are known. */
  readonly asksForNames?: (items: readonly Item[]) => boolean;
  /** Whether the record may not be parted from the one before it: lines of one order. */
  readonly belongsTo?: (item: Item, previous: Item) => boolean;
};
