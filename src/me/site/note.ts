import type { Secret } from "#kernel/secret.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { seal, unseal } from "#customers/seal.ts";

export const noteKinds = ["wish", "note"] as const;
export type NoteKind = (typeof noteKinds)[number];

/** A wish or a note of hers. */
export type OwnNote = {
  readonly id: string;
  readonly kind: NoteKind;
  /** undefined where the stored text does not open: altered, or sealed under a key that is gone */
  readonly text: string | undefined;
  readonly isShared: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** Characters of one, and how many one customer keeps. */
export const MAX_NOTE = 2_000;
export const MAX_NOTES = 200;

const placeOf = (id: string) => ({ table: "own_notes", key: id, column: "body" });

export function sealBody(secret: Secret, { id, text }: { readonly id: string; readonly text: string }): Uint8Array {
  return seal(secret, placeOf(id), text);
}

export function openBody(
  secret: Secret,
  { id, body }: { readonly id: string; readonly body: unknown },
): string | undefined {
  return unseal(secret, placeOf(id), bytesOf(body));
}
