import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordConsent } from "#customers/record-consent.ts";
import { copyFor } from "#messages/newsletters/newsletter-copy.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import type { Store } from "#store/store.ts";

/** What one consent is about. "" is every channel, every topic. */
export type ConsentSubject = {
  readonly purpose: "receive" | "track";
  readonly channel: string;
  readonly topic: string;
};

export type OwnConsent = ConsentSubject & {
  readonly isGranted: boolean;
  readonly at: number;
  readonly wording: string;
  readonly source: string;
  /** The topic as she reads it. */
  readonly title: string;
};

type Row = Omit<OwnConsent, "isGranted" | "title"> & {
  readonly isGranted: number;
  readonly newsletter: string | null;
};

const TITLE = `(select json_array(title, description, copy) from newsletters n where n.topic = s.topic and s.topic <> ''
  order by n.id limit 1) as newsletter`;

/** What stands now, for each thing the newest record, by primary key. */
export async function standingConsents(
  reads: Pick<Store, "read">,
  customerId: number,
  locale: string,
): Promise<readonly OwnConsent[]> {
  const rows = await reads.read<Row>({
    sql: `select s.purpose, s.channel, s.topic, s.is_granted as isGranted, k.at, k.wording, k.source, ${TITLE}
      from consent_states s cross join consents k on k.id = s.consent_id where s.customer_id = ?
      order by s.purpose, s.topic, s.channel`,
    params: [customerId],
  });
  return rows.map((row) => ownConsent(row, locale));
}

/** Every act, newest first. By consents_by_customer. */
export async function consentHistory(
  reads: Pick<Store, "read">,
  customerId: number,
  locale: string,
): Promise<readonly OwnConsent[]> {
  const rows = await reads.read<Row>({
    sql: `select s.purpose, s.channel, s.topic, s.state = 'granted' as isGranted, s.at, s.wording, s.source, ${TITLE}
      from consents s where s.customer_id = ? order by s.at desc, s.id desc limit 200`,
    params: [customerId],
  });
  return rows.map((row) => ownConsent(row, locale));
}

function ownConsent({ newsletter, isGranted, ...row }: Row, locale: string): OwnConsent {
  const [title = "", description = "", copy = "[]"] = JSON.parse(newsletter ?? "[]") as string[];
  return {
    ...row,
    isGranted: isGranted === 1,
    title: title === "" ? row.topic : copyFor({ title, description, copy }, locale).title,
  };
}

export type ConsentChange = ConsentSubject & {
  readonly isGranted: boolean;
  /** The words that stood beside the button. */
  readonly wording: string;
};

/**
 * One press, either way. Of a newsletter's topic it is the choice of the preferences page itself, with all that follows from it:
 * a yes lifts her own opt-out, a no ends what is planned.
 */
export async function changeConsent(
  deps: CustomerDeps,
  code: string,
  { isGranted, wording, purpose, channel, topic }: ConsentChange,
): Promise<void> {
  const newsletters = purpose === "track" ? [] : await newslettersOn(deps.store, { code, channel, topic });
  if (purpose === "receive" && newsletters.length === 0) {
    const state = isGranted ? "granted" : "withdrawn";
    await recordConsent({ deps, code, input: { purpose, channel, topic, state, wording, source: "own-site" } });
    return;
  }
  await savePreferences({
    deps,
    customerCode: code,
    choice: {
      newsletters: newsletters.map((newsletter) => ({ code: newsletter, isOn: isGranted })),
      ...(purpose === "track" ? { isTracked: isGranted } : {}),
    },
    source: "own-site",
    wording,
    proof: { page: "own-site" },
  });
}

/** Newsletters of the topic that come to her by the channel, or would. */
async function newslettersOn(
  store: Store,
  { code, channel, topic }: { readonly code: string; readonly channel: string; readonly topic: string },
): Promise<readonly string[]> {
  if (topic === "") return [];
  const rows = await store.read<{ code: string }>({
    sql: `select n.code from newsletters n left join subscriptions s on s.newsletter_id = n.id
        and s.customer_id = (select coalesce(merged_into, id) from customers where code = ?)
      where n.topic = ? and n.state <> 'stopped' and n.kind = 'newsletter'
        and ? in ('', coalesce(s.channel, n.channels ->> 0))`,
    params: [code, topic, channel],
  });
  return rows.map(({ code }) => code);
}

/** Everything that stands is taken back, and with it every topic on every channel, those to come among them. */
export async function withdrawEverything(
  deps: CustomerDeps,
  { code, customerId, wording }: { readonly code: string; readonly customerId: number; readonly wording: string },
): Promise<void> {
  const granted = (await standingConsents(deps.store, customerId, "en")).filter(({ isGranted }) => isGranted);
  for (const { purpose, channel, topic } of [...granted, { purpose: "receive" as const, channel: "", topic: "" }]) {
    await changeConsent(deps, code, { purpose, channel, topic, isGranted: false, wording });
  }
}
