import type { ReplayDeps } from "#messages/dead-letters/replay-dead-letter.ts";
import type { Operation } from "#web/operation.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { replayDeadLetter } from "./replay-dead-letter.ts";

/** What operators do with letters that were given up. */
export function deadLetterOperations(deps: ReplayDeps): readonly Operation[] {
  return [listDeadLetters(deps), replayDeadLetter(deps)];
}
