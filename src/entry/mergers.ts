import { mergeCalls } from "#calls/personal-data.ts";
import { mergeClicks } from "#clicks/merge-clicks.ts";
import { mergeDevices } from "#clicks/devices/merge-devices.ts";
import { mergeAccounts } from "#customers/accounts/personal-data.ts";
import { mergeForms } from "#customers/forms/personal-data.ts";
import type { Merger } from "#customers/customer-deps.ts";
import { mergeHouseholds } from "#customers/households/personal-data.ts";
import { mergePostal } from "#customers/postal/personal-data.ts";
import { mergePush } from "#customers/push/personal-data.ts";
import { mergeOwn } from "#me/merge-own.ts";
import { mergeMessages } from "#messages/merge-messages.ts";
import { mergeTriggers } from "#messages/triggers/merge-triggers.ts";
import { mergeAffinities } from "#predict/affinity-projector.ts";
import { mergeScores } from "#predict/personal-data.ts";
import { mergeSegments } from "#segments/merge-segments.ts";

/** What else moves when two records turn out to be one customer. Clicks are found by their messages, so they go first. */
export const mergers: readonly Merger[] = [
  mergeAffinities,
  mergeScores,
  mergeClicks,
  mergeTriggers,
  mergeMessages,
  mergeDevices,
  mergeSegments,
  mergeForms,
  mergeCalls,
  mergeAccounts,
  mergeHouseholds,
  mergePostal,
  mergePush,
  mergeOwn,
];
