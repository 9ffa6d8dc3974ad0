import { sql } from "drizzle-orm";
import type { KeyObject } from "node:crypto";
import { chooseSender, usableSenders } from "#messages/phone/choose-sender.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { Statement, Store } from "#store/store.ts";
import type { SmsSender } from "./sms-settings.ts";

export type Numbered = { readonly phoneHash: string; readonly to: string };

export type Binding = {
  readonly store: Store;
  readonly key: KeyObject;
  readonly pool: readonly SmsSender[];
  readonly now: number;
};

/**
 * The sender of each number, by its hash: the one that it had as long as that one can, so that a conversation stays in one
 * place on her telephone. Absent where the pool has none for it. Two workers with the same pool choose alike.
 */
export async function bindSenders(
  { store, key, pool, now }: Binding,
  numbers: readonly Numbered[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await store.read<{ hash: string; sender: string }>(
    sql`select b.phone_hash as hash, b.sender from json_each(${JSON.stringify(numbers.map(({ phoneHash }) => phoneHash))}) as item
      join sms_bindings b on b.phone_hash = item.value`,
  );
  const known = new Map(rows.map(({ hash, sender }) => [hash, sender]));
  const bound = new Map<string, string>();
  const fresh: Array<readonly [string, string]> = [];
  for (const { phoneHash, to } of numbers) {
    const usable = usableSenders(pool, to);
    const had = known.get(phoneHash);
    const sender = usable.some((one) => one.sender === had) ? had : chooseSender(key, phoneHash, usable)?.sender;
    if (sender === undefined) continue;
    bound.set(phoneHash, sender);
    if (sender !== had) fresh.push([phoneHash, sender]);
  }
  if (fresh.length > 0) await store.write([keep(fresh, now)]);
  return bound;
}

/**
 * Another sender of the pool for a number that the ones tried can't reach; hers from now on. undefined where there is none left.
 */
export async function bindAnother(
  { store, key, pool, now }: Binding,
  { phoneHash, to }: Numbered,
  tried: readonly string[],
): Promise<string | undefined> {
  const left = usableSenders(pool, to).filter(({ sender }) => !tried.includes(sender));
  const sender = chooseSender(key, phoneHash, left)?.sender;
  if (sender !== undefined) await store.write([keep([[phoneHash, sender]], now)]);
  return sender;
}

function keep(bound: ReadonlyArray<readonly [phoneHash: string, sender: string]>, now: number): Statement {
  return sql`insert into sms_bindings (phone_hash, sender, at) select ${column(0)}, ${column(1)}, ${now} from ${jsonRows(bound)}
    where true on conflict (phone_hash) do update set sender = excluded.sender, at = excluded.at`;
}
