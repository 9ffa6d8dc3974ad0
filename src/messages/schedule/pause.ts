import { z } from "zod";
import { isLocalDate, type LocalDate } from "#kernel/calendar.ts";

const date = z.string().refine(isLocalDate, "This is not a date of the calendar, as 2027-01-31");

/** A customer's rest: from the first date without messages to the first date with them again, in her own calendar. */
export const pauseSchema = z
  .strictObject({
    from: date.describe("The first date without messages"),
    until: date.optional().describe("The first date with messages again; without it, until she says so"),
  })
  .refine((pause) => pause.until === undefined || pause.until > pause.from, {
    path: ["until"],
    error: "The pause has to end after it begins",
  })
  .describe("A pause that the customer takes");

export type Pause = z.infer<typeof pauseSchema>;

/** Whether a date lies within the pause. What was due on it is left out for good: nothing waits for her return. */
export function isPausedOn(pause: Pause | undefined, on: LocalDate): boolean {
  return pause !== undefined && on >= pause.from && (pause.until === undefined || on < pause.until);
}

/** A pause as a row of preferences has it. */
export type PauseColumns = { readonly pausedFrom: string | null; readonly pausedUntil: string | null };

export function pauseOf({ pausedFrom, pausedUntil }: PauseColumns): Pause | undefined {
  return pausedFrom === null
    ? undefined
    : { from: pausedFrom, ...(pausedUntil === null ? {} : { until: pausedUntil }) };
}
