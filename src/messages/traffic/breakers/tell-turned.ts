import type { MessageDeps } from "#messages/message-deps.ts";
import type { Turned } from "./note-tries.ts";

/** One line where a breaker opens, at the level of an alarm, and one where it closes; none for the tries and probes between. */
export function tellTurned(log: MessageDeps["log"], turned: readonly Turned[]): void {
  for (const { subject, state, cause, rounds, failures } of turned) {
    const isNews = rounds === 0 && (state === "open" || failures === 0);
    if (isNews) log(state === "open" ? "breaker_open" : "breaker_closed", { subject, cause: cause ?? "" });
  }
}
