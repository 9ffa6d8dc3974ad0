import { sql, type SQL } from "drizzle-orm";
import { type DeadLetterDeps, type DeadLetterQueue, type Letter, sealLetter } from "./dead-letter.ts";

export type Dead = Letter & {
  readonly queue: DeadLetterQueue;
  /** a code */
  readonly reason: string;
  /** the queue's own name of this letter: delivered again, it is the same one */
  readonly letter: string;
  /** the message that it is about */
  readonly messageNumber?: number;
};

/**
 * Writes down what was given up, with an alarm line for each. The same letter five times is one; another one of the same name is
 * the same row once more, so that a fault that lasts fills no table.
 */
export async function recordDeadLetters(deps: DeadLetterDeps, dead: readonly Dead[]): Promise<void> {
  if (dead.length === 0) return;
  await deps.store.write(deadLetterStatements(deps, dead));
  for (const { queue, reason } of dead) deps.log("dead_letter", { queue, reason });
}

/** For a batch in which the row itself is given up. */
export function deadLetterStatements({ clock, secret }: DeadLetterDeps, dead: readonly Dead[]): readonly SQL[] {
  const now = clock.now();
  return dead.map(({ queue, name, body, reason, letter, messageNumber = 0 }) => {
    const sealed = sealLetter(secret, queue, { name, body });
    return sql`insert into dead_letters (queue, name, body, customer_id, reason, letter, first_at, last_at)
      values (${queue}, ${name}, ${sealed}, coalesce((select customer_id from messages where id = ${messageNumber}), 0),
        ${reason}, ${letter}, ${now}, ${now})
      on conflict (queue, name) do update set times = times + 1, state = 'dead', body = excluded.body,
        reason = excluded.reason, letter = excluded.letter, last_at = excluded.last_at
        where dead_letters.letter <> excluded.letter`;
  });
}
