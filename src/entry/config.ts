import { z } from "zod";
import { err, ok, type Result } from "#kernel/result.ts";
import { faultsTogether } from "./config-faults.ts";

const text = (max: number) => z.string().min(1).max(max);
const number = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const key = z
  .string()
  .refine((value) => /^[A-Za-z0-9_-]{43,}$/.test(value), "Expected at least 32 random bytes as base64url")
  .meta({ secret: true });

/** Everything that the environment may say, with what it means. docs/generated/config.md is made from this. */
export const configFields = z.object({
  HOST: text(255).default("127.0.0.1").describe("Address that the server listens on."),
  PORT: number(0, 65_535).default(8787).describe("Port that the server listens on."),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .default("http://127.0.0.1:8787")
    .describe(
      "Origin under which readers reach the server: jumpstations, pages, sign-in. https, but for a server that only this machine reaches.",
    ),
  PROXY_HOPS: number(0, 5)
    .default(0)
    .describe(
      "How many proxies of your own stand before the server: the reader's address is that entry of X-Forwarded-For, counted from its end. 0 believes the socket alone.",
    ),
  HOME_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "The shop's front door: where a reader arrives when a good link's destination can't be looked up. Where it is not set, the product pages under PUBLIC_URL.",
    ),
  DATABASE_URL: text(2_000)
    .regex(/^(file:.|:memory:$|libsql:\/\/.|https?:\/\/.)/, "Expected file:<path> or the address of a server")
    .default("file:./jumpstation.db")
    .describe(
      "file:<path> for an embedded database, or the address of a libSQL server: libsql:// or https://; http:// only inside a network of your own.",
    ),
  DATABASE_AUTH_TOKEN: text(10_000)
    .meta({ secret: true })
    .optional()
    .describe("Token that the libSQL server asks for."),
  JOURNAL_FOLDER: text(1_000)
    .default("./jumpstation-journal")
    .describe("Where clicks are safe before they are in the database. On the same disk as the database."),
  IMPORT_FOLDER: text(1_000)
    .optional()
    .describe("Where other systems put files, in a folder named by the mapping: <folder>/<mapping>/<file>."),
  NETWORKS_FILE: text(1_000)
    .optional()
    .describe(
      "A file in MaxMind DB format with autonomous system numbers (such as GeoLite2 ASN or DB-IP ASN Lite), for a server of your own: clicks out of data centres are then told from readers as they are at the edge. Read again when it is replaced.",
    ),
  ROOT_KEY: key.describe(
    "32 random bytes or more, base64url: links, sealed fields, hashes and sessions derive from it. Losing it breaks every link that is out.",
  ),
  ROOT_KEYS_OLD: z
    .string()
    .regex(/^([A-Za-z0-9_-]{43,}@\d{1,2}(,|$))*$/, "Expected key@number, key@number")
    .meta({ secret: true })
    .default("")
    .describe(
      "Earlier root keys, the first one first, each with the last LINK_KEY that was made of it: key@0. The new ROOT_KEY seals and signs from then on, with a higher LINK_KEY; look-ups stay the first one's, so it is never left out (docs/root-keys.md).",
    ),
  LINK_KEY: number(0, 31).default(0).describe("Number of the key that signs links; raise it to rotate."),
  LINK_KEYS_OLD: z
    .string()
    .regex(/^(\d{1,2}@\d{4}-\d{2}-\d{2}(,|$))*$/, "Expected number@date, number@date")
    .default("")
    .describe("Earlier link keys that still verify, each until a date: 0@2027-12-31,1@2028-06-30."),
  DEFAULT_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default("US")
    .describe("Where a phone number without a country code is at home (ISO 3166-1)."),
  SMTP_HOST: text(253).optional().describe("Mail server. Without it messages go to the mailbox page in memory."),
  SMTP_PORT: number(1, 65_535).default(587).describe("587 for STARTTLS, 465 for TLS from the first byte."),
  SMTP_SECURITY: z
    .enum(["starttls", "tls", "none"])
    .default("starttls")
    .describe("none is only for a server on the same machine or network."),
  SMTP_USERNAME: text(512).optional().describe("Account at the mail server."),
  SMTP_PASSWORD: text(4_096).meta({ secret: true }).optional().describe("Password of that account."),
  SMTP_CLIENT_NAME: text(253).default("localhost.localdomain").describe("What this machine calls itself in EHLO."),
  SENDING_DOMAIN: text(253)
    .default("mail.vendor.example")
    .describe("Right side of Message-ID and List-ID: a domain of yours. Set it with SMTP_HOST."),
  BOUNCE_DOMAIN: text(253)
    .default("bounce.vendor.example")
    .describe("Where bounces come back to: a domain of yours, aligned with SPF. Set it with SMTP_HOST."),
  RESEND_API_KEY: text(200)
    .meta({ secret: true })
    .optional()
    .describe("Key of an account at Resend: e-mail leaves over HTTPS, instead of SMTP_HOST."),
  RESEND_WEBHOOK_SECRETS: text(2_000)
    .meta({ secret: true })
    .optional()
    .describe(
      "Signing secrets of its webhook at /callbacks/resend, parted by commas while one takes over from another: it tells of deliveries, bounces and complaints.",
    ),
  RESEND_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "Where Resend is reached instead of api.resend.com: a stand-in, named in OUTGOING_TRUSTED_ORIGINS where it is not public.",
    ),
  SECOND_SMTP_HOST: text(253)
    .optional()
    .describe(
      "Another mail server: e-mail leaves by it while the first provider can't. With SECOND_SMTP_USERNAME, the account there.",
    ),
  SECOND_SMTP_PORT: number(1, 65_535).default(587).describe("As SMTP_PORT, of the second."),
  SECOND_SMTP_SECURITY: z
    .enum(["starttls", "tls", "none"])
    .default("starttls")
    .describe("As SMTP_SECURITY, of the second."),
  SECOND_SMTP_USERNAME: text(512).optional().describe("Account at the second mail server."),
  SECOND_SMTP_PASSWORD: text(4_096).meta({ secret: true }).optional().describe("Password of that account."),
  SECOND_RESEND_API_KEY: text(200)
    .meta({ secret: true })
    .optional()
    .describe(
      "Key of an account at Resend that e-mail leaves by while the first provider can't. Its webhook's secret stands in RESEND_WEBHOOK_SECRETS too.",
    ),
  WARM_UP_FROM: z.iso
    .date()
    .optional()
    .describe(
      "The first day on which SENDING_DOMAIN sends, YYYY-MM-DD (UTC), where it is new: from then on each receiver gets a little more each day (docs/sending.md).",
    ),
  WARM_UP_FIRST_DAY: number(1, 10_000).default(50).describe("Messages to each receiver on that day."),
  UNSUBSCRIBE_MAILBOX: z
    .email()
    .optional()
    .describe(
      "A mailbox that somebody reads daily: named in List-Unsubscribe after the link. Who writes there wants to leave; the subject carries the end of the link that does it.",
    ),
  VAPID_KEY: number(0, 31)
    .default(0)
    .describe("Number of the key that browsers subscribe to push messages with; raise it to rotate."),
  VAPID_KEYS_OLD: z
    .string()
    .regex(/^(\d{1,2}(,|$))*$/, "Expected number, number")
    .default("")
    .describe("Earlier numbers of VAPID_KEY: browsers that subscribed with them are still sent to, until they renew."),
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:[^@\s]+@[^@\s]+\.[^@\s]+|https:\/\/\S+)$/, "Expected mailto: or https:")
    .optional()
    .describe("Where push services reach you, mailto: or https:. Without it postmaster at SENDING_DOMAIN."),
  PUSH_SERVICES: z
    .string()
    .regex(/^(https?:\/\/[^\s,/]+\s*(,\s*|$))*$/, "Expected origins, https://push.vendor.example, parted by commas")
    .default("")
    .describe(
      "Origins of push services that browsers may subscribe at, beside those of Google, Mozilla, Apple and Microsoft; believed as they are.",
    ),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, "Expected AC and 32 hexadecimal digits")
    .optional()
    .describe(
      "Account that texts are sent and calls are made by. Without it both go to the telephones page in memory.",
    ),
  TWILIO_AUTH_TOKEN: text(200)
    .meta({ secret: true })
    .optional()
    .describe("Token of that account: sends, and signs callbacks."),
  TWILIO_AUTH_TOKENS_OLD: text(2_000)
    .meta({ secret: true })
    .or(z.literal(""))
    .default("")
    .describe(
      "Earlier tokens, parted by commas, whose callbacks are still believed while one takes over from another.",
    ),
  TWILIO_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "Where Twilio is reached instead of api.twilio.com: a stand-in, named in OUTGOING_TRUSTED_ORIGINS where it is not public.",
    ),
  PRINT_VENDOR_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "A house that prints and posts letters: they go to this address followed by /letters (docs/letters.md). A stand-in that is not public is named in OUTGOING_TRUSTED_ORIGINS.",
    ),
  PRINT_VENDOR_KEY: text(500).meta({ secret: true }).optional().describe("Key that the house knows you by."),
  PRINT_VENDOR_SECRETS: text(2_000)
    .meta({ secret: true })
    .optional()
    .describe(
      "Secrets that its notices at /callbacks/print are signed with, parted by commas while one takes over from another: it tells what was mailed, arrived and came back.",
    ),
  PRINT_FOLDER: text(1_000)
    .optional()
    .describe(
      "Where letters are put as PDFs for a printer of your own, instead of PRINT_VENDOR_URL: a folder a day, with a list of what is in it. Not on Cloudflare.",
    ),
  SECOND_TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, "Expected AC and 32 hexadecimal digits")
    .optional()
    .describe("Account that texts are sent by while the first can't; with a sender of its own."),
  SECOND_TWILIO_AUTH_TOKEN: text(200).meta({ secret: true }).optional().describe("Token of that account."),
  SECOND_TWILIO_SENDER: text(16)
    .optional()
    .describe(
      "Number, short code or name that the second account sends from; without it, the sender chosen for the first.",
    ),
  DKIM_SELECTOR: text(63).optional().describe("Selector of the DKIM key in the DNS."),
  DKIM_PRIVATE_KEY: text(10_000).meta({ secret: true }).optional().describe("PEM of an RSA or Ed25519 private key."),
  PLAN_AHEAD_HOURS: number(0, 336).default(26).describe("How far ahead occurrences become rows."),
  CAP_COUNT: number(1, 1_000).optional().describe("At most this many marketing messages for anybody, in CAP_DAYS."),
  CAP_DAYS: number(1, 30).default(7).describe("Rolling days of CAP_COUNT."),
  SEND_BATCH: number(1, 1_000).default(200).describe("Messages that one claim takes."),
  BACKUP_KEY: key
    .optional()
    .describe(
      "32 random bytes or more, base64url: seals backups. Keep it elsewhere than the backups, and than ROOT_KEY.",
    ),
  LOG_REQUESTS: z
    .enum(["all", "failed", "none"])
    .default("all")
    .describe(
      "A line for each request: its route, status and time, never its address. Followed links are only counted.",
    ),
  OUTGOING_TRUSTED_ORIGINS: z
    .string()
    .regex(/^(https?:\/\/[^\s,/]+\s*(,\s*|$))*$/, "Expected origins, http://127.0.0.1:9000, parted by commas")
    .default("")
    .describe(
      "Origins that webhooks and feeds may ask although they are not https or not public, parted by commas: a receiver beside this server, or in a test.",
    ),
  IMAGE_FOLDER: text(1_000)
    .default("./jumpstation-images")
    .describe("Where hosted pictures are. A backup of the database does not hold them."),
  OPERATOR_EMAIL: z.email().optional().describe("Makes the first operator at the start, if there is none."),
  OPERATOR_PASSWORD: z
    .string()
    .min(12)
    .max(128)
    .meta({ secret: true })
    .optional()
    .describe("Password of the first operator."),
});

/** The fields, with what follows from them. */
export const configSchema = configFields.transform((fields) => ({
  ...fields,
  HOME_URL: fields.HOME_URL ?? new URL("/products", fields.PUBLIC_URL).href,
}));

export type Config = z.infer<typeof configSchema>;

/** Parses the environment once; all faults are told together, each by the name of its variable and with what to do. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Result<Config, readonly string[]> {
  const given = Object.fromEntries(
    Object.keys(configFields.shape).map((name) => [name, environment[name] === "" ? undefined : environment[name]]),
  );
  const parsed = configSchema.safeParse(given);
  const together = faultsTogether(given);
  if (parsed.success && together.length === 0) return ok(parsed.data);
  return err([...(parsed.error?.issues ?? []).map(faultOf), ...together]);
}

/** What is wrong and what belongs there; never the value itself, which may be a secret. */
function faultOf({ path, message }: z.core.$ZodIssue): string {
  const name = String(path[0]);
  const field = Object.entries(configFields.shape).find(([known]) => known === name)?.[1];
  const meaning = field?.description === undefined ? "" : ` ${field.description}`;
  return `${name}: ${message.replace(/\.?$/, ".")}${meaning}`;
}
