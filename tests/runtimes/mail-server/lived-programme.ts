import type { Channel } from "#channels/channel.ts";
import { ingestItems } from "#customers/ingest/ingest-items.ts";
import { demoStation } from "#entry/demo/demo-station.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { tick, type TickReport } from "#entry/tick.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS, type ManualClock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import { acceptMessage } from "#messages/transactional/accept-message.ts";
import { sendBody } from "#messages/transactional/send-request.ts";
import type { Store } from "#store/store.ts";
import { OPEN_DOMAIN } from "./mail-server-files.ts";

export const LOCALES = ["en", "de", "fr", "ar"] as const;
export const NEWSLETTERS = ["weekly-picks", "birthday", "service"] as const;
/** What the API is asked to send. */
export const DIRECT = ["service-notice", "confirm-subscription"] as const;

export const PUBLIC_URL = "https://fernhill.example";
/** A mailbox for each programme and language, so that a mail is found by its address. */
export const mailboxOf = (what: string, locale: string) => `${what}-${locale}@${OPEN_DOMAIN}`;

/** The demo's vendor with a few customers, whose every newsletter is due today, in each language. */
export type LivedProgramme = {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly secret: Secret;
  /** Plans and sends what is due through this channel. */
  readonly send: (channel: Channel) => Promise<TickReport>;
};

export async function livedProgramme(): Promise<LivedProgramme> {
  // A receiver weighs the Date of a mail against its own clock.
  const now = Date.now();
  const { station, store, clock } = await demoStation({
    url: ":memory:",
    seed: 3,
    customers: 4,
    days: 1,
    until: now - 2 * HOUR_MS,
    publicUrl: PUBLIC_URL,
    hasClicks: false,
    rootKey: new Uint8Array(32).fill(5),
  });
  await subscribeEverybody(station.customers, clock);
  await askForDirect(store, clock, station.messages);
  return {
    store,
    clock,
    secret: station.messages.secret,
    send: (channel) => {
      const messages = { ...station.messages, channels: new Map([["email", channel]]) };
      return tick({ ...station.tickDeps, messages });
    },
  };
}

type Customers = Awaited<ReturnType<typeof demoStation>>["station"]["customers"];

/** A customer for each newsletter and language, who was born on this day and wants it at a time that comes in an hour. */
async function subscribeEverybody(customers: Customers, clock: ManualClock): Promise<void> {
  const { date, minute } = wallClockIn("UTC", clock.now() + HOUR_MS);
  const readers = NEWSLETTERS.flatMap((newsletter) => LOCALES.map((locale) => ({ newsletter, locale })));
  await ingestItems(customers, {
    items: readers.map(({ newsletter, locale }, index) => ({
      type: "identify",
      messageId: `reader-${newsletter}-${locale}`,
      userId: `${newsletter}-${locale}`,
      timestamp: new Date(clock.now() - DAY_MS).toISOString(),
      traits: {
        firstName: "Mira",
        email: mailboxOf(newsletter, locale),
        locale,
        timezone: "UTC",
        birthday: `1980-${date.slice(5)}`,
        consent: [
          // Half of them let links be followed: the others' mails have none of their own.
          { purpose: "track", state: index % 2 === 0 ? "granted" : "withdrawn", wording: "Simulated." },
        ],
      },
    })),
    sentAt: undefined,
    pointerOf: (index) => `/${index}`,
    sender: "test",
    isTrusted: true,
  });
  for (const { newsletter, locale } of readers) {
    const pace =
      newsletter === "birthday"
        ? ({
            kind: "own_date",
            attribute: "birthday",
            repeats: "yearly",
            offsetDays: 0,
            ifMissing: "last_day",
          } as const)
        : ({ kind: "days", every: 1 } as const);
    const saved = await savePreferences({
      deps: customers,
      customerCode: `${newsletter}-${locale}`,
      choice: { newsletters: [{ code: newsletter, isOn: true, channel: "email", pace, minute }] },
      source: "preferences-page",
      wording: "Simulated choice.",
      proof: {},
    });
    if (!saved.ok) throw new Error(JSON.stringify(saved.error));
  }
  clock.advance(2 * HOUR_MS);
}

/** What the vendor's systems ask for through `POST /v1/messages`, with each template's own example. */
async function askForDirect(store: Store, clock: ManualClock, { secret }: Pick<Customers, "secret">): Promise<void> {
  const templates = new Map(readTemplates("templates").map((template) => [template.name, template]));
  for (const name of DIRECT) {
    const { notice, data } = JSON.parse(
      JSON.stringify(templates.get(name)?.example).replaceAll(/https:\/\/(?:go\.)?shop\.example/g, PUBLIC_URL),
    ) as { notice?: object; data?: object };
    for (const locale of LOCALES) {
      const accepted = await acceptMessage({
        deps: { store, clock, secret, defaultCountry: "GB", inFlight: new Set(), hurry: () => undefined },
        actor: { kind: "key", id: "test" },
        key: `${name}-${locale}`,
        input: sendBody.parse({
          to: { address: mailboxOf(name, locale), firstName: "Mira", locale },
          template: { name },
          data: notice === undefined ? data : { notice },
        }),
      });
      if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
    }
  }
}

/** How many mails come of it, beside those of the demo's own few. */
export const EXPECTED = (NEWSLETTERS.length + DIRECT.length) * LOCALES.length;
