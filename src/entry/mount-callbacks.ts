import type { Hono } from "hono";
import { EMAIL_HTTP } from "#channels/email-http/email-http-channel.ts";
import { mountResend } from "#messages/callbacks/resend/mount-resend.ts";
import { mountTwilio } from "#messages/callbacks/twilio/mount-twilio.ts";
import { applyReports } from "#messages/reports/apply-reports.ts";
import { receiveText } from "#messages/sms/replies/receive-text.ts";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";

/** The doors that providers call: each believes what is signed, and counts what is not. */
export function mountCallbacks(
  app: Hono,
  { parts, ring }: { readonly parts: StationParts; readonly ring: Ring },
): void {
  const { sms, log, emailSecrets = [], onReport } = parts;
  if (emailSecrets.length > 0) {
    mountResend(app, {
      ...parts,
      secrets: emailSecrets,
      applyReports: (reports) => applyReports(parts, reports),
      onRefused: (outcome) => onReport?.({ provider: EMAIL_HTTP, verdict: "none", outcome }),
    });
  }
  if (sms === undefined || sms.tokens.length === 0) return;
  mountTwilio(app, {
    ...parts,
    tokens: sms.tokens,
    provider: sms.channel.name,
    applyReports: (reports) => applyReports(parts, reports),
    receiveText: (text) => receiveText(receiveDepsOf(ring), text),
    onRefused: (outcome) => {
      onReport?.({ provider: sms.channel.name, verdict: "none", outcome });
      log(`callback_${outcome}`, { provider: sms.channel.name });
    },
  });
}

export function receiveDepsOf({ customers, smsSettings, sender }: Ring) {
  return {
    ...customers,
    settings: smsSettings,
    vendorName: async () => (await sender())?.vendor.name ?? "",
  };
}
