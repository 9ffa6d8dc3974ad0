import type { Clock } from "./clock.ts";

/** Prefixed, time-ordered public ids such as `evt_01jd8…`: 48 bits of time, 80 bits of chance (ULID layout). */
export type Ids = { next(prefix: string): string };

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** `bytes(n)` must come from a cryptographic source where ids must not be guessed. */
export function idsFrom(clock: Clock, bytes: (count: number) => Uint8Array): Ids {
  return {
    next: (prefix) => {
      let time = clock.now();
      let head = "";
      for (let index = 0; index < 10; index += 1) {
        head = `${ALPHABET.charAt(time % 32)}${head}`;
        time = Math.floor(time / 32);
      }
      let tail = "";
      for (const byte of bytes(16)) tail += ALPHABET.charAt(byte & 31);
      return `${prefix}_${head}${tail}`;
    },
  };
}
