import { z } from "zod";
import { isZone } from "#kernel/calendar.ts";
import { instantOutput } from "#catalogue/instant.ts";
import { feedHeader } from "./feed-header.ts";
import { feedForm } from "./mapping/feed-form.ts";
import { feedMapping, missingFields, wholeMapping } from "./mapping/mapping.ts";

export const feedCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "A feed's code has small letters, digits and dashes.")
  .meta({ examples: ["shop-products"] });

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "A clock time such as 06:30.");

export const feedSchedule = z.union([
  z.strictObject({ everyHours: z.int().min(1).max(168) }),
  z.strictObject({
    at: z.array(clockTime).min(1).max(24),
    zone: z.string().max(60).refine(isZone, "An IANA time zone.").default("UTC"),
  }),
]);

export type FeedSchedule = z.output<typeof feedSchedule>;

const settings = {
  title: z.string().trim().min(1).max(200),
  mode: z
    .enum(["full", "delta"])
    .default("full")
    .describe(
      "full: what is no longer in it becomes unavailable. delta: prices, stock and validity of product sets that are known; their words stay.",
    ),
  form: feedForm,
  mapping: feedMapping,
  url: z.string().max(2_048).optional().describe("Where it is fetched. Without it the feed is pushed."),
  schedule: feedSchedule.optional().describe("When it is fetched by itself."),
  guardPercent: z
    .int()
    .min(0)
    .max(100)
    .default(20)
    .describe("A full feed that lost more than this share of its product sets waits for an operator."),
  images: z
    .enum(["host", "link"])
    .default("host")
    .describe(
      "host: pictures are fetched, made to size and shown from here. link: they are shown from where they are.",
    ),
  state: z.enum(["live", "paused"]).default("live").describe("paused: nothing is fetched by itself."),
};

type Checked = Pick<z.output<z.ZodObject<typeof settings>>, "mode" | "mapping" | "schedule" | "url">;

function checkWhole({ mode, mapping, schedule, url }: Checked, check: z.RefinementCtx): void {
  for (const name of missingFields(wholeMapping(mapping), mode)) {
    check.addIssue({ code: "custom", path: ["mapping", name], message: "The mapping has to say where this stands." });
  }
  if (schedule !== undefined && url === undefined) {
    check.addIssue({
      code: "custom",
      path: ["schedule"],
      message: "Only a feed with an address is fetched by itself.",
    });
  }
}

export const feedBody = z.strictObject(settings).superRefine(checkWhole);

/** What an operator or a system says of a feed: its settings, and the header that its server asks for. */
export const feedInput = z
  .strictObject({
    ...settings,
    header: feedHeader
      .nullish()
      .describe(
        "Sent to the address's own host alone. Absent, the one that is known stays; null takes it away. Another host asks for it anew.",
      ),
  })
  .superRefine(checkWhole);

/** How a feed is read, and when. */
export type FeedSettings = z.output<typeof feedBody>;

export const feedView = z.strictObject({
  code: feedCode,
  ...settings,
  headerName: z.string().nullable().describe("Name of the header that is sent along; its value is never told."),
  nextRunAt: instantOutput.nullable().describe("When it is fetched next."),
  failures: z.int().describe("Fetches in a row that failed."),
  updatedAt: instantOutput,
});

export type FeedView = z.output<typeof feedView>;
