/**
 * "a•••@mail.example": enough for its owner to know it, too little for whoever got the message passed on. The dots say nothing
 * about the length.
 */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const [first = ""] = address;
  return at < 1 ? "•••" : `${first}•••${address.slice(at)}`;
}
