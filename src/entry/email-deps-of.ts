import type { EmailDeps } from "#messages/reports/receive-email.ts";
import type { Config } from "./config.ts";
import type { StationParts } from "./compose.ts";

/** What a mail to the bounce domain is read with. */
export function emailDepsOf(parts: StationParts): StationParts & EmailDeps {
  const { hostname } = new URL(parts.publicUrl);
  return { ...parts, mailDomains: parts.mailDomains ?? { bounceDomain: hostname, sendingDomain: hostname } };
}

/** The part of a station that the configuration says of reports by e-mail. */
export function emailPartsOf(config: Config): Required<Pick<StationParts, "mailDomains" | "emailSecrets">> {
  const { BOUNCE_DOMAIN, SENDING_DOMAIN, RESEND_WEBHOOK_SECRETS = "" } = config;
  return {
    mailDomains: { bounceDomain: BOUNCE_DOMAIN.toLowerCase(), sendingDomain: SENDING_DOMAIN.toLowerCase() },
    emailSecrets: RESEND_WEBHOOK_SECRETS.split(",").flatMap((secret) => (secret.trim() === "" ? [] : [secret.trim()])),
  };
}
