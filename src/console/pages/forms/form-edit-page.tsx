import type { DraftFault } from "#customers/forms/draft/check-draft.ts";
import type { KeptDraft } from "#customers/forms/draft/drafts.ts";
import type { DraftField, FormDraft } from "#customers/forms/draft/form-draft.ts";
import { fieldKinds } from "#customers/forms/form-definition.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import type { FieldFaults } from "#console/form-faults.ts";
import { type Scene, scenePage } from "#console/scene.tsx";
import { When } from "#console/words.tsx";
import { formPath, formsPath, inLocale, kindWords, localeWords, questionOf, targetWords } from "./form-words.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

/** What the page has to say beside the draft. */
export type EditNote = {
  readonly faults?: readonly DraftFault[];
  /** It was to be published. */
  readonly isRefused?: boolean;
  readonly refusal?: string | undefined;
  /** A version that came since the draft began. */
  readonly overtakenBy?: number;
  /** Somebody else changed the draft. */
  readonly isOvertaken?: boolean;
  readonly addFault?: FieldFaults;
  readonly typed?: { readonly kind: string; readonly label: string };
  readonly localeFault?: string;
  readonly locale?: string;
};

type Edited = { readonly kept: KeptDraft; readonly faults: readonly DraftFault[]; readonly note: EditNote };

export function editPage(scene: Scene, { kept, faults, note }: Edited): Promise<Response> {
  const { code, draft, baseVersion } = kept;
  const title = draft.inputs[`title.${draft.locales[0]}`] ?? code;
  const path = formPath(code, "/edit");
  const content = (
    <>
      <PageHeader
        title={title}
        lead="A draft: what stands here is seen by nobody before it is published."
        parent={baseVersion === 0 ? { href: formsPath, label: "Forms" } : { href: formPath(code), label: "Form" }}
        actions={<ButtonLink href={formPath(code, "/preview")}>Preview</ButtonLink>}
      />
      <Notes kept={kept} faults={faults} note={note} />
      <div class="stack">
        <div class="columns">
          <div class="stack">
            <Questions kept={kept} faults={faults} />
            <AddQuestion kept={kept} note={note} />
          </div>
          <div class="stack">
            <Publish kept={kept} faults={faults} note={note} />
            <Whole kept={kept} faults={faults} />
            <Languages kept={kept} note={note} action={path} />
          </div>
        </div>
      </div>
    </>
  );
  const isFaulty = note.isRefused === true || note.addFault !== undefined || note.localeFault !== undefined;
  const isConflict = note.overtakenBy !== undefined || note.isOvertaken === true;
  const status = isConflict ? 409 : isFaulty ? 422 : 200;
  return scenePage(scene, { title, current: formsPath, status }, content);
}

function Notes({ kept, faults, note }: Edited) {
  if (note.isOvertaken === true) {
    return (
      <Flash tone="warn" title="Nothing was changed: somebody else changed this draft meanwhile.">
        It stands here as it is now. Please do it once more.
      </Flash>
    );
  }
  if (note.isRefused !== true) return <></>;
  return (
    <Flash tone="bad" title="It can’t be published yet.">
      {note.refusal === undefined ? "" : ` ${note.refusal}`}
      <ul>
        {faults.map((fault) => (
          <li>
            <a href={faultHref(kept, fault)}>{placeWords(kept.draft, fault)}</a>: {fault.message}
          </li>
        ))}
      </ul>
    </Flash>
  );
}

/** The input where a fault is put right. */
function faultHref({ code }: KeptDraft, { field, input }: DraftFault): string {
  if (input === "fields") return "#field-label";
  const page = field === undefined ? "/edit/words" : `/edit/fields/${field}`;
  return `${formPath(code, page)}?checked=1#field-${input}`;
}

function placeWords(draft: FormDraft, { field, input }: DraftFault): string {
  const found = draft.fields.find(({ key }) => key === field);
  if (found !== undefined) return questionOf(draft, found);
  return input === "fields" ? "Questions" : "Title and other words";
}

type Part = { readonly kept: KeptDraft; readonly faults: readonly DraftFault[] };

