import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "#kernel/clock.ts";
import { HranaConnection } from "./hrana-connection.ts";
import { Refusal } from "./hrana-protocol.ts";
import { HranaStream } from "./hrana-stream.ts";

export type StreamLimits = {
  /** Streams open at once, those in use and those whose baton is out. */
  readonly streams: number;
  /** A stream that nobody used for this long is gone, and its transaction with it. */
  readonly idleMs: number;
};

type Kept = { readonly stream: HranaStream; readonly turn: number; readonly expiresAt: number };

/** A stream that a request holds, under the name and the turn that its next baton will carry. */
export type Lent = { readonly id: string; readonly turn: number; readonly stream: HranaStream };

/**
 * The streams of one database. A baton names a stream and the turn at which it may be used, once; what is signed with another
 * server's key is nobody's. Time is looked at when somebody comes: no timer runs.
 */
export class StreamShelf {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #limits: StreamLimits;
  readonly #key = randomBytes(32);
  readonly #kept = new Map<string, Kept | "expired">();
  readonly #idle: HranaConnection[] = [];
  #open = 0;
  peak = 0;

  constructor(path: string, clock: Clock, limits: StreamLimits) {
    this.#path = path;
    this.#clock = clock;
    this.#limits = limits;
  }

  get open(): number {
    this.#expire();
    return this.#open;
  }

  /** A fresh stream, or the one that the baton names. */
  lend(baton: string | null | undefined): Lent {
    this.#expire();
    return baton == null ? this.#begin() : this.#resume(baton);
  }

  /** Takes a stream back; its next baton, null where its client closed it. */
  giveBack({ id, turn, stream }: Lent): string | null {
    if (stream.isClosed) {
      this.#drop(stream);
      return null;
    }
    this.#kept.set(id, { stream, turn, expiresAt: this.#clock.now() + this.#limits.idleMs });
    return this.#sign(`${id}.${turn}`);
  }

  /** Ends a stream that broke the protocol, or whose client went away. */
  abandon({ stream }: Lent): void {
    this.#drop(stream);
  }

  close(): void {
    for (const kept of this.#kept.values()) if (kept !== "expired") kept.stream.connection.close();
    for (const connection of this.#idle) connection.close();
    this.#kept.clear();
    this.#idle.length = 0;
  }

  #begin(): Lent {
    if (this.#open >= this.#limits.streams) throw new Refusal(429, "Too many open streams");
    this.#open += 1;
    this.peak = Math.max(this.peak, this.#open);
    const stream = new HranaStream(this.#idle.pop() ?? new HranaConnection(this.#path));
    return { id: randomBytes(8).toString("hex"), turn: 0, stream };
  }

  #resume(baton: string): Lent {
    const [id = "", turn = ""] = this.#read(baton).split(".");
    const kept = this.#kept.get(id);
    if (kept === "expired") throw new Refusal(400, "The stream has expired due to inactivity", "STREAM_EXPIRED");
    if (kept === undefined) throw new Refusal(400, "Received an invalid baton");
    if (kept.turn !== Number(turn)) throw new Refusal(400, "Received a baton that has already been used");
    this.#kept.delete(id);
    return { id, turn: kept.turn + 1, stream: kept.stream };
  }

  #expire(): void {
    const now = this.#clock.now();
    for (const [id, kept] of this.#kept) {
      if (kept === "expired" || kept.expiresAt > now) continue;
      this.#drop(kept.stream);
      this.#kept.set(id, "expired");
    }
  }

  #drop({ connection }: HranaStream): void {
    connection.rollBack();
    this.#idle.push(connection);
    this.#open -= 1;
  }

  #sign(payload: string): string {
    const tag = createHmac("sha256", this.#key).update(payload).digest("base64url");
    return `${payload}.${tag}`;
  }

  #read(baton: string): string {
    const payload = baton.slice(0, Math.max(0, baton.lastIndexOf(".")));
    const expected = Buffer.from(this.#sign(payload));
    const given = Buffer.from(baton);
    if (expected.length !== given.length || !timingSafeEqual(expected, given))
      throw new Refusal(400, "Received an invalid baton");
    return payload;
  }
}
