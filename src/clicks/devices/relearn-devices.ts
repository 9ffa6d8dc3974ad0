import { type SQL, sql } from "drizzle-orm";
import { OPT_OUT_LINK } from "#clicks/opt-out-link.ts";
import type { Query, Statement } from "#store/store.ts";

/** Grows with the way of counting: rows of another version are counted anew when their clicks are looked at again. */
export const DEVICE_VERSION = 1;

/** Her newest clicks that count: what she reads on now, and not what she read on years ago. */
const NEWEST = 20;

/**
 * Counts anew on which devices these customers read, from the clicks of people as they are judged by now: the same clicks
 * always give the same. `who` is SQL rows of customer ids. By messages of a customer and clicks of a message.
 */
export function relearnDevices(who: SQL): readonly Statement[] {
  return [
    sql`delete from customer_devices where customer_id in (${who})`,
    sql`insert into customer_devices (customer_id, device, phone, pda, tablet, desktop, version)
      select customer_id, case max(phone, pda, tablet, desktop) when phone then 'phone' when desktop then 'desktop'
          when tablet then 'tablet' else 'pda' end, phone, pda, tablet, desktop, ${DEVICE_VERSION}
      from (select customer_id, sum(device = 'phone') as phone, sum(device = 'pda') as pda, sum(device = 'tablet') as tablet,
          sum(device = 'desktop') as desktop
        from (select k.customer_id, k.device, row_number() over (partition by k.customer_id order by k.at desc, k.id desc) as place
          from customers c cross join messages m on m.customer_id = c.id cross join clicks k on k.message_id = m.id
          where c.id in (${who}) and c.is_tracked = 1 and c.erased_at is null and k.customer_id = c.id and k.verdict = 'person'
            and k.link_no <> ${OPT_OUT_LINK} and k.device in ('phone', 'pda', 'tablet', 'desktop'))
        where place <= ${NEWEST} group by customer_id)`,
    keepAttribute(who),
    sql`update customer_attributes set a_device = null where customer_id in (${who}) and a_device is not null
      and not exists (select 1 from customer_devices d where d.customer_id = customer_attributes.customer_id)`,
  ];
}

/** What rules read; written only where it changes, so that segments are not asked for nothing. */
function keepAttribute(who: SQL): SQL {
  return sql`insert into customer_attributes (customer_id, updated_at, a_device)
    select d.customer_id, 0, d.device from customer_devices d where d.customer_id in (${who})
    on conflict (customer_id) do update set a_device = excluded.a_device where a_device is not excluded.a_device`;
}

/** In the batch in which nobody may be followed any more: nothing of it is left under her name. */
export function forgetDevices({ sql: who, params }: Query): readonly Query[] {
  return [
    { sql: `delete from customer_devices where customer_id in (${who})`, params },
    {
      sql: `update customer_attributes set a_device = null where customer_id in (${who}) and a_device is not null`,
      params,
    },
  ];
}
