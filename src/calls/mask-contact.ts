/** Enough for its owner to know it when it is read out; too little to write to or to call. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  const [first = ""] = address;
  return at < 1 ? "•••" : `${first}•••${address.slice(at)}`;
}

/** "•••958": the last three digits. */
export function maskPhone(number: string): string {
  return `•••${number.slice(-3)}`;
}
