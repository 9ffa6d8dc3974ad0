import type { Hono } from "hono";
import { readEvent } from "#channels/email-http/read-event.ts";
import { mountSigned, type SignedDoorDeps } from "#messages/callbacks/signed/mount-signed.ts";

export const RESEND_PATH = "/callbacks/resend";

/** An event holds addresses, a subject and the words of a server. */
const MAX_BYTES = 256 * 1024;

/** Where the provider tells what came of e-mails. */
export function mountResend(app: Hono, deps: SignedDoorDeps): void {
  mountSigned(app, { path: RESEND_PATH, maxBytes: MAX_BYTES, read: readEvent }, deps);
}
