import { findAttributes } from "#customers/attributes.ts";
import { moved, putField } from "#customers/forms/draft/change-draft.ts";
import type { KeptDraft } from "#customers/forms/draft/drafts.ts";
import type { DraftField, DraftOption } from "#customers/forms/draft/form-draft.ts";
import { type FieldKind, fieldKinds } from "#customers/forms/form-definition.ts";
import { problems } from "#kernel/problem.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import type { FieldFaults } from "#console/form-faults.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { keepDraft, OvertakenFlash, pageFaults, readDraftPage } from "./form-draft-pages.tsx";
import { draftFaults, withDraft } from "./form-edit.tsx";
import { FieldInputs, fieldLabels, singleInputs, wordGroups } from "./form-field-inputs.tsx";
import { formPath, formsPath, questionOf } from "./form-words.tsx";
import { Refused } from "#console/pages/refused.tsx";

const PATH = `${formsPath}/:code/edit/fields/:key`;

export const formFieldPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "customers:write", handle: (scene) => withField(scene, show) },
  { method: "post", path: PATH, scope: "customers:write", handle: (scene) => withField(scene, save) },
];

type Opened = { readonly kept: KeptDraft; readonly field: DraftField };

function withField(scene: Scene, then: (scene: Scene, opened: Opened) => Promise<Response>): Promise<Response> {
  return withDraft(scene, async (kept) => {
    const field = kept.draft.fields.find(({ key }) => key === scene.context.req.param("key"));
    return field === undefined ? notFound(scene) : then(scene, { kept, field });
  });
}

async function show(scene: Scene, opened: Opened): Promise<Response> {
  const isChecked = scene.context.req.query("checked") === "1";
  const faults = isChecked ? pageFaults(await draftFaults(scene, opened.kept.draft), opened.field.key) : {};
  return page(scene, opened, { faults, isOvertaken: false });
}

type Shown = { readonly faults: FieldFaults; readonly isOvertaken: boolean };

async function page(scene: Scene, { kept, field }: Opened, { faults, isOvertaken }: Shown): Promise<Response> {
  const { code, draft, revision } = kept;
  const title = questionOf(draft, field);
  const back = formPath(code, "/edit");
  const attributes = await findAttributes(scene.deps.store);
  const content = (
    <>
      <PageHeader title={title} parent={{ href: `${back}#${field.key}`, label: "Draft" }} />
      {isOvertaken ? <OvertakenFlash /> : null}
      <Refused
        faults={faults}
        labels={fieldLabels(draft, field)}
        title="Kept in the draft. Before it can be published:"
      />
      <form class="form" method="post" action={formPath(code, `/edit/fields/${field.key}`)}>
        <input type="hidden" name="revision" value={String(revision)} />
        <FirstButton />
        <FieldInputs draft={draft} field={field} faults={faults} attributes={attributes} />
        <div class="row">
          <Button look="primary" name="act" value="save">
            Save
          </Button>
          <ButtonLink href={`${back}#${field.key}`}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  return scenePage(scene, { title, current: formsPath, status: isOvertaken ? 409 : 200 }, content);
}

/** Enter in a line of text presses a form's first button: it saves, and moves no answer. */
function FirstButton() {
  return (
    <button class="hidden-words" name="act" value="save" tabindex={-1} aria-hidden="true">
      Save
    </button>
  );
}

async function save(scene: Scene, { kept, field }: Opened): Promise<Response> {
  const typed = await readDraftPage(scene);
  if (typed === undefined) return notice(scene, 400, problems.invalid_request.title);
  const [verb = "", what = ""] = (typed.get("act")?.[0] ?? "").split(":", 2);
  const changed = optionsChanged(typedField(kept, field, typed), verb, Number(what));
  const draft = putField(kept.draft, changed);
  const revision = typed.get("revision")?.[0] ?? "";
  const isKept = await keepDraft(scene, { kept, draft, revision });
  if (!isKept) return page(scene, { kept, field: changed }, { faults: {}, isOvertaken: true });
  const own = formPath(kept.code, `/edit/fields/${field.key}`);
  if (verb !== "save") return seeOther(`${own}#field-options`);
  const isWhole = Object.keys(pageFaults(await draftFaults(scene, draft), field.key)).length === 0;
  // Another kind has other inputs: they are shown before anybody is led on.
  return isWhole && changed.kind === field.kind
    ? seeOther(`${formPath(kept.code, "/edit")}#${field.key}`)
    : seeOther(`${own}?checked=1`);
}

type TypedPage = ReadonlyMap<string, readonly string[]>;

/** What the page shows is as it was typed; what its kind does not show stays as it was. */
function typedField({ draft: { locales } }: KeptDraft, field: DraftField, typed: TypedPage): DraftField {
  const one = (name: string) => typed.get(name)?.[0];
  const names = [...singleInputs, ...wordGroups.flatMap((name) => locales.map((locale) => `${name}.${locale}`))];
  const sent = names.flatMap((name) => {
    const value = one(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const kind: FieldKind = fieldKinds.find((known) => known === one("kind")) ?? field.kind;
  return {
    ...field,
    name: one("name") ?? field.name,
    kind,
    inputs: { ...field.inputs, ...Object.fromEntries(sent), required: one("required") ?? "" },
    options: typed.has("options") ? typedOptions(locales, typed) : field.options,
    when: typed.has("conditions") ? (typed.get("when") ?? []) : field.when,
  };
}

const MOST_OPTIONS = 60;

/** Rows that have a word or a code; a row that was emptied is gone. */
function typedOptions(locales: readonly string[], typed: TypedPage): readonly DraftOption[] {
  const rows = Number(typed.get("options")?.[0] ?? 0);
  return Array.from({ length: Math.min(Number.isInteger(rows) ? rows : 0, MOST_OPTIONS + 1) }, (_, index) => ({
    code: typed.get(`option.${index}.code`)?.[0] ?? "",
    words: Object.fromEntries(locales.map((locale) => [locale, typed.get(`option.${index}.${locale}`)?.[0] ?? ""])),
  })).filter(({ code, words }) => code !== "" || Object.values(words).some((text) => text !== ""));
}

function optionsChanged(field: DraftField, verb: string, place: number): DraftField {
  if (verb === "option-up") return { ...field, options: moved(field.options, place, -1) };
  if (verb === "option-down") return { ...field, options: moved(field.options, place, 1) };
  if (verb === "option-remove") return { ...field, options: field.options.filter((_, index) => index !== place) };
  return field;
}
