import { openSession } from "#channels/smtp/session.ts";
import { smtpSettingsOf } from "#entry/channels-of.ts";
import type { Config } from "#entry/config.ts";

/** A connection to the mail server of these settings, closed again as soon as it stands. */
export async function greetServer(settings: Partial<Config>, signal: AbortSignal): Promise<void> {
  const session = await openSession(smtpSettingsOf(settings), signal);
  session.close();
}
