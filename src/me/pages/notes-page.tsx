import { Badge } from "#web/pages/badge.tsx";
import { Button } from "#web/pages/button.tsx";
import { Checkbox, RadioCards } from "#web/pages/choice-fields.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { TextArea } from "#web/pages/text-field.tsx";
import { MAX_NOTE, type NoteKind, noteKinds, type OwnNote } from "#me/site/note.ts";
import { type OwnFrame, OwnShell } from "./own-shell.tsx";
import { sayDay } from "./say-when.ts";

export type NoteDraft = { readonly kind: NoteKind; readonly text: string; readonly isShared: boolean };
export type NoteFault = "empty" | "long" | "full";

export type NotesPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly zone: string;
  readonly notes: readonly OwnNote[];
  readonly draft: NoteDraft;
  readonly fault: NoteFault | undefined;
  readonly flash?: string | undefined;
};

/** Room of her own: what stands here is sealed, and nobody else's unless she says so. */
export function NotesPage({ frame, formToken, zone, notes, draft, fault, flash }: NotesPageProps) {
  const { notes: words } = frame.own;
  const said = fault === undefined ? undefined : words[fault];
  return (
    <OwnShell frame={frame} formToken={formToken} title={words.title} lead={words.lead(frame.brand.name)} flash={flash}>
      <form class="form card" method="post" action="/me/notes">
        <input type="hidden" name="form" value={formToken} />
        <NoteFields frame={frame} id="new" draft={draft} error={said} />
        <Button look="primary" isWide>
          {words.add}
        </Button>
      </form>
      {notes.length === 0 ? <EmptyState title={words.none} /> : null}
      {notes.length === 0 ? null : (
        <ul class="stack">
          {notes.map((note) => (
            <li class="card">
              <NoteCard frame={frame} formToken={formToken} zone={zone} note={note} />
            </li>
          ))}
        </ul>
      )}
    </OwnShell>
  );
}

type NoteProps = Pick<NotesPageProps, "frame" | "formToken" | "zone"> & { readonly note: OwnNote };

function NoteCard({ frame, formToken, zone, note }: NoteProps) {
  const { notes: words } = frame.own;
  const { id, kind, text, isShared, createdAt } = note;
  return (
    <div class="stack-tight">
      <div class="row">
        <h2>{words.kinds[kind]}</h2>
        <Badge tone={isShared ? "warn" : "neutral"} label={isShared ? words.shared : words.own} />
        <span class="hint">{sayDay(createdAt, { language: frame.language, zone })}</span>
      </div>
      <p class="own-words" dir="auto">
        {text ?? words.closed}
      </p>
      {text === undefined ? null : (
        <details>
          <summary>{words.change}</summary>
          <form class="form" method="post" action="/me/notes">
            <input type="hidden" name="form" value={formToken} />
            <input type="hidden" name="id" value={id} />
            <NoteFields frame={frame} id={id} draft={{ kind, text, isShared }} error={undefined} />
            <Button>{words.add}</Button>
          </form>
        </details>
      )}
      <form method="post" action="/me/notes">
        <input type="hidden" name="form" value={formToken} />
        <input type="hidden" name="id" value={id} />
        <Button isSmall look="danger" name="act" value="delete">
          {words.remove}
        </Button>
      </form>
    </div>
  );
}

type FieldsProps = {
  readonly frame: OwnFrame;
  readonly id: string;
  readonly draft: NoteDraft;
  readonly error: string | undefined;
};

function NoteFields({ frame, id, draft, error }: FieldsProps) {
  const { notes: words } = frame.own;
  return (
    <>
      <KindChoice id={id} words={words} kind={draft.kind} />
      <TextArea
        name="text"
        id={`text-${id}`}
        label={words.text}
        hint={words.textHint}
        maxLength={MAX_NOTE}
        rows={4}
        value={draft.text}
        error={error}
      />
      <Checkbox name="share" label={words.share(frame.brand.name)} hint={words.shareHint} isChecked={draft.isShared} />
    </>
  );
}

/** Ids are unique in a page, and so the fieldset's own is only on the first form. */
function KindChoice({
  id,
  words,
  kind,
}: {
  readonly id: string;
  readonly words: OwnFrame["own"]["notes"];
  readonly kind: NoteKind;
}) {
  const options = noteKinds.map((value) => ({ value, label: words.kinds[value] }));
  if (id === "new") return <RadioCards name="kind" legend={words.kind} options={options} value={kind} isSideBySide />;
  return (
    <fieldset>
      <legend>{words.kind}</legend>
      <div class="choices side">
        {options.map(({ value, label }) => (
          <label class="choice">
            <input type="radio" name="kind" value={value} checked={value === kind} />
            <span class="choice-text">
              <span class="choice-label">{label}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
