import { findAttributes } from "#customers/attributes.ts";
import { localeTag } from "#customers/api/schemas.ts";
import { addField, addLocale, moveField, removeField, removeLocale } from "#customers/forms/draft/change-draft.ts";
import { checkDraft, type DraftFault, faultsOf } from "#customers/forms/draft/check-draft.ts";
import { discardDraft, findDraft, type KeptDraft, saveDraft } from "#customers/forms/draft/drafts.ts";
import type { FormDraft } from "#customers/forms/draft/form-draft.ts";
import { type NotPublished, publishDraft } from "#customers/forms/draft/publish-draft.ts";
import { fieldKinds } from "#customers/forms/form-definition.ts";
import { problems } from "#kernel/problem.ts";
import { type FormFields, readForm } from "#me/read-form.ts";
import { type ConsolePage, notFound, notice, type Scene, seeOther } from "#console/scene.tsx";
import { type EditNote, editPage } from "./form-edit-page.tsx";
import { formPath, formsPath } from "./form-words.tsx";

const PATH = `${formsPath}/:code/edit`;

export const formEditPages: readonly ConsolePage[] = [
  {
    method: "get",
    path: PATH,
    scope: "customers:write",
    handle: (scene) => withDraft(scene, (kept) => show(scene, kept)),
  },
  {
    method: "post",
    path: PATH,
    scope: "customers:write",
    handle: (scene) => withDraft(scene, (kept) => act(scene, kept)),
  },
];

/** The draft of the form that an address names; without one there is nothing to be edited. */
export async function withDraft(scene: Scene, then: (kept: KeptDraft) => Promise<Response>): Promise<Response> {
  const kept = await findDraft(scene.deps.store, scene.context.req.param("code") ?? "");
  return kept === undefined ? notFound(scene) : then(kept);
}

/** What is wrong in a draft, with what only this station knows: whether it can confirm addresses. */
export async function draftFaults({ deps }: Scene, draft: FormDraft): Promise<readonly DraftFault[]> {
  const checked = checkDraft(draft, await findAttributes(deps.store));
  return checked.ok ? [] : checked.error;
}

async function show(scene: Scene, kept: KeptDraft, note: EditNote = {}): Promise<Response> {
  return editPage(scene, { kept, faults: note.faults ?? (await draftFaults(scene, kept.draft)), note });
}

const shape = { act: "one", revision: "one", kind: "one", label: "one", locale: "one", over: "one" } as const;

async function act(scene: Scene, kept: KeptDraft): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const [verb = "", what = ""] = fields.value.one("act").split(":", 2);
  if (verb === "discard") {
    await discardDraft(deps, { actor, code: kept.code });
    return seeOther(kept.baseVersion === 0 ? formsPath : formPath(kept.code));
  }
  if (verb === "publish") return publish(scene, kept, fields.value.one("over"));
  if (fields.value.one("revision") !== String(kept.revision)) return show(scene, kept, { isOvertaken: true });
  if (verb === "add") return add(scene, kept, fields.value);
  const changed = changedBy(kept.draft, verb, { what, locale: fields.value.one("locale") });
  if (typeof changed === "string")
    return show(scene, kept, { localeFault: changed, locale: fields.value.one("locale") });
  return keep(scene, kept, { draft: changed, anchor: verb === "up" || verb === "down" ? `#${what}` : "#questions" });
}

/** A change of the list; words where it can't be made. */
function changedBy(
  draft: FormDraft,
  verb: string,
  { what, locale }: { readonly what: string; readonly locale: string },
): FormDraft | string {
  switch (verb) {
    case "up":
      return moveField(draft, what, -1);
    case "down":
      return moveField(draft, what, 1);
    case "remove":
      return removeField(draft, what);
    case "drop-locale":
      return removeLocale(draft, what);
    case "add-locale":
      return localeTag.safeParse(locale).success ? addLocale(draft, locale) : "A language tag, such as de or fr-CH.";
    default:
      return draft;
  }
}

async function add(scene: Scene, kept: KeptDraft, fields: FormFields): Promise<Response> {
  const [kind, label] = [fieldKinds.find((known) => known === fields.one("kind")), fields.one("label")];
  const typed = { kind: fields.one("kind"), label };
  if (kind === undefined) return show(scene, kept, { addFault: { kind: "Choose one of these." }, typed });
  if (label === "") return show(scene, kept, { addFault: { label: "Fill this in." }, typed });
  const added = addField(kept.draft, { kind, label });
  if (added === undefined)
    return show(scene, kept, { addFault: { label: "A form asks 60 questions at most." }, typed });
  return keep(scene, kept, { draft: added.draft, rest: `/fields/${added.key}` });
}

type Kept = { readonly draft: FormDraft; readonly rest?: string; readonly anchor?: string };

async function keep({ deps, actor, ...scene }: Scene, kept: KeptDraft, { draft, rest = "", anchor = "" }: Kept) {
  const { code, revision } = kept;
  const saved = await saveDraft(deps, { actor, code, draft, revision });
  if (!saved.ok) return show({ deps, actor, ...scene }, kept, { isOvertaken: true });
  return seeOther(`${formPath(code, `/edit${rest}`)}${anchor}`);
}

async function publish(scene: Scene, kept: KeptDraft, over: string): Promise<Response> {
  const { deps, actor } = scene;
  const published = await publishDraft({
    deps: deps.forms,
    actor,
    kept,
    over: /^\d{1,9}$/.test(over) ? Number(over) : undefined,
  });
  return published.ok
    ? seeOther(`${formPath(kept.code)}?published=1`)
    : show(scene, kept, refusal(kept, published.error));
}

function refusal({ draft }: KeptDraft, why: NotPublished): EditNote {
  switch (why.kind) {
    case "faulty":
      return { faults: why.faults, isRefused: true };
    case "overtaken":
      return { overtakenBy: why.version };
    case "refused":
      return { faults: faultsOf(draft, why.problem.faults ?? []), isRefused: true, refusal: why.problem.detail };
  }
}
