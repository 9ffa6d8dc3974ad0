import { projectClicks } from "#clicks/project-clicks.ts";
import type { StationParts } from "#entry/compose.ts";
import { replaySend } from "#messages/dead-letters/replay-send.ts";
import type { ReplayDeps } from "#messages/dead-letters/replay-dead-letter.ts";
import { replayClick } from "./click-letter.ts";

/** How dead letters of each queue are done again. */
export function replayDepsOf(parts: StationParts): ReplayDeps {
  const { store, clock, secret, log, breathe } = parts;
  const click = {
    key: secret.keyFor("click-journal/1"),
    project: (clicks: Parameters<typeof projectClicks>[1]) => projectClicks(parts, clicks, breathe),
  };
  return {
    store,
    clock,
    secret,
    log,
    replayers: { clicks: (letter) => replayClick(click, letter), send: (letter) => replaySend(parts, letter) },
  };
}
