import type { Channel, MessageContent } from "#channels/channel.ts";
import type { EmailIdentity } from "#channels/compose-email.ts";
import { dkimKey } from "#channels/dkim/sign-dkim.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import { emailHttpChannel, RESEND_ORIGIN } from "#channels/email-http/email-http-channel.ts";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import { type SmtpSettings, smtpSettings } from "#channels/smtp/settings.ts";
import { smtpChannel } from "#channels/smtp/smtp-channel.ts";
import type { Clock } from "#kernel/clock.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { Config } from "./config.ts";
import { providerPoster } from "./provider-poster.ts";
import { withSecond } from "./with-second.ts";

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
  const first = emailProviderOf(config, identity, line);
  if (first === undefined) {
    const memory = memoryChannel({ identity });
    return { channels: new Map([["email", memory]]), mailbox: memory.mailbox };
  }
  return { channels: new Map([["email", withSecond(first, emailProviderOf(secondOf(config), identity, line))]]) };
}

type EmailWords = Pick<
  Config,
  | "SMTP_HOST"
  | "SMTP_PORT"
  | "SMTP_SECURITY"
  | "SMTP_USERNAME"
  | "SMTP_PASSWORD"
  | "SMTP_CLIENT_NAME"
  | "RESEND_API_KEY"
  | "RESEND_BASE_URL"
  | "SENDING_DOMAIN"
>;

/** What the configuration says of the second provider, in the words of the first. */
function secondOf(config: Config): EmailWords {
  const { SMTP_CLIENT_NAME, RESEND_BASE_URL, SENDING_DOMAIN } = config;
  return {
    SMTP_CLIENT_NAME,
    RESEND_BASE_URL,
    SENDING_DOMAIN,
    SMTP_HOST: config.SECOND_SMTP_HOST,
    SMTP_PORT: config.SECOND_SMTP_PORT,
    SMTP_SECURITY: config.SECOND_SMTP_SECURITY,
    SMTP_USERNAME: config.SECOND_SMTP_USERNAME,
    SMTP_PASSWORD: config.SECOND_SMTP_PASSWORD,
    RESEND_API_KEY: config.SECOND_RESEND_API_KEY,
  };
}

function emailProviderOf(words: EmailWords, identity: EmailIdentity, line: HttpLine): Channel | undefined {
  if (words.RESEND_API_KEY !== undefined) return overHttp(words, line);
  return words.SMTP_HOST === undefined ? undefined : smtpChannel(smtpSettingsOf(words), identity);
}

/** How the mail server is spoken to. Throws for settings that can't work. */
export function smtpSettingsOf(config: Partial<EmailWords>): SmtpSettings {
  return smtpSettings.parse({
    host: config.SMTP_HOST,
    port: config.SMTP_PORT,
    security: config.SMTP_SECURITY,
    username: config.SMTP_USERNAME,
    password: config.SMTP_PASSWORD,
    clientName: config.SMTP_CLIENT_NAME,
  });
}

function overHttp({ RESEND_API_KEY = "", RESEND_BASE_URL, SENDING_DOMAIN }: EmailWords, line: HttpLine): Channel {
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
