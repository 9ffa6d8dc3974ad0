import { z } from "zod";
import type { ChannelHours } from "#messages/claim/claim-messages.ts";
import { quietHoursSchema } from "#messages/schedule/quiet-hours.ts";
import { zonesToHeed } from "./zones-of-number.ts";

export const numberHoursSchema = z
  .strictObject({
    from: quietHoursSchema.shape.from,
    to: quietHoursSchema.shape.to,
    weekdays: quietHoursSchema.shape.weekdays,
    numbers: z
      .array(z.string().regex(/^\+\d{1,9}$/, "Expected the beginning of a number: +1305."))
      .max(400)
      .optional()
      .describe("Only for numbers that begin so; absent: for all."),
  })
  .refine((window) => window.from !== window.to, { path: ["to"], error: "The quiet has to end at another time" });

export type NumberHours = z.output<typeof numberHoursSchema>;

/** What the federal rule leaves of a day in the United States (47 CFR 64.1200(c)(1)): 8 a.m. to 9 p.m. where she is. */
export const USUAL_HOURS: ReadonlyArray<NumberHours> = [{ from: 21 * 60, to: 8 * 60 }];

/** The vendor's hours for texts or calls to one number. */
export function numberHours(
  { quietHours }: { readonly quietHours: readonly NumberHours[] },
  number: string,
  ownZone: string,
): ChannelHours {
  const windows = quietHours.filter(
    ({ numbers }) => numbers === undefined || numbers.some((beginning) => number.startsWith(beginning)),
  );
  return { windows, zones: zonesToHeed(number, ownZone) };
}
