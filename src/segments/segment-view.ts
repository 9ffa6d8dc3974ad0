import { z } from "zod";
import { isoOf } from "#kernel/calendar.ts";
import { instantOutput } from "#catalogue/instant.ts";
import { type Segment, segmentCode } from "./segment.ts";

export const segmentBody = z.strictObject({
  title: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ examples: ["Garden lovers"] }),
  when: z
    .string()
    .max(4_000)
    .describe("CEL over customer, her events and affinities, context.date and other segments.")
    .meta({ examples: ['customer.city == "Leeds" && did("purchase", {"category": "garden"}, 90) >= 2'] }),
});

export type SegmentInput = z.output<typeof segmentBody>;

export const segmentView = z.strictObject({
  code: segmentCode,
  title: z.string(),
  when: z.string(),
  uses: z.array(z.string()).readonly().describe("Codes of the segments that the rule asks for."),
  isTimed: z.boolean().describe("Time alone changes who is in it: it is walked through once an hour."),
  version: z.int().describe("Grows when the rule changes."),
  memberCount: z.int(),
  state: z.enum(["building", "current"]).describe("building: the members are not all those of this version yet."),
  builtAt: instantOutput.nullable().describe("When the last walk over all customers began."),
  updatedAt: instantOutput,
});

export type SegmentView = z.output<typeof segmentView>;

export function viewOfSegment(segment: Segment): SegmentView {
  const { code, title, when, uses, isTimed, version, memberCount, built, updatedAt } = segment;
  return {
    code,
    title,
    when,
    uses,
    isTimed,
    version,
    memberCount,
    state: built?.version === version ? "current" : "building",
    builtAt: built === undefined ? null : isoOf(built.at),
    updatedAt: isoOf(updatedAt),
  };
}
