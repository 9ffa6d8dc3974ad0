import type { Config } from "#entry/config.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import type { Ask } from "./ask.ts";
import type { Dns } from "./dns.ts";
import type { Finding } from "./finding.ts";

/** What can be said of the database: a way to read it, or why there is none. */
export type OpenedDatabase =
  | { readonly store: Pick<Store, "read"> }
  | { readonly absent: true }
  | { readonly refused: string };

/** The computer that the station runs on; the edge has none. */
export type Machine = {
  /** Free bytes where a path is, or where its nearest folder that exists is. */
  freeBytes(path: string): Promise<number>;
  sizeOf(path: string): Promise<number | undefined>;
  /** Whether files can be made in a folder, or the folder itself. */
  canWrite(folder: string): Promise<boolean>;
  isSameDisk(one: string, other: string): Promise<boolean>;
  /** Who has the lock of a database; undefined: nobody. */
  holderOf(path: string): Promise<string | undefined>;
};

/** Everything that the checks may look at. */
export type Patient = {
  /** Each word of the environment that can be read; one that can't is in `faults` and absent here. */
  readonly settings: Partial<Config>;
  readonly faults: readonly string[];
  readonly clock: Clock;
  readonly dns: Dns;
  readonly ask: Ask;
  readonly database: OpenedDatabase;
  /** Names of the migrations that this version brings; absent where the runtime has no files to read them from. */
  readonly migrations?: readonly string[];
  readonly machine?: Machine;
  /** The check runs inside the server: it is the one that holds the locks, and must not keep the database busy. */
  readonly isServing: boolean;
  /** Greets the mail server of these settings, encrypts and signs in; throws what went wrong. */
  readonly greet: (settings: Partial<Config>, signal: AbortSignal) => Promise<void>;
};

export type Check = (patient: Patient) => Promise<readonly Finding[]>;
