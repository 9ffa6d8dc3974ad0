import { sql } from "drizzle-orm";
import { addressHashOf } from "#messages/address-of.ts";
import { hasConsent } from "#messages/consent.ts";
import { chunksOf, column, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import type { Entrant } from "./match-happenings.ts";
import type { Trigger } from "./trigger.ts";

/** One who would have come in, and what would have become of her. Instants are epoch ms. */
export type Foreseen = {
  readonly customer: string;
  readonly enteredAt: number;
  readonly dueAt: number;
  readonly outcome: "would_reach" | "exited" | "held_out" | "skipped";
  /** The event that would have ended her wait, or why she may not be written to. */
  readonly reason: string | null;
};

const CHUNK = 1_000;

/**
 * What would have become of these: held out, gone by an exit event between her happening and the due time, or kept back by what
 * holds marketing back. Caps and quiet hours depend on everything else that is sent and are not foreseen.
 */
export async function foresee(
  store: Store,
  trigger: Trigger,
  entrants: readonly Entrant[],
): Promise<readonly Foreseen[]> {
  const foreseen: Foreseen[] = [];
  for (const chunk of chunksOf(entrants, CHUNK)) foreseen.push(...(await foreseeChunk(store, trigger, chunk)));
  return foreseen;
}

type Row = {
  readonly place: number;
  readonly code: string;
  readonly exitedBy: string | null;
  readonly refusal: string | null;
};

/** By events_by_customer, the keys of consent states and suppressions. */
async function foreseeChunk(store: Store, trigger: Trigger, chunk: readonly Entrant[]): Promise<readonly Foreseen[]> {
  const { exit, when, again, message, code } = trigger.input;
  const isMarketing = message.messageClass === "marketing" ? 1 : 0;
  const exits = exit.events.map(({ name, sameKey }) => [name, sameKey && again.kind === "key" ? again.property : null]);
  const rows = chunk.map(({ customerId, enteredAt, dueAt, logId, key }, place) => [
    place,
    customerId,
    enteredAt,
    dueAt,
    when.kind === "event" ? logId : 0,
    key,
  ]);
  const consent = hasConsent({ customerId: "c.id", channel: "asked.channel", topic: "asked.topic" });
  const found = await store.read<Row>(
    sql`select ${column(0)} as place, c.code,
        (select e.name from json_each(${JSON.stringify(exits)}) as exit cross join events e on e.customer_id = c.id
          and e.name = exit.value ->> 0 and e.at >= ${column(2)} and e.at <= ${column(3)}
          where e.id <> ${column(4)} and (exit.value ->> 1 is null
            or cast(e.properties ->> (exit.value ->> 1) as text) = ${column(5)}) limit 1) as exitedBy,
        case when ${isMarketing} = 1 and not ${consent} then 'no_consent'
          when exists (select 1 from suppressions x where x.address_hash = ${addressHashOf("asked.channel", "c")} and x.channel = asked.channel
            and x.scope in ('', ${`trigger.${code}`}) and (${isMarketing} = 1
              or x.reason in ('unknown_recipient', 'complaint', 'erased', 'stop'))) then 'suppressed' end as refusal
      from (select ${message.topic} as topic, ${message.channel} as channel) as asked cross join ${jsonRows(rows)}
      cross join customers c on c.id = ${column(1)}`,
  );
  return found.flatMap(({ place, code: customer, exitedBy, refusal }) => {
    const entrant = chunk[place];
    if (entrant === undefined) return [];
    const { enteredAt, dueAt, isHeldOut } = entrant;
    return [{ customer, enteredAt, dueAt, ...outcomeOf({ isHeldOut, exitedBy, refusal }) }];
  });
}

function outcomeOf({
  isHeldOut,
  exitedBy,
  refusal,
}: Pick<Entrant, "isHeldOut"> & Pick<Row, "exitedBy" | "refusal">): Pick<Foreseen, "outcome" | "reason"> {
  if (isHeldOut) return { outcome: "held_out", reason: null };
  if (exitedBy !== null) return { outcome: "exited", reason: exitedBy };
  return refusal === null ? { outcome: "would_reach", reason: null } : { outcome: "skipped", reason: refusal };
}
