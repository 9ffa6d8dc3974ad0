import type { Answers } from "./check-answers.ts";
import { statedDomains } from "./address-flags.ts";

/** Whether mail can be delivered to a domain at all; undefined where nobody could say in time. It may take a moment, and never throws. */
export type ReceivesMail = (domain: string) => Promise<boolean | undefined>;

/**
 * A hint where an address names a domain that no mail reaches, mostly a slip of the pen. It refuses nothing: name servers
 * fail, and the form was filled in all the same.
 */
export async function mailFlags(receivesMail: ReceivesMail | undefined, answers: Answers): Promise<readonly string[]> {
  if (receivesMail === undefined) return [];
  const found = await Promise.all(statedDomains(answers).map(receivesMail));
  return found.includes(false) ? ["no_mail_domain"] : [];
}
