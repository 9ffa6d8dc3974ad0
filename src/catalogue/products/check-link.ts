import { err, ok, type Result } from "#kernel/result.ts";
import { checkDestination, type DestinationPolicy, type DestinationRefusal } from "#tracking/destination.ts";

/** Where a product set leads, in its canonical form; or why nothing may lead there, in words. */
export function checkLink(raw: string, policy: DestinationPolicy): Result<string, string> {
  const link = checkDestination(raw, policy);
  return link.ok ? ok(link.value) : err(refusals[link.error]);
}

const refusals: Readonly<Record<DestinationRefusal, string>> = {
  too_long: "The address is too long.",
  characters: "The address has blanks, control characters or a backslash in it.",
  not_https: "The address does not begin with https://.",
  userinfo: "The address has a user name in it.",
  port: "The address names a port.",
  host: "This host is not one of the allowed hosts.",
  not_canonical: "Browsers would read this address in different ways; write it plainly.",
  encoded_control: "The address hides control characters.",
};
