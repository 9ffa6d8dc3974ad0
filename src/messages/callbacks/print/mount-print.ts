import type { Hono } from "hono";
import { readNotice } from "#channels/print/vendor/read-notice.ts";
import { mountSigned, type SignedDoorDeps } from "#messages/callbacks/signed/mount-signed.ts";

const PRINT_PATH = "/callbacks/print";

/** Where the house that prints tells that letters were mailed, arrived or came back (docs/letters.md). */
export function mountPrint(app: Hono, deps: SignedDoorDeps): void {
  mountSigned(app, { path: PRINT_PATH, maxBytes: 64 * 1024, read: readNotice }, deps);
}
