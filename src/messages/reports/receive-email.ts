import { type BounceEnvelope, type BounceVerdict, readBounce } from "#channels/bounces/read-bounce.ts";
import type { DeliveryReport, DeliveryVerdict } from "#channels/report.ts";
import { type AppliedReports, applyReports, type ReportDeps } from "./apply-reports.ts";

export type MailDomains = Pick<BounceEnvelope, "bounceDomain" | "sendingDomain">;

export type EmailDeps = ReportDeps & { readonly mailDomains: MailDomains };

/** What became of a mail to the bounce mailbox. */
export type ReceivedEmail = "applied" | "repeated" | "unknown" | "unreadable";

/** What mails to the return path are told by. */
const MAILBOX = "mailbox";

/** Of verdicts that disagree the first of these counts: of several recipients behind one address some may be well. */
const mildest: readonly DeliveryVerdict[] = ["complaint", "delivered", "soft", "ours", "hard", "underway", "ignore"];

/**
 * Takes a mail that came to a return path, whoever sent it: what it says of a message of ours is written down. No mail is ever
 * answered (RFC 3464 §2, RFC 5321 §4.5.5), and none is kept.
 */
export async function receiveEmail(
  deps: EmailDeps,
  { raw, recipients }: { readonly raw: Uint8Array; readonly recipients: readonly string[] },
): Promise<ReceivedEmail> {
  const bounce = await readBounce(raw, { recipients, ...deps.mailDomains });
  const judged = bounce === undefined ? undefined : weigh(bounce.verdicts);
  if (bounce === undefined || judged === undefined) {
    deps.onReport?.({ provider: MAILBOX, verdict: "none", outcome: "unreadable" });
    return "unreadable";
  }
  const report: DeliveryReport = {
    provider: MAILBOX,
    // What names no message goes the same way, to be counted.
    about: { key: bounce.key ?? "" },
    at: bounce.at ?? deps.clock.now(),
    ...judged,
  };
  return outcomeOf(await applyReports(deps, [report]));
}

function weigh(verdicts: readonly BounceVerdict[]): Pick<DeliveryReport, "verdict" | "reason"> | undefined {
  const [first] = [...verdicts].sort((a, b) => mildest.indexOf(a.verdict) - mildest.indexOf(b.verdict));
  return first === undefined ? undefined : { verdict: first.verdict, reason: first.reason };
}

function outcomeOf({ applied, repeated }: AppliedReports): ReceivedEmail {
  if (applied > 0) return "applied";
  return repeated > 0 ? "repeated" : "unknown";
}
