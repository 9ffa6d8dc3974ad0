import { mergeClicks } from "#clicks/merge-clicks.ts";
import type { Merger } from "#customers/customer-deps.ts";
import { mergeMessages } from "#messages/merge-messages.ts";
import { mergeAffinities } from "#predict/affinity-projector.ts";

/** What else moves when two records turn out to be one customer. Clicks are found by their messages, so they go first. */
export const mergers: readonly Merger[] = [mergeAffinities, mergeClicks, mergeMessages];
