import type { Context } from "hono";
import { findAttributes } from "#customers/attributes.ts";
import type { AnswerFaults, Answers } from "#customers/forms/check-answers.ts";
import { signConfirm } from "#customers/forms/confirm/confirm-token.ts";
import {
  FASTEST_MS,
  type FormToken,
  readFormToken,
  readOwnLink,
  signFormToken,
  submissionHash,
  TOKEN_LIFE_MS,
} from "#customers/forms/form-token.ts";
import { readSubmission, type Submission, submissionOf } from "#customers/forms/read-submission.ts";
import { firstStep, takeStep } from "#customers/forms/take-step.ts";
import { submitForm } from "#customers/forms/submit-form.ts";

import { pageResponse } from "#web/pages/page-response.ts";
import { problemResponse } from "#web/respond.ts";
import { ThanksPage } from "./end-pages.tsx";
import { FormPage, type FormPageProps } from "./form-page.tsx";
import type { FormPageDeps } from "./form-page-deps.ts";
import { type FormVisit, visitForm } from "./form-visit.ts";

/** `GET /forms/<code>` and `GET /kiosk/<code>`: the first step. Nothing of anybody stands in it, whoever's link it is. */
export async function showForm(deps: FormPageDeps, context: Context): Promise<Response> {
  const visit = await visitForm(deps, context);
  if (visit instanceof Response) return visit;
  const { code, definition } = visit.form;
  const now = deps.clock.now();
  const customerId = visit.frame.isKiosk
    ? 0
    : readOwnLink(deps.secret, { code, text: context.req.query("you") ?? "", now });
  const typed = Object.fromEntries(
    definition.fields.flatMap(({ kind, name }) => {
      const given = kind === "reference" ? (context.req.query(name) ?? "").slice(0, 64) : "";
      return /^[A-Za-z0-9][\w.-]{0,63}$/.test(given) ? [[name, [given]] as const] : [];
    }),
  );
  return again(deps, visit, {
    step: firstStep(visit.form.definition, typed),
    typed,
    token: freshToken(deps, visit, customerId),
  });
}

export function freshToken({ secret, clock }: FormPageDeps, { form, device }: FormVisit, customerId: number): string {
  return signFormToken(secret, { code: form.code, version: form.version, at: clock.now(), customerId, device });
}

type Shown = Pick<FormPageProps, "step" | "typed" | "token" | "notice"> & { readonly faults?: AnswerFaults };

function again(deps: FormPageDeps, visit: FormVisit, { faults = {}, ...shown }: Shown): Promise<Response> {
  const isRefused = shown.notice !== undefined || Object.keys(faults).length > 0;
  const page = <FormPage frame={visit.frame} form={visit.form.definition} faults={faults} {...shown} />;
  return answer(deps, visit, { page, status: shown.notice === "busy" ? 429 : isRefused ? 422 : 200 });
}

type Page = { readonly page: Parameters<typeof pageResponse>[0]; readonly status: number };

function answer(deps: FormPageDeps, { headers }: FormVisit, { page, status }: Page): Promise<Response> {
  return pageResponse(page, { status, headers, isHttps: deps.publicUrl.startsWith("https:") });
}

/**
 * `POST`: a step, or all of it. Neither cookie nor origin is asked: the page's token says which version was read, and nobody
 * gains by making another browser send it.
 */
export async function answerForm(deps: FormPageDeps, context: Context): Promise<Response> {
  const fields = await readSubmission(context.req.raw, deps);
  if (!fields.ok) return problemResponse(fields.error);
  const given = readFormToken(deps.secret, fields.value.get("token") ?? "");
  const token = given?.code === context.req.param("code") ? given : undefined;
  const visit = await visitForm(deps, context, token?.version);
  if (visit instanceof Response) return visit;
  const sent = submissionOf(fields.value, visit.form.definition);
  const { typed } = sent;
  if (token === undefined || token.device !== visit.device) {
    return again(deps, visit, {
      step: firstStep(visit.form.definition, typed),
      typed,
      token: freshToken(deps, visit, 0),
      notice: "stale",
    });
  }
  if (sent.isTrapped) return again(deps, visit, { ...sent, notice: "trapped" });
  return goOn(deps, visit, { sent, token });
}

type Step = { readonly sent: Submission; readonly token: FormToken };

async function goOn(deps: FormPageDeps, visit: FormVisit, { sent, token }: Step): Promise<Response> {
  const attributes = await findAttributes(deps.store);
  const taken = takeStep({ ...deps, attributes }, visit.form.definition, sent);
  return taken.kind === "ask"
    ? again(deps, visit, { ...sent, step: taken.step, faults: taken.faults })
    : finish(deps, visit, { sent, token, answers: taken.answers });
}

async function finish(
  deps: FormPageDeps,
  visit: FormVisit,
  { sent, token, answers }: Step & { readonly answers: Answers },
): Promise<Response> {
  const { form, frame, device, network } = visit;
  const now = deps.clock.now();
  if (now - token.at < FASTEST_MS) return again(deps, visit, { ...sent, notice: "fast" });
  if (now - token.at > TOKEN_LIFE_MS) {
    return again(deps, visit, { ...sent, token: freshToken(deps, visit, token.customerId), notice: "stale" });
  }
  const idHash = submissionHash(deps.secret, token);
  const outcome = await submitForm(deps, {
    form,
    answers,
    customerId: token.customerId,
    origin: { idHash, at: now, channel: frame.isKiosk ? "kiosk" : "web", locale: frame.locale, network, device },
  });
  if (outcome === "busy") return again(deps, visit, { ...sent, notice: "busy" });
  const resendToken = outcome === "waiting" ? signConfirm(deps.secret, "resend", idHash) : undefined;
  const page = <ThanksPage frame={frame} form={form.definition} resendToken={resendToken} />;
  return answer(deps, visit, { page, status: 200 });
}
