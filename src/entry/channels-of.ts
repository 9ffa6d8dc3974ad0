import type { Channel } from "#channels/channel.ts";
import type { EmailIdentity } from "#channels/compose-email.ts";
import { dkimKey } from "#channels/dkim/sign-dkim.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import { smtpSettings } from "#channels/smtp/settings.ts";
import { smtpChannel } from "#channels/smtp/smtp-channel.ts";
import type { Config } from "./config.ts";

export type OpenChannels = {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Set where e-mail goes to memory. */
  readonly mailbox?: Mailbox;
};

/** The channels that the configuration names. Throws for settings that can't work: the process must not start with them. */
export function channelsOf(config: Config): OpenChannels {
  const identity = identityOf(config);
  if (config.SMTP_HOST === undefined) {
    const memory = memoryChannel({ identity });
    return { channels: new Map([["email", memory]]), mailbox: memory.mailbox };
  }
  const settings = smtpSettings.parse({
    host: config.SMTP_HOST,
    port: config.SMTP_PORT,
    security: config.SMTP_SECURITY,
    username: config.SMTP_USERNAME,
    password: config.SMTP_PASSWORD,
    clientName: config.SMTP_CLIENT_NAME,
  });
  return { channels: new Map([["email", smtpChannel(settings, identity)]]) };
}

function identityOf(config: Config): EmailIdentity {
  const { SENDING_DOMAIN, BOUNCE_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY } = config;
  const base = { sendingDomain: SENDING_DOMAIN, bounceDomain: BOUNCE_DOMAIN };
  if (DKIM_SELECTOR === undefined || DKIM_PRIVATE_KEY === undefined) return { ...base, dkim: [] };
  const key = dkimKey({ domain: SENDING_DOMAIN, selector: DKIM_SELECTOR, privateKeyPem: DKIM_PRIVATE_KEY });
  if (!key.ok) throw new Error("DKIM_PRIVATE_KEY is not an RSA or Ed25519 private key in PEM.");
  return { ...base, dkim: [key.value] };
}
