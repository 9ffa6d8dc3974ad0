import { isSameText, keyedHash, type Secret } from "#kernel/secret.ts";

/** What an address under /forms/confirm may do. The purpose is under the signature: a page's button confirms nothing. */
export type ConfirmPurpose = "confirm" | "resend";

export function signConfirm(secret: Secret, purpose: ConfirmPurpose, idHash: string): string {
  return `${idHash}.${macOf(secret, purpose, idHash)}`;
}

/** The confirmation's key; undefined where the token is not ours or is another purpose's. */
export function readConfirm(secret: Secret, purpose: ConfirmPurpose, text: string): string | undefined {
  const found = /^([\w-]{43})\.([\w-]{27})$/.exec(text);
  const [, idHash = "", mac = ""] = found ?? [];
  return found !== null && isSameText(mac, macOf(secret, purpose, idHash)) ? idHash : undefined;
}

function macOf(secret: Secret, purpose: ConfirmPurpose, idHash: string): string {
  return keyedHash(secret.keyFor("form-confirm/1"), `${purpose}:${idHash}`).slice(0, 27);
}
