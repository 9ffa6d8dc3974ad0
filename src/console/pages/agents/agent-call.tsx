import type { Call } from "#calls/call.ts";
import { type Disposition, listDispositions } from "#calls/dispositions.ts";
import { endCall } from "#calls/end-call.ts";
import { noteCall } from "#calls/note-call.ts";
import { type CallerFacts, releasedFacts } from "#calls/released-facts.ts";
import { type Form, listForms } from "#customers/forms/find-form.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { problems } from "#kernel/problem.ts";
import { type FormFields, readForm } from "#me/read-form.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import type { NewsletterPreference } from "#messages/preferences/preferences.ts";
import { describePace } from "#messages/schedule/describe-pace.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";
import { type FieldFaults, faultsOfProblem } from "#console/form-faults.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { StateBadge, When } from "#console/words.tsx";
import { callPath, CALLS, callsPath, withCall } from "./agent-words.ts";
import { localeWords } from "#console/pages/forms/form-words.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

const PATH = `${callsPath}/:id`;

export const agentCallPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: CALLS, handle: (scene) => withCall(scene, (call) => page(scene, call)) },
  { method: "post", path: PATH, scope: CALLS, handle: (scene) => withCall(scene, (call) => act(scene, call)) },
];

type NoteDraft = { readonly note: string; readonly disposition: string; readonly category: string };
const noNote: NoteDraft = { note: "", disposition: "", category: "" };

type Shown = { readonly draft?: NoteDraft; readonly faults?: FieldFaults };

async function page(scene: Scene, call: Call, { draft = noNote, faults = {} }: Shown = {}): Promise<Response> {
  const { deps, context } = scene;
  const [facts, dispositions, forms, preferences] = await Promise.all([
    releasedFacts(deps.forms, call),
    listDispositions(deps.store),
    listForms(deps.store),
    findPreferences(deps.store, { id: call.customerId }),
  ]);
  if (!facts.ok || preferences === undefined) return notFound(scene);
  const title = nameOf(facts.value);
  const content = (
    <>
      <PageHeader
        title={title}
        lead={`Call ${call.reference}`}
        parent={{ href: callsPath, label: "Calls" }}
        actions={<EndCall call={call} />}
      />
      <Done done={context.req.query("done")} />
      <div class="columns">
        <div class="stack">
          <NoteForm call={call} draft={draft} faults={faults} dispositions={dispositions} />
          <Forms call={call} forms={forms} locale={facts.value.locale} />
          <Notes notes={facts.value.notes} />
        </div>
        <div class="stack">
          <Facts facts={facts.value} />
          <Hears call={call} newsletters={preferences.newsletters} />
        </div>
      </div>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title, current: callsPath, status }, content);
}

function nameOf({ firstName, lastName, customer }: CallerFacts): string {
  const name = [firstName, lastName].filter((part) => part !== null).join(" ");
  return name === "" ? customer : name;
}

const doneWords: Readonly<Record<string, string>> = {
  note: "The note is kept.",
  form: "Her answers are kept.",
  waiting: "A mail is on its way to the address that she named: nothing counts before she says yes to it.",
  preferences: "Her choices are kept.",
  "opt-out": "She hears nothing more but what she needs to know about her own orders.",
};

function Done({ done = "" }: { readonly done: string | undefined }) {
  const words = doneWords[done];
  return words === undefined ? <></> : <Flash tone="good" title={words} />;
}

function EndCall({ call }: { readonly call: Call }) {
  return (
    <form method="post" action={callPath(call.id)}>
      <Button name="act" value="end">
        End the call
      </Button>
    </form>
  );
}

function Facts({ facts }: { readonly facts: CallerFacts }) {
  const known = [
    ["E\u2011mail", facts.email],
    ["Phone", facts.phone],
  ] as const;
  return (
    <Card title="What is known">
      <Pairs
        items={[
          ["Code", facts.customer],
          ["Speaks", localeWords(facts.locale)],
          ...known.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
          ...facts.attributes.map(({ name, label, value }) => [label === "" ? name : label, saidOf(value)] as const),
        ]}
      />
    </Card>
  );
}

function saidOf(value: string | number | boolean): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

type NoteProps = {
  readonly call: Call;
  readonly draft: NoteDraft;
  readonly faults: FieldFaults;
  readonly dispositions: readonly Disposition[];
};

