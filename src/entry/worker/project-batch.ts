import type { KeyObject } from "node:crypto";
import type { Message } from "@cloudflare/workers-types";
import type { JournaledClick } from "#clicks/click-record.ts";
import type { Log } from "#entry/log-line.ts";
import { openRecord } from "#entry/queues/click-letter.ts";

export type ProjectBatchDeps = {
  readonly key: KeyObject;
  readonly project: (clicks: readonly JournaledClick[]) => Promise<void>;
  readonly log: Log;
};

type ClickMessage = Pick<Message, "id" | "body" | "attempts" | "ack" | "retry">;
type Opened = { readonly message: ClickMessage; readonly click: JournaledClick };

const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 3_600;

/**
 * Brings a batch of the click queue into the database. A click's name is its message's id, which stays the same when the
 * queue delivers it again: projected twice, it is one row. Each message is acknowledged by itself, so that one bad record
 * holds nobody up; what fails comes back later and later, and ends in the dead-letter queue.
 */
export async function projectBatch(deps: ProjectBatchDeps, messages: readonly ClickMessage[]): Promise<void> {
  const opened = messages.flatMap((message): Opened[] => {
    const record = openRecord(deps.key, message.body);
    if (record !== undefined) return [{ message, click: { key: message.id, record } }];
    deps.log("click_unreadable", { attempts: message.attempts });
    retryLater(message);
    return [];
  });
  if (await projected(deps, opened)) return;
  for (const one of opened) {
    if (!(await projected(deps, [one]))) retryLater(one.message);
  }
}

async function projected(deps: ProjectBatchDeps, opened: readonly Opened[]): Promise<boolean> {
  try {
    await deps.project(opened.map(({ click }) => click));
  } catch (cause) {
    deps.log("projection_failed", { clicks: opened.length, name: cause instanceof Error ? cause.name : "unknown" });
    return false;
  }
  for (const { message } of opened) message.ack();
  return true;
}

function retryLater(message: ClickMessage): void {
  const delaySeconds = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(message.attempts - 1, 12));
  message.retry({ delaySeconds });
}
