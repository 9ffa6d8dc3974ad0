import type { Context } from "hono";
import { findAttributes } from "#customers/attributes.ts";
import { checkAnswers } from "#customers/forms/check-answers.ts";
import { type FormToken, readFormToken, submissionHash } from "#customers/forms/form-token.ts";
import { KEPT_HOURS } from "#customers/forms/kiosk/kiosk-scripts.ts";
import { readSubmission, submissionOf } from "#customers/forms/read-submission.ts";
import { askedFields } from "#customers/forms/shown-fields.ts";
import { submitForm } from "#customers/forms/submit-form.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";
import { type PageElement, pageResponse } from "#web/pages/page-response.ts";
import { securityHeaders } from "#web/pages/security-headers.ts";
import { problemResponse } from "#web/respond.ts";
import { ThanksPage } from "./end-pages.tsx";
import type { FormPageDeps } from "./form-page-deps.ts";
import { freshToken } from "./form-routes.tsx";
import { type FormVisit, visitForm } from "./form-visit.ts";
import { OfflinePage } from "./offline-page.tsx";

/** A page that a device keeps for the time without a network is good for so long: answers to older ones are refused. */
const PAGE_LIFE_MS = 7 * DAY_MS;

/** `GET /kiosk/<code>/offline`: what the device's worker keeps. Nothing of anybody stands in it. */
export async function showOffline(deps: FormPageDeps, context: Context): Promise<Response> {
  const visit = await visitForm(deps, context);
  if (visit instanceof Response) return visit;
  const { definition } = visit.form;
  return keptPage(
    deps,
    visit,
    <OfflinePage frame={offline(visit)} form={definition} token={freshToken(deps, visit, 0)} />,
  );
}

/** `GET /kiosk/<code>/thanks`: what follows. */
export async function showThanks(deps: FormPageDeps, context: Context): Promise<Response> {
  const visit = await visitForm(deps, context);
  if (visit instanceof Response) return visit;
  const { definition } = visit.form;
  // On a device nothing can be sent again: the token only says that a mail will come.
  const resendToken = definition.confirmDays === undefined ? undefined : "";
  return keptPage(deps, visit, <ThanksPage frame={offline(visit)} form={definition} resendToken={resendToken} />);
}

function offline({ frame }: FormVisit): FormVisit["frame"] {
  return frame.device === undefined ? frame : { ...frame, device: { ...frame.device, state: "offline" } };
}

function keptPage(deps: FormPageDeps, { headers }: FormVisit, page: PageElement): Promise<Response> {
  return pageResponse(page, { headers, isHttps: deps.publicUrl.startsWith("https:") });
}

/**
 * `POST /kiosk/<code>/held`: answers that waited on a device for its network, each under a name of its own: however often they
 * come, they are taken once. 2xx, and a refusal that would be the same tomorrow, let the device forget them.
 */
export async function takeHeld(deps: FormPageDeps, context: Context): Promise<Response> {
  const fields = await readSubmission(context.req.raw, deps);
  if (!fields.ok) return problemResponse(fields.error);
  const token = readFormToken(deps.secret, fields.value.get("token") ?? "");
  const visit = await visitForm(deps, context, token?.version);
  if (visit instanceof Response) return visit;
  const { form, frame, device, network } = visit;
  const now = deps.clock.now();
  const idHash = token === undefined ? undefined : nameOf(deps.secret, token, fields.value.get("key") ?? "");
  const isOurs = token?.code === form.code && token.device === device && now - token.at <= PAGE_LIFE_MS;
  const { typed, isTrapped } = submissionOf(fields.value, form.definition);
  if (idHash === undefined || !isOurs || isTrapped) return problemResponse(problem("invalid_content"));
  const attributes = await findAttributes(deps.store);
  const read = checkAnswers({ ...deps, attributes }, askedFields(form.definition, typed), typed);
  if (!read.ok) return problemResponse(problem("invalid_content"));
  const origin = {
    idHash,
    at: answeredAt(fields.value.get("at"), now),
    channel: "kiosk" as const,
    locale: frame.locale,
    network,
    device,
  };
  const outcome = await submitForm(deps, { form, answers: read.value, customerId: 0, origin });
  if (outcome === "busy") return problemResponse({ ...problem("too_many_requests"), retryAfterSeconds: 60 });
  return Response.json({ outcome }, { headers: { "cache-control": "no-store" } });
}

/** Without a name the page's own: the device may have sent it before its network broke. */
function nameOf(secret: Secret, token: FormToken, key: string): string | undefined {
  if (key === "") return submissionHash(secret, token);
  const isName = /^[0-9a-f]{32}$/.test(key);
  return isName ? keyedHash(secret.keyFor("form-submission/1"), `${token.nonce}:${key}`) : undefined;
}

/** When she answered, by the device's clock; a clock that is wrong moves nothing into the future or far away. */
function answeredAt(said: string | null, now: number): number {
  const at = /^\d{1,15}$/.test(said ?? "") ? Number(said) : now;
  return Math.min(now, Math.max(at, now - KEPT_HOURS * HOUR_MS));
}

/** A script of a device. The worker's own policy lets it ask our server, and nobody else. */
export function scriptResponse(script: string): Response {
  return new Response(script, {
    headers: {
      ...securityHeaders(false),
      "content-security-policy": "default-src 'none'; connect-src 'self'",
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
    },
  });
}