function Questions({ kept, faults }: Part) {
  const { draft, code } = kept;
  return (
    <Card title="Questions" id="questions">
      {draft.fields.length === 0 ? (
        <EmptyState title="It asks nothing yet" level={3}>
          Add the first question below.
        </EmptyState>
      ) : (
        <ol class="stack-tight">
          {draft.fields.map((field, index) => (
            <Question
              kept={kept}
              field={field}
              place={index}
              href={formPath(code, `/edit/fields/${field.key}`)}
              faults={faults.filter((fault) => fault.field === field.key).length}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

type QuestionProps = {
  readonly kept: KeptDraft;
  readonly field: DraftField;
  readonly place: number;
  readonly href: string;
  readonly faults: number;
};

function Question({ kept: { draft, code, revision }, field, place, href, faults }: QuestionProps) {
  const words = questionOf(draft, field);
  const { inputs, kind, when, key } = field;
  const step = inputs["step"] ?? "1";
  const isNewStep = place === 0 || (draft.fields[place - 1]?.inputs["step"] ?? "1") !== step;
  return (
    <li id={key} class="option">
      <div class="option-more stack-tight">
        <a href={href}>{words}</a> {faults === 0 ? null : <Badge tone="warn" label={faultCount(faults)} />}
        <p class="hint">
          {kindWords[kind]}
          {kind === "consent" ? "" : ` · ${targetWords(inputs["becomes"] ?? "")}`}
          {inputs["required"] === "yes" ? " · required" : ""}
          {isNewStep || step !== "1" ? ` · page ${step}` : ""}
          {when.length === 0 ? "" : ` · only after ${whenWords(draft, when)}`}
        </p>
        <form class="row" method="post" action={formPath(code, "/edit")}>
          <input type="hidden" name="revision" value={String(revision)} />
          <Button isSmall name="act" value={`up:${key}`} isDisabled={place === 0} label={`Up: ${words}`}>
            ↑
          </Button>
          <Button
            isSmall
            name="act"
            value={`down:${key}`}
            isDisabled={place === draft.fields.length - 1}
            label={`Down: ${words}`}
          >
            ↓
          </Button>
          <ButtonLink isSmall href={href}>
            Change<span class="hidden-words">: {words}</span>
          </ButtonLink>
          <Button isSmall look="quiet" name="act" value={`remove:${key}`} label={`Remove: ${words}`}>
            Remove
          </Button>
        </form>
      </div>
    </li>
  );
}

/** “How was it?”: 0, 1, 2 */
function whenWords({ locales, fields }: FormDraft, when: readonly string[]): string {
  const [first = ""] = when;
  const name = first.slice(0, first.indexOf(":"));
  const asked = fields.find((field) => field.name === name);
  const answers = when.map((one) => one.slice(name.length + 1));
  const words = answers.map((code) => asked?.options.find((one) => one.code === code)?.words[locales[0]] ?? code);
  const question = asked?.inputs[`label.${locales[0]}`] ?? name;
  return `“${question}” ${words.join(", ")}`;
}

function faultCount(faults: number): string {
  return faults === 1 ? "something is missing" : `${String(faults)} things are missing`;
}

function AddQuestion({ kept, note: { addFault = {}, typed } }: { readonly kept: KeptDraft; readonly note: EditNote }) {
  const { draft, code, revision } = kept;
  return (
    <Card title="Add a question">
      <form class="form" method="post" action={formPath(code, "/edit")}>
        <input type="hidden" name="revision" value={String(revision)} />
        <TextField
          name="label"
          label={inLocale("Question", draft.locales[0], draft)}
          hint="Of a consent: what she agrees to, word for word."
          value={typed?.label}
          maxLength={2_000}
          autocomplete="off"
          error={addFault["label"]}
        />
        <Select
          name="kind"
          label="How it is answered"
          options={fieldKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
          value={typed?.kind ?? "choice"}
          error={addFault["kind"]}
        />
        <Button name="act" value="add">
          Add
        </Button>
      </form>
    </Card>
  );
}

function Publish({ kept, faults, note: { overtakenBy } }: Edited) {
  const { code, baseVersion, updatedAt } = kept;
  return (
    <Card title="Publish">
      <div class="stack-tight">
        <Pairs
          items={[
            ["Changed", <When at={updatedAt} />],
            ["Becomes version", String(Math.max(baseVersion, overtakenBy ?? 0) + 1)],
            ["Still missing", faults.length === 0 ? "nothing" : String(faults.length)],
          ]}
        />
        {overtakenBy === undefined ? null : (
          <Flash tone="warn" title={`Version ${String(overtakenBy)} was published since this draft began.`}>
            What it changed is not in this draft.
          </Flash>
        )}
        <form class="row" method="post" action={formPath(code, "/edit")}>
          {overtakenBy === undefined ? null : <input type="hidden" name="over" value={String(overtakenBy)} />}
          <Button look={overtakenBy === undefined ? "primary" : "danger"} name="act" value="publish">
            {overtakenBy === undefined ? "Publish" : "Publish over it"}
          </Button>
          <Button look="quiet" name="act" value="discard">
            Throw the draft away
          </Button>
        </form>
      </div>
    </Card>
  );
}

function Whole({ kept: { code, draft }, faults }: Part) {
  const own = faults.filter(({ field, input }) => field === undefined && input !== "fields").length;
  const { inputs, locales } = draft;
  return (
    <Card
      title="Title and other words"
      action={
        <a href={formPath(code, "/edit/words")}>
          Change<span class="hidden-words"> title and other words</span>
        </a>
      }
    >
      <Pairs
        items={[
          ["Title", inputs[`title.${locales[0]}`] ?? "none yet"],
          ["Source of its facts", inputs["source"] ?? "survey"],
          ["Confirmed by mail", inputs["confirmDays"] ? `within ${inputs["confirmDays"]} days` : "no"],
          ...(own === 0 ? [] : [["Missing", <Badge tone="warn" label={faultCount(own)} />] as const]),
        ]}
      />
    </Card>
  );
}

type LanguagesProps = { readonly kept: KeptDraft; readonly note: EditNote; readonly action: string };

function Languages({ kept: { draft, revision }, note, action }: LanguagesProps) {
  const [own, ...more] = draft.locales;
  return (
    <Card title="Languages">
      <div class="stack-tight">
        <p>{localeWords(own)}: every word stands in it</p>
        <form class="stack-tight" method="post" action={action}>
          <input type="hidden" name="revision" value={String(revision)} />
          {more.map((locale) => (
            <p class="row">
              <span>{localeWords(locale)}</span>
              <Button
                isSmall
                look="quiet"
                name="act"
                value={`drop-locale:${locale}`}
                label={`Remove ${localeWords(locale)} and its words`}
              >
                Remove
              </Button>
            </p>
          ))}
        </form>
        <form class="stack-tight" method="post" action={action}>
          <input type="hidden" name="revision" value={String(revision)} />
          <TextField
            name="locale"
            label="Another language"
            hint="As a tag: de, fr-CH, ar"
            value={note.locale}
            maxLength={35}
            autocomplete="off"
            isShort
            error={note.localeFault}
          />
          <Button name="act" value="add-locale">
            Add the language
          </Button>
        </form>
      </div>
    </Card>
  );
}
