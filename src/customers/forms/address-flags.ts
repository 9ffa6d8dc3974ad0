import type { Answers } from "./check-answers.ts";

/**
 * Providers of addresses that live for minutes. A hint for whoever reads the answers, never a refusal: the list is short, and
 * somebody who shields her address is still somebody.
 */
const disposable = new Set([
  "10minutemail.com",
  "discard.email",
  "dispostable.com",
  "fakeinbox.com",
  "getnada.com",
  "grr.la",
  "guerrillamail.com",
  "maildrop.cc",
  "mailinator.com",
  "mailnesia.com",
  "mintemail.com",
  "moakt.com",
  "sharklasers.com",
  "spamgourmet.com",
  "temp-mail.org",
  "tempmail.dev",
  "throwawaymail.com",
  "trashmail.com",
  "yopmail.com",
]);

/** Domains of the addresses that were stated. */
export function statedDomains(answers: Answers): readonly string[] {
  return Object.values(answers).flatMap((answer) =>
    answer.kind === "identity" && answer.identity.kind === "email"
      ? [answer.identity.value.split("@").at(-1) ?? ""]
      : [],
  );
}

export function addressFlags(answers: Answers): readonly string[] {
  // A subdomain of such a provider is the provider's too.
  const isDisposable = statedDomains(answers).some(
    (domain) => disposable.has(domain) || disposable.has(domain.split(".").slice(-2).join(".")),
  );
  return isDisposable ? ["disposable_domain"] : [];
}
