/**
 * What one sending domain sends to one receiver: the thing that receivers judge. Its name can be no provider's, since a
 * provider's holds no such sign.
 */
export function streamOf(sendingDomain: string, receiver: string): string {
  return `${sendingDomain}>${receiver}`;
}

/** The two sides of a stream's name; undefined for a provider's. */
export function sidesOf(subject: string): { readonly sendingDomain: string; readonly receiver: string } | undefined {
  const at = subject.indexOf(">");
  return at < 0 ? undefined : { sendingDomain: subject.slice(0, at), receiver: subject.slice(at + 1) };
}
