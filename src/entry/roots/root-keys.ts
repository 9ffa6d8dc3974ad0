import { type OlderRoot, type Secret, secretFrom } from "#kernel/secret.ts";
import type { Config } from "#entry/config.ts";

export type RootKeys = {
  readonly newest: Uint8Array;
  /** The first one first. */
  readonly older: readonly OlderRoot[];
};

/**
 * What a new root signs from its first moment: what lasts hours at most, and whose loss costs its holder one more sign-in or
 * one page to be opened again.
 */
const renewed: ReadonlySet<string> = new Set([
  "sessions/1",
  "preferences-session/1",
  "preferences-form/1",
  "own-session/1",
  "own-request/1",
  "own-code/1",
  "own-form/1",
  "form-token/1",
]);

/** ROOT_KEYS_OLD is "<key>@<last LINK_KEY>,…". */
export function rootKeysOf({ ROOT_KEY, ROOT_KEYS_OLD }: Pick<Config, "ROOT_KEY" | "ROOT_KEYS_OLD">): RootKeys {
  return { newest: Buffer.from(ROOT_KEY, "base64url"), older: olderRoots(ROOT_KEYS_OLD) };
}

export function olderRoots(text: string): readonly OlderRoot[] {
  return text
    .split(",")
    .filter((part) => part !== "")
    .map((part) => {
      const [key = "", last = ""] = part.split("@");
      return { root: Buffer.from(key, "base64url"), lastLinkKey: Number(last) };
    });
}

export function secretOf({ newest, older }: RootKeys): Secret {
  return secretFrom(newest, { older, renewed });
}
