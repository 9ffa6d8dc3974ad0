import type { Context } from "hono";
import { refusedLinkPage } from "#clicks/refused-link-page.tsx";
import { readerLanguage } from "#web/pages/reader-language.ts";
import { trimmedToken } from "#clicks/routes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type TokenPayload, type TokenPurpose, verifyToken } from "#tracking/token.ts";
import type { MeDeps } from "./me-deps.ts";
import { findReader, type MessageReader } from "./reader-of-message.ts";

export type OpenedToken = { readonly payload: TokenPayload; readonly reader: MessageReader };

/**
 * What the token of an address names, or the neutral page. A token whose customer was erased has expired for good; a forged
 * and an unknown one look the same.
 */
export async function openToken(
  deps: MeDeps,
  context: Context,
  purpose: TokenPurpose,
): Promise<Result<OpenedToken, Response>> {
  const text = trimmedToken(context.req.param("token") ?? "");
  const token = verifyToken(deps.tokens, { purpose, text }, deps.clock.now());
  if (!token.ok) return err(await refused(deps, context, token.error === "expired"));
  const reader = await findReader(deps.store, token.value.messageNumber);
  return reader === undefined ? err(await refused(deps, context, true)) : ok({ payload: token.value, reader });
}

async function refused(deps: MeDeps, context: Context, isExpired: boolean): Promise<Response> {
  const language = readerLanguage(deps.readRequest(context).header("accept-language"));
  return refusedLinkPage({ isExpired, brand: await deps.brand(), language });
}
