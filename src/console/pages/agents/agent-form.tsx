import { answerForCaller } from "#calls/answer-for-caller.ts";
import type { Call } from "#calls/call.ts";
import { findCallerForm } from "#calls/caller-form.ts";
import { releasedFacts } from "#calls/released-facts.ts";
import { findAttributes } from "#customers/attributes.ts";
import type { AnswerFaults } from "#customers/forms/check-answers.ts";
import type { Form } from "#customers/forms/find-form.ts";
import { FaultSummary } from "#customers/forms/pages/form-page.tsx";
import { formWords } from "#customers/forms/pages/form-words.ts";
import { formStep, StepFields } from "#customers/forms/pages/step-fields.tsx";
import { pickFormLocale, pickWords } from "#customers/forms/pick-words.ts";
import { readSubmission, submissionOf, type Typed } from "#customers/forms/read-submission.ts";
import { firstStep, takeStep } from "#customers/forms/take-step.ts";
import { problems } from "#kernel/problem.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { directionOf } from "#web/pages/direction.ts";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { callPath, CALLS, callsPath, withCall } from "./agent-words.ts";
import { localeWords } from "#console/pages/forms/form-words.tsx";

const PATH = `${callsPath}/:id/forms/:code`;

export const agentFormPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: CALLS, handle: (scene) => withCall(scene, (call) => show(scene, call)) },
  { method: "post", path: PATH, scope: CALLS, handle: (scene) => withCall(scene, (call) => go(scene, call)) },
];

type Asked = {
  readonly call: Call;
  readonly form: Form;
  readonly locale: string;
  /** Masked; null where none is known. */
  readonly email: string | null;
};
type Shown = {
  /** What makes these answers the same answers when they are sent twice. */
  readonly response: string;
  readonly step: number;
  readonly typed: Typed;
  readonly faults: AnswerFaults;
};

/** The form in the caller's language: the agent reads it out in the words that she would read herself. */
async function withForm(
  scene: Scene,
  { call, version }: { readonly call: Call; readonly version?: number | undefined },
  then: (asked: Asked) => Promise<Response>,
): Promise<Response> {
  const { deps, context } = scene;
  const form = await findCallerForm(deps, { call, code: context.req.param("code") ?? "", version });
  const facts = await releasedFacts(deps.forms, call);
  if (!form.ok || !facts.ok) return notFound(scene);
  const { locale, email } = facts.value;
  return then({ call, form: form.value, locale: pickFormLocale(form.value.definition, locale), email });
}

function show(scene: Scene, call: Call): Promise<Response> {
  return withForm(scene, { call }, (asked) =>
    page(scene, asked, {
      response: scene.deps.ids.next("rsp"),
      step: firstStep(asked.form.definition, {}),
      typed: {},
      faults: {},
    }),
  );
}

function page(scene: Scene, { call, form, locale, email }: Asked, shown: Shown): Promise<Response> {
  const { definition, code, version } = form;
  const { step, typed, faults, response } = shown;
  const words = formWords(locale);
  const say = (text: Readonly<Record<string, string>>) => pickWords(text, locale, definition.locale);
  const { shown: fields, place, steps, isEnd } = formStep(definition, typed, step);
  const hasConsent = fields.some(({ kind }) => kind === "consent");
  const content = (
    <>
      <PageHeader
        title={say(definition.title)}
        lead={`In ${localeWords(locale)}${steps < 2 ? "" : `, part ${String(place + 1)} of ${String(steps)}`}`}
        parent={{ href: callPath(call.id), label: "Call" }}
      />
      {hasConsent ? (
        <Flash tone="info" title="Read the words beside each box out, word for word.">
          Tick a box only after she said yes to it: your name and the call’s number are kept as its proof.
        </Flash>
      ) : null}
      {email !== null && fields.some(({ kind }) => kind === "email") ? (
        <p class="hint">Her address {email} is known: leave it empty unless she names another one.</p>
      ) : null}
      <FaultSummary faults={faults} shown={fields} words={words} say={say} />
      <form class="form" method="post" action={callPath(call.id, `/forms/${code}`)} novalidate>
        <input type="hidden" name="token" value={response} />
        <input type="hidden" name="version" value={String(version)} />
        <input type="hidden" name="step" value={String(step)} />
        <div class="form" lang={locale} dir={directionOf(locale)}>
          <StepFields form={definition} shown={fields} locale={locale} words={words} typed={typed} faults={faults} />
        </div>
        <div class="row">
          <Button look="primary" name="act" value="next">
            {isEnd ? "Keep her answers" : "Next"}
          </Button>
          {place > 0 ? (
            <Button name="act" value="back">
              Back
            </Button>
          ) : null}
          <ButtonLink href={callPath(call.id)}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: say(definition.title), current: callsPath, status }, content);
}

async function go(scene: Scene, call: Call): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readSubmission(context.req.raw, deps);
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const version = Number(fields.value.get("version") ?? "");
  return withForm(scene, { call, version: Number.isInteger(version) ? version : undefined }, async (asked) => {
    const { form, locale } = asked;
    const sent = submissionOf(fields.value, form.definition);
    const response = sent.token.slice(0, 100);
    const attributes = await findAttributes(deps.store);
    const taken = takeStep({ ...deps, attributes }, form.definition, sent);
    if (taken.kind === "ask") return page(scene, asked, { response, typed: sent.typed, ...taken });
    const { answers } = taken;
    const outcome = await answerForCaller(deps.forms, { actor, call, form, answers, responseId: response, locale });
    return seeOther(`${callPath(call.id)}?done=${outcome === "waiting" ? "waiting" : "form"}`);
  });
}
