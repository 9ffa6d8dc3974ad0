import type { KeptDraft } from "#customers/forms/draft/drafts.ts";
import type { Inputs } from "#customers/forms/draft/form-draft.ts";
import { problems } from "#kernel/problem.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";
import type { FieldFaults } from "#console/form-faults.ts";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { keepDraft, OvertakenFlash, pageFaults, readDraftPage } from "./form-draft-pages.tsx";
import { draftFaults, withDraft } from "./form-edit.tsx";
import { formPath, formsPath, inLocale, localeWords } from "./form-words.tsx";
import { Refused } from "#console/pages/refused.tsx";

const PATH = `${formsPath}/:code/edit/words`;

export const formWordsPages: readonly ConsolePage[] = [
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
    handle: (scene) => withDraft(scene, (kept) => save(scene, kept)),
  },
];

const singles = ["source", "survey", "confirmDays", "confirmationsPerHour"] as const;
const groups = ["title", "intro", "submit", "thanks"] as const;

async function show(scene: Scene, kept: KeptDraft): Promise<Response> {
  const isChecked = scene.context.req.query("checked") === "1";
  const faults = isChecked ? pageFaults(await draftFaults(scene, kept.draft), undefined) : {};
  return page(scene, kept, { inputs: kept.draft.inputs, faults });
}

type Shown = { readonly inputs: Inputs; readonly faults: FieldFaults; readonly isOvertaken?: boolean };

function page(scene: Scene, kept: KeptDraft, shown: Shown): Promise<Response> {
  const { code, draft, revision } = kept;
  const { isOvertaken = false } = shown;
  const [own, ...more] = draft.locales;
  const back = formPath(code, "/edit");
  const content = (
    <>
      <PageHeader title="Title and other words" parent={{ href: back, label: "Draft" }} />
      {isOvertaken ? <OvertakenFlash /> : null}
      <Refused faults={shown.faults} labels={labelsOf(kept)} title="Kept in the draft. Before it can be published:" />
      <form class="form" method="post" action={formPath(code, "/edit/words")}>
        <input type="hidden" name="revision" value={String(revision)} />
        <Words kept={kept} shown={shown} locale={own} />
        {more.map((locale) => (
          <details class="card" open={Object.keys(shown.faults).some((name) => name.endsWith(`.${locale}`))}>
            <summary>{localeWords(locale)}</summary>
            <div class="stack-tight">
              <Words kept={kept} shown={shown} locale={locale} />
            </div>
          </details>
        ))}
        <Settings shown={shown} />
        <div class="row">
          <Button look="primary">Save</Button>
          <ButtonLink href={back}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = isOvertaken ? 409 : 200;
  return scenePage(scene, { title: "Title and other words", current: formsPath, status }, content);
}

const labels = {
  title: "Title",
  intro: "Introduction",
  submit: "Words of the last button",
  thanks: "What is said afterwards",
  source: "Source of its facts",
  survey: "Survey that answers belong to",
  confirmDays: "Days to confirm the address in",
  confirmationsPerHour: "Confirmation mails an hour",
};

function labelsOf({ draft }: KeptDraft): Readonly<Record<string, string>> {
  const words = draft.locales.flatMap((locale) =>
    groups.map((name) => [`${name}.${locale}`, inLocale(labels[name], locale, draft)] as const),
  );
  return { ...Object.fromEntries(words), ...labels };
}

type WordsProps = { readonly kept: KeptDraft; readonly shown: Shown; readonly locale: string };

function Words({ kept: { draft }, shown: { inputs, faults }, locale }: WordsProps) {
  const field = (name: keyof typeof labels) => ({
    name: `${name}.${locale}`,
    label: inLocale(labels[name], locale, draft),
    value: inputs[`${name}.${locale}`],
    error: faults[`${name}.${locale}`],
  });
  return (
    <>
      <TextField {...field("title")} maxLength={300} />
      <TextArea {...field("intro")} hint="May be left empty." rows={3} maxLength={2_000} />
      <TextField {...field("submit")} hint="“Send” in her language where this is empty." maxLength={300} />
      <TextArea {...field("thanks")} rows={3} maxLength={2_000} />
    </>
  );
}

function Settings({ shown: { inputs, faults } }: { readonly shown: Shown }) {
  const field = (name: (typeof singles)[number]) => ({
    name,
    label: labels[name],
    value: inputs[name],
    error: faults[name],
    autocomplete: "off",
  });
  return (
    <>
      <Fieldset
        legend="Double opt-in"
        hint="Whoever can type an address can type another’s. With a number of days here, nothing is known and nothing is sent before the address said yes to a mail."
        isSideBySide
      >
        <TextField {...field("confirmDays")} hint="1 to 30; empty: no mail" inputMode="numeric" isShort />
        <TextField {...field("confirmationsPerHour")} hint="At most; 300 unless told" inputMode="numeric" isShort />
      </Fieldset>
      <Fieldset legend="What becomes of the answers" isSideBySide>
        <TextField {...field("source")} hint="survey, registration, web, …" maxLength={40} isShort />
        <TextField {...field("survey")} hint="The form’s code where this is empty" maxLength={40} isShort />
      </Fieldset>
    </>
  );
}

async function save(scene: Scene, kept: KeptDraft): Promise<Response> {
  const typed = await readDraftPage(scene);
  if (typed === undefined) return notice(scene, 400, problems.invalid_request.title);
  const names = [...singles, ...groups.flatMap((name) => kept.draft.locales.map((locale) => `${name}.${locale}`))];
  const inputs = Object.fromEntries(names.map((name) => [name, typed.get(name)?.[0] ?? ""]));
  const draft = { ...kept.draft, inputs };
  const revision = typed.get("revision")?.[0] ?? "";
  if (!(await keepDraft(scene, { kept, draft, revision })))
    return page(scene, kept, { inputs, faults: {}, isOvertaken: true });
  const isWhole = Object.keys(pageFaults(await draftFaults(scene, draft), undefined)).every(
    (name) => name === "fields",
  );
  return seeOther(formPath(kept.code, isWhole ? "/edit" : "/edit/words?checked=1"));
}
