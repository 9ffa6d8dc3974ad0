import type { Statement, Store } from "#store/store.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import { addressKindOf } from "#customers/suppress.ts";
import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { ChunkContext } from "#customers/import/run/target-writer.ts";
import type { CustomerRow, StatedConsent } from "./read-customer-row.ts";

type ConsentPlan = {
  /** Rows of which a grant is not taken. */
  readonly withheld: ReadonlySet<CustomerRow>;
  /** Stand behind the rows' own statements. */
  readonly statements: readonly Statement[];
};

const NOTHING: ConsentPlan = { withheld: new Set(), statements: [] };

/**
 * What rows say about consent. A withdrawal always counts. A grant counts as of its time, and never against an address on the
 * suppression list or against what the customer took back herself: only she can undo that, by an act of her own.
 */
export async function consentPlan(
  deps: ImportDeps,
  {
    rows,
    source,
    context,
  }: { readonly rows: readonly CustomerRow[]; readonly source: string; readonly context: ChunkContext },
): Promise<ConsentPlan> {
  const telling = rows.filter(({ consents }) => consents.length > 0);
  if (telling.length === 0) return NOTHING;
  const refused = await findRefusals(deps.store, telling);
  const withheld = new Set<CustomerRow>();
  const facts = telling.flatMap((row) =>
    row.consents.flatMap((consent) => {
      if (consent.state === "granted" && refused.has(refusalKey(row.code, consent))) {
        withheld.add(row);
        return [];
      }
      return [consentFact(row, consent, { source, importId: context.importId })];
    }),
  );
  const once = await unknownOf(deps.store, new Map(facts.map((fact) => [fact.messageId, fact])));
  const withNews = new Set(once.map(({ customer }) => customer));
  for (const row of telling) row.hasNews = withNews.has(row.code);
  if (once.length === 0) return { withheld, statements: [] };
  const changes: Statement = {
    sql: `insert into import_changes (import_id, customer_id, subject, key)
      select ?, coalesce(customer.merged_into, customer.id), 'consent', item.value ->> 0
      from (select value from json_each(?) limit -1) as item
      cross join customers as customer on customer.code = item.value ->> 1
      where customer.erased_at is null
        and not exists (select 1 from events where events.message_id = item.value ->> 0)`,
    params: [context.importId, JSON.stringify(once.map(({ messageId, customer }) => [messageId, customer]))],
  };
  const recorded = factStatements(deps, { by: "code", facts: once, receivedAt: context.receivedAt });
  return { withheld, statements: [changes, ...recorded] };
}

/** Those that no earlier file told. */
async function unknownOf(store: Store, facts: ReadonlyMap<string, Fact>): Promise<readonly Fact[]> {
  const known = await store.read<{ id: string }>({
    sql: "select message_id as id from events where message_id in (select value from json_each(?))",
    params: [JSON.stringify([...facts.keys()])],
  });
  const ids = new Set(known.map(({ id }) => id));
  return [...facts.values()].filter(({ messageId }) => !ids.has(messageId));
}

function consentFact(
  row: CustomerRow,
  { at, ...consent }: StatedConsent,
  { source, importId }: { readonly source: string; readonly importId: string },
): Fact {
  const { purpose, channel, topic, state } = consent;
  return {
    messageId: `${OWN_MESSAGE_PREFIX}consent:${source}:${row.code}:${purpose}:${channel}:${topic}:${state}:${at}`,
    customer: row.code,
    kind: "track",
    name: state === "granted" ? "Consent Granted" : "Consent Withdrawn",
    category: null,
    productCode: null,
    properties: { purpose, channel, topic },
    at,
    source,
    channel: "",
    consents: [{ ...consent, proof: { import: importId, record: row.number } }],
  };
}

function refusalKey(code: string, { purpose, channel, topic }: StatedConsent): string {
  return JSON.stringify([code, purpose, channel, topic]);
}

/** Grants that must not be taken, by code and scope. Look-ups by primary keys. */
async function findRefusals(store: Store, rows: readonly CustomerRow[]): Promise<ReadonlySet<string>> {
  const asked = rows.flatMap((row) =>
    row.consents
      .filter(({ state }) => state === "granted")
      .map((consent) => [
        refusalKey(row.code, consent),
        row.code,
        consent.purpose,
        consent.channel,
        consent.topic,
        ...hashesOf(row, consent),
      ]),
  );
  const found = await store.read<{ refused: string }>({
    sql: `select item.value ->> 0 as refused from (select value from json_each(?) limit -1) as item
      where exists (select 1 from suppressions where address_hash = item.value ->> 5 and scope = '')
        or exists (select 1 from suppressions where address_hash = item.value ->> 6 and scope = '')
        or item.value ->> 2 = 'receive' and exists (select 1 from customers as named
          cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)
          cross join suppressions as stop on stop.address_hash in (survivor.email_hash, survivor.phone_hash)
          where named.code = item.value ->> 1 and stop.scope = '' and item.value ->> 3 in ('', stop.channel))
        or exists (select 1 from customers as named
          cross join consent_states as known on known.customer_id = coalesce(named.merged_into, named.id)
          where named.code = item.value ->> 1 and known.purpose = item.value ->> 2 and known.is_granted = 0
            and known.channel in ('', item.value ->> 3) and known.topic in ('', item.value ->> 4))`,
    params: [JSON.stringify(asked)],
  });
  return new Set(found.map(({ refused }) => refused));
}

/** The addresses that the grant is about: her e-mail for e-mail, her number for sms and voice, both for every channel. */
function hashesOf({ contacts }: CustomerRow, { purpose, channel }: StatedConsent): readonly (string | undefined)[] {
  if (purpose === "track") return [];
  const kind = addressKindOf(channel);
  const { email, phone } = contacts ?? {};
  return [kind === "phone" ? undefined : email?.hash, kind === "email" ? undefined : phone?.hash];
}
