import { draftOf } from "#customers/forms/draft/draft-of.ts";
import { beginDraft, findDraft, type KeptDraft } from "#customers/forms/draft/drafts.ts";
import { countAnswers } from "#customers/forms/count-answers.ts";
import { findForm, type Form } from "#customers/forms/find-form.ts";
import { countResponses, type FormNumbers } from "#customers/forms/list-responses.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { setFormState } from "#customers/forms/set-form-state.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { CodeBlock } from "#web/pages/code-block.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Stat, Stats } from "#web/pages/stat.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, When } from "#console/words.tsx";
import { AnswerBars } from "./form-answers.tsx";
import { formPath, formsPath, FormState } from "./form-words.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

const PATH = `${formsPath}/:code`;

export const formPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "customers:read", handle: showForm },
  { method: "post", path: PATH, scope: "customers:write", handle: changeForm },
];

async function showForm(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const code = context.req.param("code") ?? "";
  const form = await findForm(deps.store, code);
  const kept = await findDraft(deps.store, code);
  if (form === undefined) return kept === undefined ? notFound(scene) : seeOther(formPath(code, "/edit"));
  const [numbers, counts] = await Promise.all([countResponses(deps.store, code), countAnswers(deps.store, code)]);
  const title = pickWords(form.definition.title, "en", form.definition.locale);
  const mayWrite = actor.scopes.includes("customers:write");
  const content = (
    <>
      <PageHeader
        title={title}
        parent={{ href: formsPath, label: "Forms" }}
        actions={
          <>
            <FormState state={form.state} />
            <ButtonLink href={formPath(code, `/preview?version=${String(form.version)}`)}>Preview</ButtonLink>
          </>
        }
      />
      {context.req.query("published") === "1" ? (
        <Flash tone="good" title={`Version ${String(form.version)} is published.`}>
          Whoever has an earlier page open answers what she reads there.
        </Flash>
      ) : null}
      <div class="stack">
        <Numbers form={form} numbers={numbers} />
        <div class="columns">
          <AnswerBars form={form} counts={counts} />
          <div class="stack">
            {mayWrite ? <Change form={form} kept={kept} /> : null}
            <Standing form={form} />
            <Addresses form={form} publicUrl={deps.publicUrl} />
          </div>
        </div>
      </div>
    </>
  );
  return scenePage(scene, { title, current: formsPath }, content);
}

type Shown = { readonly form: Form };

function Numbers({ form: { code, definition }, numbers }: Shown & { readonly numbers: FormNumbers }) {
  const href = formPath(code, "/responses");
  return (
    <Stats>
      <Stat label="Answered" value={count(numbers.responses)} href={href} />
      <Stat label="People" value={count(numbers.people)} />
      {definition.confirmDays === undefined ? null : (
        <>
          <Stat label="Wait for confirmation" value={count(numbers.waiting)} />
          <Stat label="Confirmed" value={count(numbers.confirmed)} />
          <Stat label="Held back" value={count(numbers.held)} note="too many mails at once" />
        </>
      )}
      <Stat label="With a hint" value={count(numbers.flagged)} note="throw-away or unreachable addresses" />
    </Stats>
  );
}

function Change({ form: { code, state }, kept }: Shown & { readonly kept: KeptDraft | undefined }) {
  return (
    <Card title="Change it">
      <div class="stack-tight">
        <form class="row" method="post" action={formPath(code)}>
          <Button look="primary" name="act" value="edit">
            {kept === undefined ? "Edit" : "Go on with the draft"}
          </Button>
          <Button name="act" value={state === "live" ? "off" : "live"}>
            {state === "live" ? "Switch off" : "Switch on"}
          </Button>
        </form>
        {kept === undefined ? null : (
          <p class="hint">
            A draft was changed <When at={kept.updatedAt} />.
          </p>
        )}
      </div>
    </Card>
  );
}

function Standing({ form: { code, version, updatedAt, definition } }: Shown) {
  return (
    <Card title="As it stands" action={<a href={formPath(code, "/versions")}>Versions</a>}>
      <Pairs
        items={[
          ["Version", String(version)],
          ["Changed", <When at={updatedAt} />],
          ["Questions", String(definition.fields.length)],
          ["Languages", Object.keys(definition.title).join(", ")],
          ["Confirmed by mail", definition.confirmDays ? `within ${String(definition.confirmDays)} days` : "no"],
          ["Source of its facts", definition.source],
        ]}
      />
    </Card>
  );
}

function Addresses({ form: { code }, publicUrl }: Shown & { readonly publicUrl: string }) {
  const url = `${publicUrl}/forms/${code}`;
  const frame = `<iframe src="${url}?embed=1" title="…" width="100%" height="640"></iframe>`;
  return (
    <Card title="Where it is">
      <div class="stack-tight">
        <CodeBlock caption="Its address" code={url} isToCopy />
        <CodeBlock caption="In a page of yours" code={frame} isToCopy />
        <p class="hint">
          A tablet or terminal shows it under /kiosk/{code}, once it is a registered device. An agent fills it in for a
          caller on the page Calls.
        </p>
      </div>
    </Card>
  );
}

async function changeForm(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const code = context.req.param("code") ?? "";
  const form = await findForm(deps.store, code);
  if (form === undefined) return notFound(scene);
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { act: "one" } });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const act = fields.value.one("act");
  if (act === "live" || act === "off") {
    await setFormState(deps, { actor, code, state: act });
    return seeOther(formPath(code));
  }
  // A draft that there is already stays as it is.
  await beginDraft(deps, { actor, code, draft: draftOf(form.definition), baseVersion: form.version });
  return seeOther(formPath(code, "/edit"));
}
