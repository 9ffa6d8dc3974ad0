import { createHash } from "node:crypto";
import type { Statement } from "#store/store.ts";
import type { ProductChange } from "#catalogue/feeds/mapping/map-change.ts";
import type { Mapped } from "#catalogue/feeds/mapping/map-product.ts";
import type { FeedRecord } from "#catalogue/feeds/read/feed-record.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { MAX_REJECTS, type Reject, type RunTotals } from "./run.ts";
import { insertRejects, keepReading } from "./run-rows.ts";
import {
  markRefused,
  markSeen,
  stageChanges,
  type StageInto,
  stageProducts,
  unknownCodes,
} from "./stage-statements.ts";

/** Somebody else ended the run: what it does from here on would be nobody's. */
export class RunEnded extends Error {
  override readonly name = "RunEnded";
}

/** A record as it is put aside: what `body` says of the product set `code`; `change` where it is one of price and stock. */
export type Staged = { readonly code: string; readonly body: string; readonly change?: ProductChange };

export type MapRecord = {
  readonly mode: "full" | "delta";
  readonly map: (record: FeedRecord) => Mapped<Staged>;
  /** Whatever else the catalogue's content depends on: with it the hash changes too. */
  readonly seed: string;
};

const MAX_ITEMS = 200;
/** D1 takes texts up to 2 MB. */
const MAX_LENGTH = 700_000;

type Item = Staged & { readonly place: string };

/** Puts the records of a feed aside, a chunk at a time, and counts; nothing of the catalogue is touched. */
export class Staging {
  readonly #deps: FeedDeps;
  readonly #into: StageInto;
  readonly #mapping: MapRecord;
  #items: Item[] = [];
  #length = 0;
  #codes = new Set<string>();
  #rejects: Reject[] = [];
  #refusedCodes: string[] = [];
  #told = 0;
  #n = 0;
  #totals = { read: 0, created: 0, changed: 0, unchanged: 0, rejected: 0 };

  constructor(deps: FeedDeps, into: StageInto, mapping: MapRecord) {
    this.#deps = deps;
    this.#into = into;
    this.#mapping = mapping;
  }

  get totals(): RunTotals {
    return this.#totals;
  }

  /** True where enough has come together to be written. */
  push(record: FeedRecord): boolean {
    this.#totals.read += 1;
    const { place, broken } = record;
    if (broken !== undefined) {
      this.#reject(place, undefined, [{ field: "", reason: broken }]);
      return this.#isFull();
    }
    const mapped = this.#mapping.map(record);
    if (!mapped.ok) {
      this.#reject(place, mapped.error.code, mapped.error.faults);
    } else if (this.#codes.has(mapped.value.code)) {
      this.#repeated(place, mapped.value.code);
    } else {
      this.#items.push({ place, ...mapped.value });
      this.#codes.add(mapped.value.code);
      this.#length += mapped.value.body.length;
    }
    return this.#isFull();
  }

  #isFull(): boolean {
    return this.#items.length >= MAX_ITEMS || this.#length >= MAX_LENGTH || this.#rejects.length >= MAX_ITEMS;
  }

  #repeated(place: string, code: string): void {
    this.#reject(place, code, [{ field: "code", reason: "This code came before in the feed." }]);
  }

  #reject(place: string, code: string | undefined, faults: ReadonlyArray<{ field: string; reason: string }>): void {
    this.#totals.rejected += 1;
    if (code !== undefined) this.#refusedCodes.push(code);
    if (this.#told + this.#rejects.length >= MAX_REJECTS) return;
    this.#rejects.push(...faults.map((fault) => ({ place, code: code?.slice(0, 100) ?? null, ...fault })));
  }

  /** Writes what has come together, and how far the reading is. */
  async flush(bytes: number): Promise<void> {
    await this.#dropUnknown();
    const items = this.#items.filter(({ code }) => this.#codes.has(code));
    const refused = this.#refusedCodes.filter((code) => !this.#codes.has(code));
    await this.#write(items, refused);
    await this.#tell(bytes);
    this.#items = [];
    this.#length = 0;
    this.#codes = new Set();
    this.#refusedCodes = [];
    await this.#deps.breathe?.();
  }

  async #write(items: readonly Item[], refused: readonly string[]): Promise<void> {
    const { store } = this.#deps;
    if (refused.length > 0) await store.write([markRefused(this.#into, refused)]);
    if (items.length === 0) return;
    const codes = items.map(({ code }) => code);
    const [staged = [], seen = []] = await store.write<{ is_new: number; code: string }>([
      this.#stage(items),
      markSeen(this.#into, codes),
    ]);
    this.#count(items, staged, new Set(seen.map(({ code }) => code)));
  }

  async #tell(bytes: number): Promise<void> {
    const { store, clock } = this.#deps;
    const rejects = this.#rejects.slice(0, MAX_REJECTS - this.#told);
    const [, found = []] = await store.write<{ id: number }>([
      insertRejects(this.#into.run, this.#told, rejects),
      keepReading(this.#into.run, { now: clock.now(), bytes, totals: this.#totals }),
    ]);
    if (found.length === 0) throw new RunEnded("The run was ended by somebody else.");
    this.#told += rejects.length;
    this.#rejects = [];
  }

  /** A change of a product set that is not there is refused, with its place. */
  async #dropUnknown(): Promise<void> {
    if (this.#mapping.mode === "full" || this.#items.length === 0) return;
    const unknown = await this.#deps.store.read<{ code: string }>(unknownCodes([...this.#codes]));
    const places = new Map(this.#items.map(({ code, place }) => [code, place]));
    for (const { code } of unknown) {
      this.#codes.delete(code);
      this.#reject(places.get(code) ?? "", code, [{ field: "code", reason: "No product set has this code." }]);
    }
  }

  #stage(items: readonly Item[]): Statement {
    const first = this.#n;
    this.#n += items.length;
    if (this.#mapping.mode === "full") {
      return stageProducts(
        this.#into,
        items.map(({ code, body }, index) => ({
          n: first + index,
          code,
          body,
          hash: hashOf(this.#mapping.seed, body),
        })),
      );
    }
    return stageChanges(
      this.#into,
      items.map(({ code, body, change }, index) => ({
        n: first + index,
        code,
        body,
        priceMinor: change?.price?.priceMinor ?? null,
        currency: change?.price?.currency ?? null,
        saysStock: change?.stock !== undefined,
        stock: change?.stock ?? null,
        validFrom: change?.validFrom ?? null,
        validUntil: change?.validUntil ?? null,
      })),
    );
  }

  #count(items: readonly Item[], staged: ReadonlyArray<{ is_new: number }>, seen: ReadonlySet<string>): void {
    const repeated = items.filter(({ code }) => !seen.has(code));
    for (const { place, code } of repeated) this.#repeated(place, code);
    const created = staged.filter((row) => row.is_new === 1).length;
    this.#totals.created += created;
    this.#totals.changed += staged.length - created;
    this.#totals.unchanged += items.length - repeated.length - staged.length;
  }
}

/** 132 bits: two contents with one hash do not happen. */
function hashOf(seed: string, body: string): string {
  return createHash("sha256").update(seed, "utf8").update(body, "utf8").digest("base64url").slice(0, 22);
}
