import { randomBytes } from "node:crypto";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import { MAX_NOTES, type NoteKind, openBody, type OwnNote, sealBody } from "./note.ts";

type NoteDeps = { readonly store: Store; readonly clock: Clock; readonly secret: Secret };

type NoteRow = Omit<OwnNote, "text" | "isShared"> & { readonly body: unknown; readonly isShared: number };

/** Hers, newest first; for anybody else only those that she shares. By own_notes_by_customer. */
export async function listNotes(
  { reads, secret }: { readonly reads: Pick<Store, "read">; readonly secret: Secret },
  customerId: number,
  viewer: "customer" | "operator",
): Promise<readonly OwnNote[]> {
  const rows = await reads.read<NoteRow>({
    sql: `select id, kind, body, is_shared as isShared, created_at as createdAt, updated_at as updatedAt from own_notes
      where customer_id = ? ${viewer === "operator" ? "and is_shared = 1" : ""} order by created_at desc limit ${MAX_NOTES}`,
    params: [customerId],
  });
  return rows.map(({ body, isShared, ...row }) => ({
    ...row,
    text: openBody(secret, { id: row.id, body }),
    isShared: isShared === 1,
  }));
}

export type NewNote = { readonly kind: NoteKind; readonly text: string; readonly isShared: boolean };

/** False where there is no room: counted in the statement itself, so that no two windows together write more. */
export async function addNote(
  { store, clock, secret }: NoteDeps,
  customerId: number,
  { kind, text, isShared }: NewNote,
): Promise<boolean> {
  const id = randomBytes(12).toString("base64url");
  const now = clock.now();
  const [added = []] = await store.write([
    {
      sql: `insert into own_notes (id, customer_id, kind, body, is_shared, created_at, updated_at) select ?, c.id, ?, ?, ?, ?, ?
        from customers c where c.id = ? and c.erased_at is null
          and (select count(*) from own_notes where customer_id = c.id) < ${MAX_NOTES} returning id`,
      params: [id, kind, sealBody(secret, { id, text }), isShared ? 1 : 0, now, now, customerId],
    },
  ]);
  return added.length > 0;
}

/** Somebody else's note is no note of hers: nothing changes. */
export async function changeNote(
  { store, clock, secret }: NoteDeps,
  customerId: number,
  { id, kind, text, isShared }: NewNote & { readonly id: string },
): Promise<void> {
  await store.write([
    {
      sql: `update own_notes set kind = ?, body = ?, is_shared = ?, updated_at = ? where id = ? and customer_id = ?`,
      params: [kind, sealBody(secret, { id, text }), isShared ? 1 : 0, clock.now(), id, customerId],
    },
  ]);
}

export async function deleteNote({ store }: Pick<NoteDeps, "store">, customerId: number, id: string): Promise<void> {
  await store.write([{ sql: "delete from own_notes where id = ? and customer_id = ?", params: [id, customerId] }]);
}
