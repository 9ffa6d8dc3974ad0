import { DAY_MS } from "#kernel/clock.ts";
import type { Query } from "#store/store.ts";

/** What one try told about one browser. */
export type DeviceOutcome = { readonly id: string; readonly kind: "accepted" | "gone" | "refused" };

/**
 * What tries told about browsers, in one statement. Of one that is gone (RFC 8030 §7.3: 404 or 410) the endpoint and keys are
 * forgotten at once; its row stays for a while, so that her page can say why nothing comes.
 */
export function settleDevices(outcomes: readonly DeviceOutcome[], now: number): Query {
  return {
    sql: `update push_devices set
        succeeded_at = iif(said.kind = 'accepted', ?2, succeeded_at),
        failures = iif(said.kind = 'accepted', 0, failures + 1),
        gone_at = iif(said.kind = 'gone', ?2, gone_at),
        address = iif(said.kind = 'gone', null, address)
      from (select value ->> 0 as id, value ->> 1 as kind from json_each(?1)) as said
      where push_devices.id = said.id and push_devices.gone_at is null`,
    params: [JSON.stringify(outcomes.map(({ id, kind }) => [id, kind])), now],
  };
}

const KEPT_MS = 30 * DAY_MS;

/** Forgets browsers that were gone a month ago. By push_devices_gone. */
export function forgetGoneDevices(now: number): Query {
  return { sql: "delete from push_devices where gone_at is not null and gone_at < ?", params: [now - KEPT_MS] };
}
