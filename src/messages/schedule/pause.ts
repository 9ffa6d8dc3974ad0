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

/** What the vendor decided about a programme. */
export type ProgrammeState =
  | { readonly kind: "running" }
  /** Nothing leaves; a pause with an end ends by itself. */
  | { readonly kind: "paused"; readonly until?: number | undefined }
  /** Nothing leaves and nothing is planned any more. */
  | { readonly kind: "stopped" };

function isProgrammePaused(state: ProgrammeState, at: number): boolean {
  return state.kind === "paused" && (state.until === undefined || at < state.until);
}

/** A paused programme is planned on, so that what is due when it goes on is there; a stopped one is not. */
export function mayPlan(state: ProgrammeState): boolean {
  return state.kind !== "stopped";
}

export type Release = {
  readonly programme: ProgrammeState;
  readonly pause?: Pause | undefined;
  /** The occurrence's date, and the date it is now where the customer lives. */
  readonly on: LocalDate;
  readonly today: LocalDate;
  readonly dueAt: number;
  readonly now: number;
  /** How late an occurrence may leave: the planner's grace time. */
  readonly graceMs: number;
};

export type ReleaseDecision =
  | "send"
  /** Leave the row as it is and ask again. */
  | "hold"
  | "cancel_stopped"
  | "cancel_customer_paused"
  | "cancel_too_late";

/**
 * What becomes of a planned message when it is claimed: the last word of programme and customer, whatever held when it
 * was planned. A message that a vendor's pause held beyond the grace time is not sent late.
 */
export function decideRelease(release: Release): ReleaseDecision {
  const { programme, pause, on, today, dueAt, now, graceMs } = release;
  if (programme.kind === "stopped") return "cancel_stopped";
  if (isPausedOn(pause, on) || isPausedOn(pause, today)) return "cancel_customer_paused";
  if (now - dueAt > graceMs) return "cancel_too_late";
  return isProgrammePaused(programme, now) || dueAt > now ? "hold" : "send";
}
