import { generateKeyPairSync } from "node:crypto";
import type { Config } from "#entry/config.ts";
import { manualClock } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import type { Answer } from "./ask.ts";
import type { Dns, Records } from "./dns.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";
import type { Patient } from "./patient.ts";
import { readSettings } from "./read-settings.ts";

/** "TXT mail.vendor.example": records; "unknown" where the name server is silent. */
export type Zone = Readonly<Record<string, Records>>;

/** Name servers that know one zone, and ask nobody. */
function dnsOf(zone: Zone): Dns {
  const look = async (type: string, name: string) => zone[`${type} ${name}`] ?? [];
  return {
    txt: (name) => look("TXT", name),
    mx: (name) => look("MX", name),
    addresses: (name) => look("A", name),
    names: (address) => look("PTR", address),
  };
}

export const dkimPair = generateKeyPairSync("ed25519");
const publicHalf = dkimPair.publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
const rootKey = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256)).toString("base64url");

/** A configuration as it should be, for mail by SMTP. */
export const goodWords = {
  ROOT_KEY: rootKey,
  PUBLIC_URL: "https://news.fernhill.shop",
  DATABASE_URL: "file:./none.db",
  SMTP_HOST: "smtp.fernhill.shop",
  SMTP_USERNAME: "news",
  SMTP_PASSWORD: "a pass word of the account",
  SENDING_DOMAIN: "mail.fernhill.shop",
  BOUNCE_DOMAIN: "bounce.fernhill.shop",
  DKIM_SELECTOR: "s1",
  DKIM_PRIVATE_KEY: dkimPair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  VAPID_SUBJECT: "mailto:push@fernhill.shop",
};

const goodZone: Zone = {
  "TXT bounce.fernhill.shop": ["another=1", "v=spf1 include:spf.carrier.shop -all"],
  "TXT spf.carrier.shop": ["v=spf1 ip4:8.8.8.0/24 -all"],
  "TXT s1._domainkey.mail.fernhill.shop": [`v=DKIM1; k=ed25519; p=${publicHalf}`],
  "TXT _dmarc.fernhill.shop": ["v=DMARC1; p=none; rua=mailto:dmarc@fernhill.shop"],
  "MX bounce.fernhill.shop": ["mx.fernhill.shop"],
  "MX fernhill.shop": ["mx.fernhill.shop"],
  "A smtp.fernhill.shop": ["8.8.8.1"],
  "PTR 8.8.8.1": ["smtp.fernhill.shop"],
};

type Change = {
  readonly words?: Readonly<Record<string, string | undefined>>;
  readonly zone?: Zone;
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly fromAddress?: string | undefined;
  readonly sms?: unknown;
  readonly patient?: Partial<Patient>;
};

const NOW = Date.UTC(2026, 10, 22, 9);

/** A database that holds nothing but settings, a schema of one migration, and whole pages. */
function settingsOnly(settings: Readonly<Record<string, unknown>>): Pick<Store, "read"> {
  return {
    read: async <T>(statement: Parameters<Store["read"]>[0]) => {
      const { sql, params } = statement as { readonly sql: string; readonly params: readonly string[] };
      const value = sql.includes("from settings") ? settings[String(params[0])] : undefined;
      if (value !== undefined) return [{ value: JSON.stringify(value) }] as T[];
      if (sql.includes("sqlite_schema")) return [{ name: "schema_migrations" }] as T[];
      if (sql.includes("schema_migrations")) return [{ name: "0000_ring" }] as T[];
      if (sql.includes("journal_mode")) return [{ journal_mode: "wal" }] as T[];
      return (sql.includes("quick_check") ? [{ quick_check: "ok" }] : []) as T[];
    },
  };
}

/** What the doctor finds of one that is well but for the change. */
export async function findingsWith(change: Change = {}): Promise<readonly Finding[]> {
  const { settings, faults } = readSettings({ ...goodWords, ...change.words });
  const { fromAddress = "hello@fernhill.shop" } = change;
  const kept = { sender: { fromAddress }, ...(change.sms === undefined ? {} : { sms: change.sms }) };
  const answers: Readonly<Record<string, Answer>> = {
    "https://news.fernhill.shop/health": { status: 200, json: {} },
    ...change.answers,
  };
  return examine(
    {
      settings: settings satisfies Partial<Config>,
      faults,
      clock: manualClock(NOW),
      dns: dnsOf({ ...goodZone, ...change.zone }),
      ask: async (url) => answers[url],
      database: { store: settingsOnly(kept) },
      migrations: ["0000_ring"],
      machine: {
        freeBytes: async () => 50 * 2 ** 30,
        sizeOf: async () => 2 ** 20,
        canWrite: async () => true,
        isSameDisk: async () => true,
        holderOf: async () => undefined,
      },
      isServing: false,
      greet: async () => undefined,
      ...change.patient,
    },
    [{ whose: "api.provider.shop", ms: 400 }],
  );
}

/** States of one check's findings, with their words. */
export async function statesOf(check: string, change: Change = {}): Promise<readonly string[]> {
  const findings = await findingsWith(change);
  return findings.filter((one) => one.check === check).map(({ state, says }) => `${state}: ${says}`);
}
