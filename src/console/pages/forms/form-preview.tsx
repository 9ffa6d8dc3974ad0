import { findAttributes } from "#customers/attributes.ts";
import { checkDraft } from "#customers/forms/draft/check-draft.ts";
import { findDraft } from "#customers/forms/draft/drafts.ts";
import { findForm } from "#customers/forms/find-form.ts";
import type { FormDefinition } from "#customers/forms/form-definition.ts";
import { ThanksPage } from "#customers/forms/pages/end-pages.tsx";
import { type FormFrame, FormPage } from "#customers/forms/pages/form-page.tsx";
import { pickFormLocale } from "#customers/forms/pick-words.ts";
import { readSubmission, submissionOf } from "#customers/forms/read-submission.ts";
import { firstStep, takeStep } from "#customers/forms/take-step.ts";
import { problems } from "#kernel/problem.ts";
import { type PageElement, pageResponse } from "#web/pages/page-response.ts";
import { hrefOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, seeOther } from "#console/scene.tsx";
import { formPath, formsPath } from "./form-words.tsx";

const PATH = `${formsPath}/:code/preview`;

export const formPreviewPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "customers:read", handle: (scene) => withPreview(scene, show) },
  { method: "post", path: PATH, scope: "customers:read", handle: (scene) => withPreview(scene, go) },
];

type Preview = { readonly definition: FormDefinition; readonly frame: FormFrame };

/** The draft where there is one, else the newest version, or the version that is asked for: as a customer would see it. */
async function withPreview(
  scene: Scene,
  then: (scene: Scene, preview: Preview) => Promise<Response>,
): Promise<Response> {
  const { store, forms } = scene.deps;
  const { req } = scene.context;
  const code = req.param("code") ?? "";
  const version = /^\d{1,9}$/.test(req.query("version") ?? "") ? Number(req.query("version")) : undefined;
  const kept = version === undefined ? await findDraft(store, code) : undefined;
  const checked = kept === undefined ? undefined : checkDraft(kept.draft, await findAttributes(store));
  // What is missing stands where it is put right: a faulty form shows nothing that could be trusted.
  if (checked?.ok === false) return seeOther(formPath(code, "/edit"));
  const form = checked === undefined ? await findForm(store, code, version) : undefined;
  const definition = checked?.value ?? form?.definition;
  if (definition === undefined) return notFound(scene);
  const [lang, look] = [req.query("lang"), req.query("look")];
  const what = form === undefined ? "the draft" : `version ${String(form.version)}`;
  return then(scene, {
    definition,
    frame: {
      brand: await forms.brand(),
      locale: pickFormLocale(definition, lang ?? ""),
      path: hrefOf(formPath(code, "/preview"), { version: version?.toString(), lang, look }),
      isKiosk: look === "kiosk",
      preview: {
        words: `A preview of ${what}: nothing that is sent here is kept.`,
        backHref: formPath(code, form === undefined ? "/edit" : ""),
        back: "Back to the form",
      },
    },
  });
}

function show(scene: Scene, { definition, frame }: Preview): Promise<Response> {
  const page = (
    <FormPage frame={frame} form={definition} token="" step={firstStep(definition, {})} typed={{}} faults={{}} />
  );
  return previewPage(scene, page, 200);
}

async function go(scene: Scene, { definition, frame }: Preview): Promise<Response> {
  const { deps, context } = scene;
  const fields = await readSubmission(context.req.raw, deps);
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const sent = submissionOf(fields.value, definition);
  const taken = takeStep({ ...deps, attributes: await findAttributes(deps.store) }, definition, sent);
  if (taken.kind === "done") return previewPage(scene, <ThanksPage frame={frame} form={definition} />, 200);
  const { step, faults } = taken;
  const page = <FormPage frame={frame} form={definition} token="" step={step} typed={sent.typed} faults={faults} />;
  return previewPage(scene, page, Object.keys(faults).length > 0 ? 422 : 200);
}

function previewPage({ deps }: Scene, page: PageElement, status: number): Promise<Response> {
  return pageResponse(page, { status, isHttps: deps.publicUrl.startsWith("https:") });
}
