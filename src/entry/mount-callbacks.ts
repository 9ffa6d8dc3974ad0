import type { Hono } from "hono";
import { EMAIL_HTTP } from "#channels/email-http/email-http-channel.ts";
import { mountResend } from "#messages/callbacks/resend/mount-resend.ts";
import { mountVoice } from "#messages/callbacks/twilio/mount-voice.ts";
import { PRINT_VENDOR } from "#channels/print/vendor/vendor-channel.ts";
import { mountPrint } from "#messages/callbacks/print/mount-print.ts";
import { mountTwilio } from "#messages/callbacks/twilio/mount-twilio.ts";
import { applyReports } from "#messages/reports/apply-reports.ts";
import { receiveText } from "#messages/sms/replies/receive-text.ts";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";
import { voiceCallsOf } from "./voice-of.ts";

/** The doors that providers call: each believes what is signed, and counts what is not. */
export function mountCallbacks(
  app: Hono,
  { parts, ring }: { readonly parts: StationParts; readonly ring: Ring },
): void {
  const { sms, voice, print, emailSecrets = [] } = parts;
  if (emailSecrets.length > 0) {
    mountResend(app, {
      ...parts,
      secrets: emailSecrets,
      applyReports: (reports) => applyReports(parts, reports),
      onRefused: refusedBy(parts, EMAIL_HTTP),
    });
  }
  if (print !== undefined && print.secrets.length > 0) {
    mountPrint(app, {
      ...parts,
      secrets: print.secrets,
      applyReports: (reports) => applyReports(parts, reports),
      onRefused: refusedBy(parts, PRINT_VENDOR),
    });
  }
  if (voice !== undefined && voice.tokens.length > 0) {
    const provider = voice.channel.name;
    mountVoice(app, {
      ...parts,
      ...voiceCallsOf(parts, ring),
      tokens: voice.tokens,
      provider,
      applyReports: (reports) => applyReports(parts, reports),
      onRefused: refusedBy(parts, provider),
    });
  }
  if (sms === undefined || sms.tokens.length === 0) return;
  mountTwilio(app, {
    ...parts,
    tokens: sms.tokens,
    provider: sms.channel.name,
    applyReports: (reports) => applyReports(parts, reports),
    receiveText: (text) => receiveText(receiveDepsOf(ring), text),
    onRefused: refusedBy(parts, sms.channel.name),
  });
}

/** A callback that changed nothing is counted, and told in a line that repeats nothing of it. */
function refusedBy({ log, onReport }: StationParts, provider: string) {
  return (outcome: "forged" | "unreadable"): void => {
    onReport?.({ provider, verdict: "none", outcome });
    log(`callback_${outcome}`, { provider });
  };
}

export function receiveDepsOf({ customers, smsSettings, sender }: Ring) {
  return {
    ...customers,
    settings: smsSettings,
    vendorName: async () => (await sender())?.vendor.name ?? "",
  };
}