function NoteForm({ call, draft, faults, dispositions }: NoteProps) {
  const label = "How the call ended";
  const options = dispositions.map(({ code, meaning }) => ({ value: code, label: meaning }));
  return (
    <Card title="Note">
      <form class="form" method="post" action={callPath(call.id)}>
        <TextArea
          name="note"
          label="What it was about"
          hint="Kept sealed. She may read it herself one day."
          value={draft.note}
          maxLength={8_000}
          error={faults["note"]}
        />
        {dispositions.length === 0 ? (
          <TextField
            name="disposition"
            label={label}
            value={draft.disposition}
            maxLength={200}
            error={faults["disposition"]}
          />
        ) : (
          <Select
            name="disposition"
            label={label}
            options={[{ value: "", label: "Not said" }, ...options]}
            value={draft.disposition}
            error={faults["disposition"]}
          />
        )}
        <TextField
          name="category"
          label="Which products"
          hint="The category, such as garden. It counts as an interest; may be left empty."
          value={draft.category}
          maxLength={100}
          error={faults["category"]}
        />
        <Button look="primary" name="act" value="note">
          Keep the note
        </Button>
      </form>
    </Card>
  );
}

type FormsProps = { readonly call: Call; readonly forms: readonly Form[]; readonly locale: string };

function Forms({ call, forms, locale }: FormsProps) {
  const live = forms.filter(({ state }) => state === "live");
  return (
    <Card title="Fill in a form for her">
      {live.length === 0 ? (
        <EmptyState title="There is no form" level={3}>
          Forms that are live stand here.
        </EmptyState>
      ) : (
        <div class="row">
          {live.map(({ code, definition: { title, locale: own } }) => (
            <ButtonLink isSmall href={callPath(call.id, `/forms/${code}`)}>
              {pickWords(title, locale, own)}
            </ButtonLink>
          ))}
        </div>
      )}
    </Card>
  );
}

function Notes({ notes }: Pick<CallerFacts, "notes">) {
  return (
    <Card title="Earlier calls">
      {notes.length === 0 ? (
        <EmptyState title="Nothing was noted yet" level={3}>
          What agents note stands here.
        </EmptyState>
      ) : (
        <ul class="stack-tight">
          {notes.map(({ at, disposition, category, note }) => (
            <li>
              <span class="quiet">
                <When at={at} /> {[disposition, category].filter((part) => part !== null).join(", ")}
              </span>
              <br />
              {note ?? "These words can’t be opened any more."}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

type HearsProps = { readonly call: Call; readonly newsletters: readonly NewsletterPreference[] };

function Hears({ call, newsletters }: HearsProps) {
  return (
    <Card title="What she hears">
      <div class="stack-tight">
        <Pairs
          items={newsletters.map(({ title, isOn, pace }) => [
            title,
            isOn ? describePace(pace, "en") : <StateBadge state="off" />,
          ])}
        />
        <div class="row">
          <ButtonLink isSmall href={callPath(call.id, "/preferences")}>
            Change it
          </ButtonLink>
          <ButtonLink isSmall look="danger" href={callPath(call.id, "/opt-out")}>
            No advertising any more
          </ButtonLink>
        </div>
      </div>
    </Card>
  );
}

const shape = { act: "one", note: "one", disposition: "one", category: "one" } as const;

async function act(scene: Scene, call: Call): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  if (fields.value.one("act") !== "end") return keepNote(scene, call, fields.value);
  await endCall(deps, { actor, id: call.id });
  return seeOther(callsPath);
}

async function keepNote(scene: Scene, call: Call, fields: FormFields): Promise<Response> {
  const { deps, actor } = scene;
  const draft = { note: fields.one("note"), disposition: fields.one("disposition"), category: fields.one("category") };
  if (draft.note === "") return page(scene, call, { draft, faults: { note: "Fill this in." } });
  const noted = await noteCall(deps.forms, {
    actor,
    call,
    input: {
      noteId: deps.ids.next("note"),
      note: draft.note,
      ...(draft.disposition === "" ? {} : { disposition: draft.disposition }),
      ...(draft.category === "" ? {} : { category: draft.category }),
    },
  });
  return noted.ok
    ? seeOther(`${callPath(call.id)}?done=note`)
    : page(scene, call, { draft, faults: faultsOfProblem(noted.error) });
}
