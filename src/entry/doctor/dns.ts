/** Records of a name; none: it, or such a record of it, is not there. "unknown": no name server could say. */
export type Records = readonly string[] | "unknown";

/** What the doctor asks of the DNS. A test gives a zone of its own. */
export type Dns = {
  /** TXT records, the strings of each joined (RFC 7208 §3.3). */
  txt(name: string): Promise<Records>;
  /** Mail exchanges, "" standing for the root: takes no mail (RFC 7505). */
  mx(name: string): Promise<Records>;
  /** A and AAAA. */
  addresses(name: string): Promise<Records>;
  /** PTR: the names of an address. */
  names(address: string): Promise<Records>;
};
