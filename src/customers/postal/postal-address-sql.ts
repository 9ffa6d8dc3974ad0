/** SQL: the address that letters to a customer go to, as `postalText` writes it; null where none is known. By primary key. */
export function postalAddressSql(customer: string): string {
  return `(select pa.address from postal_addresses pa where pa.customer_id = ${customer}.id)`;
}

/** The same by the hash that suppressions and reservations know. */
export function postalHashSql(customer: string): string {
  return `(select pa.hash from postal_addresses pa where pa.customer_id = ${customer}.id)`;
}
