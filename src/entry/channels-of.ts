import type { Channel, MessageContent } from "#channels/channel.ts";
import type { EmailIdentity } from "#channels/compose-email.ts";
import { dkimKey } from "#channels/dkim/sign-dkim.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import { emailHttpChannel, RESEND_ORIGIN } from "#channels/email-http/email-http-channel.ts";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import { smtpSettings } from "#channels/smtp/settings.ts";
import { smtpChannel } from "#channels/smtp/smtp-channel.ts";
import type { Clock } from "#kernel/clock.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { Config } from "./config.ts";
import { providerPoster } from "./provider-poster.ts";

export type OpenChannels = {
  readonly channels: ReadonlyMap<string, Channel<MessageContent>>;
  /** Set where e-mail goes to memory. */
  readonly mailbox?: Mailbox;
};

/** How requests leave, for a channel that is one. */
export type HttpLine = { readonly clock: Clock; readonly outgoing: OutgoingDeps };

/** The channels that the configuration names. Throws for settings that can't work: the process must not start with them. */
export function channelsOf(config: Config, line: HttpLine): OpenChannels {
  const identity = identityOf(config);
  if (config.RESEND_API_KEY !== undefined) return { channels: new Map([["email", overHttp(config, line)]]) };
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

function overHttp({ RESEND_API_KEY = "", RESEND_BASE_URL, SENDING_DOMAIN }: Config, line: HttpLine): Channel {
  const { clock, outgoing } = line;
  return emailHttpChannel({
    origin: RESEND_BASE_URL?.replace(/\/$/, "") ?? RESEND_ORIGIN,
    apiKey: RESEND_API_KEY,
    sendingDomain: SENDING_DOMAIN,
    clock,
    post: providerPoster(outgoing.transport, outgoing.policy.trustedOrigins),
  });
}

function identityOf(config: Config): EmailIdentity {
  const { SENDING_DOMAIN, BOUNCE_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY } = config;
  const base = { sendingDomain: SENDING_DOMAIN, bounceDomain: BOUNCE_DOMAIN };
  if (DKIM_SELECTOR === undefined || DKIM_PRIVATE_KEY === undefined) return { ...base, dkim: [] };
  const key = dkimKey({ domain: SENDING_DOMAIN, selector: DKIM_SELECTOR, privateKeyPem: DKIM_PRIVATE_KEY });
  if (!key.ok) throw new Error("DKIM_PRIVATE_KEY is not an RSA or Ed25519 private key in PEM.");
  return { ...base, dkim: [key.value] };
}
