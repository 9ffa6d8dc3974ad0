import { z } from "zod";
import type { DeliveryReport, DeliveryVerdict } from "#channels/report.ts";
import { instantOf } from "#kernel/calendar.ts";
import { PRINT_VENDOR } from "./vendor-channel.ts";

type Judged = { readonly verdict: DeliveryVerdict; readonly reason: string };

const notices: Readonly<Record<string, Judged>> = {
  "letter.mailed": { verdict: "underway", reason: "mailed" },
  "letter.in_transit": { verdict: "underway", reason: "in_transit" },
  "letter.delivered": { verdict: "delivered", reason: "delivered" },
  "letter.failed": { verdict: "ours", reason: "not_printed" },
};

/** Why letters come back although somebody may live there. Everything else says that she does not. */
const NOT_THIS_TIME: ReadonlySet<string> = new Set(["unclaimed", "absent"]);

const noticeSchema = z.object({
  type: z.string(),
  created_at: z.string().optional(),
  data: z.object({
    id: z
      .string()
      .regex(/^[\w-]{1,100}$/)
      .optional(),
    reference: z.string().max(200).optional(),
    reason: z.string().optional(),
  }),
});

/** The delivery report in a vendor's notice; "other" for one that tells of something else. */
export function readNotice(text: string, now: number): DeliveryReport | "other" | "unreadable" {
  const read = noticeSchema.safeParse(parse(text));
  if (!read.success) return "unreadable";
  const { type, created_at: at = "", data } = read.data;
  const judged = type === "letter.returned_to_sender" ? judgeReturn(data.reason) : notices[type];
  if (judged === undefined) return "other";
  const about = data.reference === undefined ? idOf(data.id) : { key: data.reference };
  return about === undefined ? "unreadable" : { provider: PRINT_VENDOR, about, at: instantOf(at) ?? now, ...judged };
}

function judgeReturn(reason = ""): Judged {
  return NOT_THIS_TIME.has(reason)
    ? { verdict: "soft", reason: `returned_${reason}` }
    : { verdict: "hard", reason: "returned_to_sender" };
}

function idOf(providerId: string | undefined): DeliveryReport["about"] | undefined {
  return providerId === undefined ? undefined : { providerId };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
