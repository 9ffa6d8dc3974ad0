import { generateKeyPairSync } from "node:crypto";
import type { Channel } from "#channels/channel.ts";
import type { EmailIdentity } from "#channels/compose-email.ts";
import { dkimKey } from "#channels/dkim/sign-dkim.ts";
import { smtpSettings, type SmtpSettings } from "#channels/smtp/settings.ts";
import { smtpChannel } from "#channels/smtp/smtp-channel.ts";
import { BOUNCE_DOMAIN, MAIL_HOST } from "./mail-server-files.ts";
import type { MailServer } from "./start-mail-server.ts";

const SENDING_DOMAIN = "fernhill.example";

/** The DNS of the sending domain, as far as a receiver asks: the public halves of fresh keys. */
export type SendingDomain = {
  readonly identity: EmailIdentity;
  readonly resolver: (name: string, type: string) => Promise<string[][]>;
};

export function sendingDomain(): SendingDomain {
  const keys = [
    { selector: "r1", type: "rsa" as const },
    { selector: "e1", type: "ed25519" as const },
  ].map(({ selector, type }) => {
    const pair = type === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2_048 }) : generateKeyPairSync("ed25519");
    const privateKeyPem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const key = dkimKey({ domain: SENDING_DOMAIN, selector, privateKeyPem });
    if (!key.ok) throw new Error(key.error);
    const spki = pair.publicKey.export({ type: "spki", format: "der" });
    const p = (type === "rsa" ? spki : spki.subarray(-32)).toString("base64");
    return { key: key.value, name: `${selector}._domainkey.${SENDING_DOMAIN}`, record: `v=DKIM1; k=${type}; p=${p}` };
  });
  return {
    identity: { sendingDomain: SENDING_DOMAIN, bounceDomain: BOUNCE_DOMAIN, dkim: keys.map(({ key }) => key) },
    resolver: async (name, type) => {
      const record = keys.find((key) => key.name === name)?.record;
      if (type === "TXT" && record !== undefined) return [[record]];
      throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    },
  };
}

/** Our channel to this server: STARTTLS, and its throw-away certificate checked by name. */
export function channelTo(server: MailServer, identity: EmailIdentity, change: Partial<SmtpSettings> = {}): Channel {
  const settings = smtpSettings.parse({
    host: MAIL_HOST,
    port: server.smtpPort,
    certificateAuthority: server.certificateAuthority,
    clientName: "sender.fernhill.example",
    ...change,
  });
  return smtpChannel(settings, identity);
}
