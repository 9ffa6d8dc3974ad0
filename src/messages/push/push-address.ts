const PREFIX = "push:";

/**
 * The address of push messages, as SQL: the customer herself, where a browser of hers takes them, since one message goes to all
 * of these. It is its own hash: a number of ours, and nobody's address. `customer` is a SQL name. By push_devices_by_customer.
 */
export function pushAddressSql(customer: string): string {
  return `(select '${PREFIX}' || d.customer_id from push_devices d where d.customer_id = ${customer}.id
    and d.gone_at is null limit 1)`;
}

/** The same for one customer. */
export function pushAddressOf(customerId: number): string {
  return `${PREFIX}${customerId}`;
}

/** The customer whom such an address names. */
export function customerOfPushAddress(address: string): number | undefined {
  const digits = address.startsWith(PREFIX) ? address.slice(PREFIX.length) : "";
  return /^[1-9]\d{0,14}$/.test(digits) ? Number(digits) : undefined;
}
