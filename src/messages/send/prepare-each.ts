import { sql } from "drizzle-orm";
import type { HeldMessage } from "#messages/claim/claim-messages.ts";
import { callOthers } from "#messages/claim/claim-messages.ts";
import { deadLetterStatements } from "#messages/dead-letters/record-dead-letters.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { jsonRows } from "#store/json-rows.ts";
import { skipClaimed } from "./attempt-statements.ts";

type Prepared = Awaited<ReturnType<MessageDeps["content"]["prepare"]>>;

/** Claims in a row in which a message could not be made, after which it is given up: a lease apart each, so about half an hour. */
const MOST_UNMADE = 6;

/**
 * All together; where that throws, each alone, so that one message that can't be made holds up nobody. It stays claimed, is tried
 * again when its lease is over, and ends as a dead letter. Where none can be made the fault is not theirs alone, and is thrown.
 */
export async function prepareEach(
  deps: MessageDeps,
  claimed: readonly HeldMessage[],
): Promise<{ readonly prepared: Prepared; readonly failed: ReadonlySet<number> }> {
  try {
    return { prepared: await deps.content.prepare(claimed), failed: new Set() };
  } catch {
    // Which of them it was is found below.
  }
  const all = new Map<number, NonNullable<ReturnType<Prepared["get"]>>>();
  const failed = new Map<HeldMessage, string>();
  let fault: unknown;
  for (const message of claimed) {
    try {
      for (const [id, one] of await deps.content.prepare([message])) all.set(id, one);
    } catch (cause) {
      fault = cause;
      failed.set(message, cause instanceof Error ? cause.name : "unknown");
    }
  }
  await giveUp(deps, failed);
  if (failed.size === claimed.length) throw fault;
  return { prepared: all, failed: new Set([...failed.keys()].map(({ id }) => id)) };
}

/** How often each could not be made is kept in its row: a message that waited for its provider was claimed often, and made each time. */
async function giveUp(deps: MessageDeps, failed: ReadonlyMap<HeldMessage, string>): Promise<void> {
  const rows = [...failed.keys()].map(({ id, fence }) => [id, fence]);
  const [counted = []] = await deps.store.write<{ id: number; unmade: number }>([
    sql`update messages set unmade = unmade + 1 from ${jsonRows(rows)}
      where messages.id = item.value ->> 0 and messages.fence = item.value ->> 1 and messages.state = 'claimed'
      returning messages.id, unmade`,
  ]);
  const unmade = new Map(counted.map((row) => [row.id, row.unmade]));
  for (const [message, reason] of failed) {
    const { id, fence } = message;
    deps.log("prepare_failed", { message: id, name: reason });
    if ((unmade.get(id) ?? 0) < MOST_UNMADE) continue;
    const name = `message/${id}`;
    const dead = { queue: "send", name, body: name, reason, letter: `${id}/${fence}`, messageNumber: id } as const;
    await deps.store.write([
      skipClaimed([{ id, fence, reason: "poisoned" }]),
      ...callOthers([id]),
      ...deadLetterStatements(deps, [dead]),
    ]);
    deps.log("dead_letter", { queue: "send", reason });
  }
}
