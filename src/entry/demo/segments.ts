import type { SegmentInput } from "#segments/segment-view.ts";

/** The simulated vendor's segments: by what is declared, by what was bought, by what was not, and by another segment. */
export const segments: ReadonlyArray<readonly [code: string, segment: SegmentInput]> = [
  ["families", { title: "Families", when: "customer.household_size >= 4" }],
  [
    "garden-regulars",
    {
      title: "Garden regulars",
      when: `did("purchase", {category: "garden tools"}, 180) + did("purchase", {category: "seeds"}, 180) >= 2`,
    },
  ],
  [
    "quiet-cards",
    {
      title: "Cards that lie in a drawer",
      when: `did("account opened", {account: "card", status: "open"}) >= 1 && !(did("account activity", {account: "card", kind: "purchase"}, 30) >= 1)`,
    },
  ],
  ["long-not-seen", { title: "Not seen for a while", when: `daysSince("purchase") > 45 || !(did("purchase") >= 1)` }],
  ["likely-buyers", { title: "Likely to buy within a month", when: `score("activity") >= 0.6` }],
  [
    "garden-families",
    {
      title: "Families with a garden",
      when: `inSegment("families") && (inSegment("garden-regulars") || affinity("seeds") > 0.2)`,
    },
  ],
];
