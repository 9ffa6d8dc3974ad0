import type { Context } from "hono";
import type { MeDeps } from "./me-deps.ts";
import { openToken } from "./open-token.ts";
import { beginSession, preferencesPath } from "./session.ts";

/**
 * `GET /p/<token>`: the link in a message becomes a session, and the address of the page is clean: a secret in an address
 * lives on in histories, logs and referrers (ASVS V14.2.1).
 */
export async function openPreferences(deps: MeDeps, context: Context): Promise<Response> {
  const opened = await openToken(deps, context, "preferences");
  if (!opened.ok) return opened.error;
  const { payload, reader } = opened.value;
  return new Response(null, {
    status: 303,
    headers: {
      location: preferencesPath,
      "set-cookie": beginSession(deps, { customerId: reader.customerId, messageNumber: payload.messageNumber }),
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    },
  });
}
