import type { JourneyDoor } from "./journey-door.ts";

const SEGMENT = "soda-families";

/** Households with children that bought soft drinks at least twice in half a year, and redeemed or were sent something. */
const WHEN =
  'customer.kids >= 1 && did("purchase", {"category": "SOFT DRINKS"}, 183) >= 2 && did("Campaign Sent", {}, 365) >= 1';

export type SegmentCounts = {
  readonly estimate: number;
  /** As SQL counts over everybody at once. */
  readonly bySql: number;
  /** Members after the walk. */
  readonly members: number;
  /** As the rule answers for each customer by herself, in memory. */
  readonly byClosure: number;
  readonly asked: number;
};

type Count = { readonly estimate: { readonly count: number }; readonly exact: number };

/** Counts one rule in every way that the station has. */
export async function countSegment(
  door: JourneyDoor,
  customers: Iterable<string>,
  patience: () => Promise<void>,
): Promise<SegmentCounts> {
  const { estimate, exact } = await door.post<Count>("/v1/segments/count", { when: WHEN, exact: true });
  await door.put(`/v1/segments/${SEGMENT}`, { title: "Families with soft drinks", when: WHEN });
  for (let state = ""; state !== "current";) {
    await patience();
    ({ state } = await door.get<{ state: string }>(`/v1/segments/${SEGMENT}`));
  }
  const { memberCount } = await door.get<{ memberCount: number }>(`/v1/segments/${SEGMENT}`);
  let [byClosure, asked] = [0, 0];
  for (const code of customers) {
    const path = `/v1/segments/${SEGMENT}/members/${encodeURIComponent(code)}`;
    const { holdsNow, isMember } = await door.get<{ holdsNow: boolean; isMember: boolean }>(path);
    if (holdsNow !== isMember) throw new Error(`The rule and the list of members differ about ${code}.`);
    asked += 1;
    if (holdsNow) byClosure += 1;
  }
  return { estimate: estimate.count, bySql: exact, members: memberCount, byClosure, asked };
}
