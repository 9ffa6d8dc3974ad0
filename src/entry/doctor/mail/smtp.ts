import { SECOND_MS } from "#kernel/clock.ts";
import { fine, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { mailWay, STAYS_HERE } from "./mail-way.ts";

const PATIENCE_MS = 15 * SECOND_MS;

/** Whether the mail server is reached, shows a certificate that holds for its name, and knows the account. No mail leaves. */
export const smtp: Check = async (patient) => {
  const way = mailWay(patient.settings);
  if (way === "memory") return [notChecked("smtp", STAYS_HERE)];
  if (way === "resend") return [notChecked("smtp", "E-mail leaves over HTTPS.")];
  const { SMTP_HOST: host = "", SMTP_SECURITY: security, SMTP_PORT: port } = patient.settings;
  const where = `${host}, port ${port ?? 587}`;
  try {
    await patient.greet(patient.settings, AbortSignal.timeout(PATIENCE_MS));
  } catch (cause) {
    return [wrong("smtp", `${where} did not let us in: ${kindOf(cause)}.`, adviceFor(cause))];
  }
  return security === "none"
    ? [
        warning(
          "smtp",
          `${where} answers, and is spoken to in the clear.`,
          "Only for a server on this machine or network.",
        ),
      ]
    : [fine("smtp", `${where} answers, encrypted under a certificate that holds.`)];
};

type Fault = { readonly code?: unknown; readonly message?: unknown; readonly cause?: unknown };

/** Codes are ours to tell; a server's own words may hold the account's name. */
function kindOf(cause: unknown): string {
  const { code } = cause as Fault;
  if (isAccount(cause)) return "it refused the account";
  return typeof code === "string" ? code : "it closed the connection";
}

function isAccount(cause: unknown): boolean {
  const { message } = cause as Fault;
  return typeof message === "string" && message.includes("account");
}

function adviceFor(cause: unknown): string {
  const { code } = cause as Fault;
  if (isAccount(cause)) return "Correct SMTP_USERNAME and SMTP_PASSWORD.";
  if (typeof code !== "string") return "Look whether SMTP_PORT and SMTP_SECURITY are the ones that it asks for.";
  if (/CERT|SIGNATURE|ALTNAME|SELF_SIGNED|ETLS|ESOCKET/.test(code)) {
    return "Use the name that its certificate is for in SMTP_HOST, or mend the certificate; 465 is SMTP_SECURITY=tls, 587 is starttls.";
  }
  return "Correct SMTP_HOST and SMTP_PORT, or let this machine reach them.";
}
