import { z } from "zod";
import { localeTag } from "#customers/api/schemas.ts";
import { draftOf } from "#customers/forms/draft/draft-of.ts";
import { beginDraft, findDraft } from "#customers/forms/draft/drafts.ts";
import type { FormDraft } from "#customers/forms/draft/form-draft.ts";
import { findForm, listForms } from "#customers/forms/find-form.ts";
import { formCode } from "#customers/forms/form-definition.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { type Choice, RadioCards } from "#web/pages/choice-fields.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type FieldFaults, readFields } from "#console/form-faults.ts";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { formPath, formsPath, newFormPath } from "./form-words.tsx";
import { Refused } from "#console/pages/refused.tsx";

export const newFormPages: readonly ConsolePage[] = [
  { method: "get", path: newFormPath, scope: "customers:write", handle: (scene) => page(scene, empty) },
  { method: "post", path: newFormPath, scope: "customers:write", handle: create },
];

const body = z.strictObject({
  title: z.string().min(1).max(300),
  code: formCode,
  locale: localeTag,
  like: z.string().max(60),
});

type New = z.infer<typeof body>;

const empty: New = { title: "", code: "", locale: "en", like: "" };
const labels = { title: "Title", code: "Code", locale: "Language", like: "Begin with" };

async function page(scene: Scene, typed: New, faults: FieldFaults = {}): Promise<Response> {
  const forms = await listForms(scene.deps.store);
  const begins: readonly Choice[] = [
    { value: "", label: "An empty page" },
    ...forms.map(({ code, definition: { title, locale, fields } }) => ({
      value: code,
      label: `A copy of “${pickWords(title, "en", locale)}”`,
      hint: `${String(fields.length)} ${fields.length === 1 ? "question" : "questions"}`,
    })),
  ];
  const content = (
    <>
      <PageHeader
        title="New form"
        lead="Nobody sees it before it is published."
        parent={{ href: formsPath, label: "Forms" }}
      />
      <Refused faults={faults} labels={labels} title="No form was made." />
      <form class="form" method="post" action={newFormPath}>
        <TextField name="title" label={labels.title} value={typed.title} maxLength={300} error={faults["title"]} />
        <TextField
          name="code"
          label={labels.code}
          hint="It stands in the form’s address and never changes: register-your-lamp"
          value={typed.code}
          maxLength={60}
          autocomplete="off"
          error={faults["code"]}
        />
        <TextField
          name="locale"
          label={labels.locale}
          hint="As a language tag: en, de, fr-CH. Others can be added, and fall back to this one."
          value={typed.locale}
          maxLength={35}
          autocomplete="off"
          isShort
          error={faults["locale"]}
        />
        <RadioCards name="like" legend={labels.like} options={begins} value={typed.like} error={faults["like"]} />
        <div class="row">
          <Button look="primary">Make the form</Button>
          <ButtonLink href={formsPath}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: "New form", current: formsPath, status }, content);
}

async function create(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const shape = { title: "one", code: "one", locale: "one", like: "one" } as const;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const one = (name: keyof New) => fields.value.one(name);
  const typed = { title: one("title"), code: one("code"), locale: one("locale"), like: one("like") };
  const read = readFields(body, typed);
  if (!read.ok) return page(scene, typed, read.error);
  const draft = await firstDraft(scene, typed);
  if (draft === undefined) return page(scene, typed, { like: "There is no such form." });
  const { code } = typed;
  const isTaken = (await findForm(deps.store, code)) !== undefined || (await findDraft(deps.store, code)) !== undefined;
  if (isTaken || !(await beginDraft(deps, { actor, code, draft, baseVersion: 0 }))) {
    return page(scene, typed, { code: "There is a form with this code." });
  }
  return seeOther(formPath(code, "/edit"));
}

/** An empty form, or a copy of one: in its own languages, under the new title. */
async function firstDraft({ deps }: Scene, { title, locale, like }: New): Promise<FormDraft | undefined> {
  if (like === "") {
    const inputs = { [`title.${locale}`]: title, [`thanks.${locale}`]: "Thank you.", source: "survey" };
    return { locales: [locale], inputs, fields: [] };
  }
  const form = await findForm(deps.store, like);
  if (form === undefined) return undefined;
  const draft = draftOf(form.definition);
  return { ...draft, inputs: { ...draft.inputs, [`title.${draft.locales[0]}`]: title } };
}
