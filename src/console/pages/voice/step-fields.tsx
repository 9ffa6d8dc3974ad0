import type { Fault } from "#kernel/problem.ts";
import { Button } from "#web/pages/button.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";
import { fieldOf, type MenuDraft, type StepDraft, type StepKind } from "./menu-draft.ts";

export const kindWords: Readonly<Record<StepKind, string>> = {
  say: "Say something",
  ask: "Ask for a key",
  send_link: "Send a link as a text",
  consent: "Record an agreement",
  connect: "Put through to a number",
  opt_out: "End all calls to her",
  hang_up: "Hang up",
};

type StepProps = {
  readonly draft: MenuDraft;
  readonly step: StepDraft;
  readonly index: number;
  readonly faults: readonly Fault[];
};

/** One step of a menu, with what its kind has. */
export function StepFields({ draft, step, index, faults }: StepProps) {
  const kind = step.kind as StepKind;
  const errorOf = (part: keyof StepDraft) =>
    faults.find(({ pointer }) => `${pointer}/`.startsWith(`/steps/${index}/${part}/`))?.message;
  const leads = kind !== "ask" && kind !== "opt_out" && kind !== "hang_up";
  const field = (part: keyof StepDraft) => ({ name: fieldOf(index, part), value: step[part], error: errorOf(part) });
  return (
    <fieldset class="card">
      <legend class="step-name">
        {String(index + 1)}. {kindWords[kind] ?? step.kind}
      </legend>
      <input type="hidden" name={fieldOf(index, "kind")} value={step.kind} />
      <div class="form">
        <TextField {...field("name")} label="Name" hint="By which other steps lead here." isShort maxLength={40} />
        <TextArea {...field("text")} label={textLabels[kind] ?? "What is said"} rows={2} maxLength={4_000} />
        {kind === "ask" ? (
          <TextArea
            {...field("choices")}
            label="Keys"
            hint="One in each line: the key, the name of the step, what is said. As “1 hours For our hours”."
            rows={5}
          />
        ) : null}
        {kind === "send_link" ? <LinkFields field={field} /> : null}
        {kind === "consent" ? <ConsentFields field={field} /> : null}
        {kind === "connect" ? (
          <TextField {...field("number")} label="Number" hint="With its country code: +12025550123." type="tel" />
        ) : null}
        {leads ? (
          <Select
            {...field("next")}
            label="Then"
            options={[
              { value: "", label: index + 1 < draft.steps.length ? "the step that stands next" : "the end" },
              ...draft.steps.map(({ name }) => ({ value: name, label: name })),
            ]}
          />
        ) : null}
        <div class="row">
          {index === 0 ? null : (
            <Button isSmall name="act" value={`up:${index}`} label={`Move ${step.name} up`}>
              Up
            </Button>
          )}
          <Button isSmall look="quiet" name="act" value={`remove:${index}`} label={`Remove ${step.name}`}>
            Remove
          </Button>
        </div>
      </div>
    </fieldset>
  );
}

const textLabels: Readonly<Partial<Record<StepKind, string>>> = {
  ask: "What is said before the keys",
  send_link: "What is said once the text is on its way",
  consent: "What is said after it",
  connect: "What is said before it rings",
};

type Field = (part: keyof StepDraft) => {
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
};

function LinkFields({ field }: { readonly field: Field }) {
  return (
    <>
      <TextField {...field("title")} label="What the text says" maxLength={150} />
      <TextField {...field("url")} label="Address" hint="On one of your hosts, or {website}." maxLength={2_048} />
    </>
  );
}

function ConsentFields({ field }: { readonly field: Field }) {
  return (
    <>
      <Select
        {...field("channel")}
        label="She agrees to"
        options={[
          { value: "voice", label: "calls" },
          { value: "sms", label: "texts" },
        ]}
      />
      <TextField {...field("topic")} label="About" hint="A topic of newsletters; empty: all of them." maxLength={64} />
    </>
  );
}
