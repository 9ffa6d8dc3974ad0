import type { Context } from "hono";
import { confirmAnswers, type Confirmation, findConfirmation } from "#customers/forms/confirm/confirm-answers.ts";
import { readConfirm, signConfirm } from "#customers/forms/confirm/confirm-token.ts";
import { agreedWordings, resendConfirmation } from "#customers/forms/confirm/request-confirmation.ts";
import { pickFormLocale } from "#customers/forms/pick-words.ts";
import { readSubmission } from "#customers/forms/read-submission.ts";
import { networkHash } from "#tracking/signals.ts";
import { pageResponse } from "#web/pages/page-response.ts";
import { problemResponse } from "#web/respond.ts";
import { ConfirmPage, ThanksPage } from "./end-pages.tsx";
import type { FormPageDeps } from "./form-page-deps.ts";

const GONE: Confirmation = { kind: "gone" };

/** `GET /forms/confirm/<token>`: a page with one button, and nothing else happens: scanners of mail open every link. */
export async function showConfirmation(deps: FormPageDeps, context: Context): Promise<Response> {
  const idHash = readConfirm(deps.secret, "confirm", context.req.param("token") ?? "");
  return confirmationPage(deps, context, idHash === undefined ? GONE : await findConfirmation(deps, idHash));
}

/** `POST`: the button was pressed. The token alone decides: whoever has it has the mailbox. */
export async function confirm(deps: FormPageDeps, context: Context): Promise<Response> {
  const idHash = readConfirm(deps.secret, "confirm", context.req.param("token") ?? "");
  const network = networkHash(deps.secret.keyFor("form-network/1"), deps.addressOf(context));
  return confirmationPage(deps, context, idHash === undefined ? GONE : await confirmAnswers(deps, { idHash, network }));
}

async function confirmationPage(deps: FormPageDeps, context: Context, found: Confirmation): Promise<Response> {
  const accepted = context.req.header("accept-language") ?? "";
  const [first = "en"] = accepted.split(/[,;]/, 1);
  const locale =
    found.kind === "waiting"
      ? found.waiting.origin.locale
      : found.kind === "confirmed"
        ? pickFormLocale(found.form.definition, accepted)
        : /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(first)
          ? first
          : "en";
  const page = (
    <ConfirmPage
      frame={{ brand: await deps.brand(), locale, path: context.req.path, isKiosk: false }}
      state={found.kind}
      form={found.kind === "gone" ? undefined : found.form.definition}
      wordings={found.kind === "waiting" ? agreedWordings(found.form, found.waiting) : []}
    />
  );
  return pageResponse(page, {
    status: found.kind === "gone" ? 410 : 200,
    // The address holds the token: it is handed on to nobody.
    headers: { "referrer-policy": "no-referrer", "x-robots-tag": "noindex" },
    isHttps: deps.publicUrl.startsWith("https:"),
  });
}

/** `POST /forms/confirm/again`: one more mail, within its limits; the answer is the same beyond them. */
export async function sendAgain(deps: FormPageDeps, context: Context): Promise<Response> {
  const fields = await readSubmission(context.req.raw, deps);
  if (!fields.ok) return problemResponse(fields.error);
  const idHash = readConfirm(deps.secret, "resend", fields.value.get("token") ?? "");
  const found = idHash === undefined ? GONE : await findConfirmation(deps, idHash);
  if (idHash === undefined || found.kind === "gone") return confirmationPage(deps, context, GONE);
  await resendConfirmation(deps, idHash);
  const { definition } = found.form;
  const locale = found.kind === "waiting" ? found.waiting.origin.locale : definition.locale;
  const frame = { brand: await deps.brand(), locale, path: `/forms/${found.form.code}`, isKiosk: false };
  const page = (
    <ThanksPage frame={frame} form={definition} resendToken={signConfirm(deps.secret, "resend", idHash)} isSentAgain />
  );
  return pageResponse(page, { isHttps: deps.publicUrl.startsWith("https:") });
}
