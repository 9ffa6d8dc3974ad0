import type { AccountActivity, Fact } from "#customers/facts/fact.ts";
import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import type { KnownAccount } from "./find-accounts.ts";

/** The event that stands in the log for each activity. What rules ask of accounts is in rule-events.ts. */
const ACTIVITY_EVENT = "Account Activity Posted";

/** What was posted, before it is known where the account's row is. */
export type StatedActivity = Omit<AccountActivity, "accountId" | "factKey"> & {
  readonly activityId: string;
  /** epoch ms */
  readonly at: number;
  readonly source: string;
  readonly channel: string;
};

/** `<source>:<activity id>`, as for orders and registrations. */
export function activityKey({ source, activityId }: Pick<StatedActivity, "source" | "activityId">): string {
  return `${source}:${activityId}`;
}

/** The fact of an activity. Its event tells where and what, and no amount: that is the table's. */
export function activityFact(
  account: Pick<KnownAccount, "id" | "code" | "state">,
  { activityId, at, source, channel, ...activity }: StatedActivity,
): Omit<Fact, "customer"> {
  const factKey = activityKey({ source, activityId });
  return {
    messageId: `${OWN_MESSAGE_PREFIX}activity:${factKey}`,
    kind: "track",
    name: ACTIVITY_EVENT,
    category: activity.merchantCategory,
    productCode: account.state.product,
    properties: { account: account.state.kind, account_code: account.code, kind: activity.kind },
    at,
    source,
    channel,
    activity: { ...activity, factKey, accountId: account.id },
  };
}
