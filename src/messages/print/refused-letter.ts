import { type Problem, problem } from "#kernel/problem.ts";
import type { SkipReason } from "#messages/message.ts";

const words: Readonly<Partial<Record<SkipReason, string>>> = {
  no_address: "No postal address is known of her.",
  address_too_long: "Her address does not fit into the window.",
  too_long: "The letter has more sheets than it may have, or more words than the card has room for.",
  not_printable: "The letter has letters that can't be printed.",
  nothing_to_say: "There is nothing to say to her now.",
};

/** Why a customer would get no letter, in words. */
export function refusedLetter(reason: SkipReason): Problem {
  return problem("conflict", words[reason] ?? "She would get no letter.");
}
