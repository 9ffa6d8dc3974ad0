import type { RuleFault } from "#content/rule-fault.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";
import { liveCountPath } from "./live-count-script.ts";
import { FaultyPlace } from "#console/pages/catalogue/rule-editor.tsx";

export type SegmentDraft = {
  readonly code: string;
  readonly title: string;
  readonly when: string;
  readonly ruleFaults: readonly RuleFault[];
  /** Faults of the other fields, by their names. */
  readonly faults: Readonly<Record<string, string>>;
  /** How many customers the rule holds for, in words. */
  readonly counted?: string | undefined;
  readonly isSaved?: boolean | undefined;
};

export type SegmentEditorProps = {
  readonly draft: SegmentDraft;
  readonly action: string;
  /** A new segment is given its code here. */
  readonly isNew: boolean;
};

/** A segment's rule with the number of customers it holds for: on its button, and with a script while it is typed. */
export function SegmentEditor({ draft, action, isNew }: SegmentEditorProps) {
  const [first] = draft.ruleFaults;
  return (
    <form class="form" method="post" action={action} data-live-count="">
      <Said draft={draft} />
      {isNew ? (
        <TextField
          name="code"
          label="Code"
          hint="Its name in rules and in the API: small letters, digits and dashes. It never changes."
          value={draft.code}
          maxLength={64}
          autocomplete="off"
          error={draft.faults["code"]}
        />
      ) : (
        <input type="hidden" name="code" value={draft.code} />
      )}
      <TextField
        name="title"
        label="Title"
        value={draft.title}
        maxLength={200}
        autocomplete="off"
        error={draft.faults["title"]}
      />
      <TextArea
        name="when"
        label="Who is in it (CEL)"
        hint="Over customer and context.date; did(), daysSince(), affinity() and inSegment() ask what is known."
        value={draft.when}
        rows={6}
        isCode
        maxLength={4_000}
        error={first?.message}
      />
      {draft.ruleFaults.map((fault) => (
        <FaultyPlace source={draft.when} fault={fault} />
      ))}
      <p data-count="" role="status" aria-live="polite">
        {draft.counted ?? ""}
      </p>
      <div class="row">
        <Button look="primary" name="act" value="save">
          Save
        </Button>
        <Button name="act" value="count">
          Count only
        </Button>
        {isNew ? <ButtonLink href="/console/segments">Cancel</ButtonLink> : null}
      </div>
      <script src={liveCountPath} defer></script>
    </form>
  );
}

function Said({ draft }: Pick<SegmentEditorProps, "draft">) {
  if (draft.ruleFaults.length > 0) {
    return (
      <Flash tone="bad" title="The rule is not understood. Nothing was changed.">
        <ul class="stack-tight">
          {draft.ruleFaults.map((fault) => (
            <li>
              Line {String(fault.line)}, column {String(fault.column)}: {fault.message}
            </li>
          ))}
        </ul>
      </Flash>
    );
  }
  if (Object.keys(draft.faults).length > 0) return <Flash tone="bad" title="Nothing was saved: see below." />;
  return draft.isSaved === true ? (
    <Flash tone="good" title="Saved.">
      Who is in it by a new rule is found within the next moments.
    </Flash>
  ) : (
    <></>
  );
}
