import { sql, type SQL } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Statement } from "#store/store.ts";
import { KEY_LASTS_MS, type KeyedRequest } from "./idempotency-key.ts";
import { isSuppressed, type Recipient } from "./find-recipient.ts";

/** How late what was never tried may still go out: an order's confirmation is better late than never. */
const GRACE_MS = 7 * DAY_MS;
const PRIORITY = 100;

export type Acceptance = {
  readonly actor: AuditActor;
  readonly request: KeyedRequest;
  readonly recipient: Recipient;
  readonly channel: string;
  readonly template: { readonly id: number; readonly name: string; readonly version: number };
  /** JSON */
  readonly data: string;
  /** JSON of the answer but for the message's number */
  readonly answer: string;
  readonly dueAt: number;
  /** The date it is then where the recipient lives. */
  readonly occurrenceOn: string;
  readonly heedsQuiet: boolean;
  readonly now: number;
};

/**
 * All that an accepted message is, under its key: a second batch with the same key changes nothing. All of it hangs on the key's
 * row, and that on the recipient as she is at this moment: whoever was erased since she was looked at gets no address back.
 */
export function acceptStatements(acceptance: Acceptance): Statement[] {
  const { request, recipient, template, now, data, actor } = acceptance;
  const { keyHash, bodyHash } = request;
  const isOurs = sql`exists (select 1 from idempotency_keys where key_hash = ${keyHash} and body_hash = ${bodyHash}
    and at = ${now} and message_id is null)`;
  const programme = sql`(select id from newsletters where code = ${programmeOf(template.name)})`;
  const customer = sql`(select id from customers where code = ${recipient.code})`;
  const message = sql`(select id from messages where customer_id = ${customer} and newsletter_id = ${programme}
    and occurrence_on = ${acceptance.occurrenceOn} and lane = ${laneOf(acceptance)})`;
  return [
    sql`insert into idempotency_keys (key_hash, body_hash, answer, at)
      select ${keyHash}, ${bodyHash}, ${acceptance.answer}, ${now} where ${isReachable(acceptance)}
      on conflict (key_hash) do update set body_hash = excluded.body_hash, answer = excluded.answer, at = excluded.at,
        message_id = null where at <= ${now - KEY_LASTS_MS}`,
    insertProgramme(template.name, isOurs, now),
    ...upsertAddressee(recipient, isOurs, now),
    insertMessage(acceptance, { customer, programme, isOurs }),
    sql`insert into message_data (message_id, customer_id, data) select ${message}, ${customer}, ${data} where ${isOurs}`,
    sql`update idempotency_keys set message_id = ${message} where key_hash = ${keyHash} and ${isOurs}`,
    auditIfChanged({
      at: now,
      actor,
      action: "send-message",
      subject: { kind: "template", id: template.name },
      detail: { version: template.version },
    }),
  ];
}

/** A record made of the address need not be there yet; where it is, or was her customer's, its erasure counts. */
function isReachable({ recipient: { code, addressHash, addressee }, channel }: Acceptance): SQL {
  const isThere =
    addressee === undefined
      ? sql`exists (select 1 from customers where code = ${code} and erased_at is null)`
      : sql`not exists (select 1 from customers where code = ${code} and erased_at is not null)`;
  return sql`${isThere} and not ${isSuppressed(addressHash, channel)}`;
}

/** A dot keeps it apart from every newsletter's code, and may stand in a Feedback-ID. */
function programmeOf(templateName: string): string {
  return `direct.${templateName}`;
}

function laneOf({ request, now }: Acceptance): string {
  return `${request.keyHash.slice(0, 16)}.${now.toString(36)}`;
}

function insertProgramme(templateName: string, isOurs: SQL, now: number): SQL {
  return sql`insert into newsletters (code, kind, title, topic, message_class, template_name, slots, default_pace,
      default_minute, state, priority, grace_ms, created_at, updated_at)
    select ${programmeOf(templateName)}, 'direct', ${templateName}, 'direct', 'transactional', ${templateName}, '[]',
      '{}', 0, 'running', ${PRIORITY}, ${GRACE_MS}, ${now}, ${now} where ${isOurs} on conflict (code) do nothing`;
}

function upsertAddressee({ code, zone, addressHash, addressee }: Recipient, isOurs: SQL, now: number): SQL[] {
  if (addressee === undefined) return [];
  const { email, phone, locale, firstName } = addressee;
  const [emailHash, phoneHash] = email === null ? [null, addressHash] : [addressHash, null];
  return [
    sql`insert into customers (code, first_name, locale, zone, email, email_hash, phone, phone_hash, created_at, updated_at)
      select ${code}, ${firstName}, ${locale}, ${zone}, ${email}, ${emailHash}, ${phone}, ${phoneHash}, ${now}, ${now}
      where ${isOurs} on conflict (code) do update set first_name = excluded.first_name, locale = excluded.locale,
        zone = excluded.zone, email = excluded.email, email_hash = excluded.email_hash, phone = excluded.phone,
        phone_hash = excluded.phone_hash, updated_at = excluded.updated_at`,
  ];
}

function insertMessage(
  acceptance: Acceptance,
  { customer, programme, isOurs }: { readonly customer: SQL; readonly programme: SQL; readonly isOurs: SQL },
): SQL {
  const { occurrenceOn, now, dueAt, heedsQuiet, template, channel } = acceptance;
  return sql`insert into messages (customer_id, newsletter_id, occurrence_on, lane, channel, state, planned_at, due_at, priority,
      heeds_quiet, template_id)
    select ${customer}, ${programme}, ${occurrenceOn}, ${laneOf(acceptance)}, ${channel}, 'planned', ${now}, ${dueAt},
      ${PRIORITY}, ${heedsQuiet ? 1 : 0}, ${template.id} where ${isOurs}`;
}
