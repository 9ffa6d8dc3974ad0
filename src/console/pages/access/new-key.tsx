import { newKeyBody } from "#access/api/key-schema.ts";
import { createKey, newKeyId } from "#access/create-key.ts";
import { scopeWords } from "#access/scopes.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { problems } from "#kernel/problem.ts";
import { type FormFields, readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { CheckboxCards, Select } from "#web/pages/choice-fields.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type FieldFaults, faultsOfProblem, readFields } from "#console/form-faults.ts";
import { type ConsolePage, notice, type Scene, scenePage } from "#console/scene.tsx";
import { KeyOnce } from "./key-once.tsx";
import { Refused } from "#console/pages/refused.tsx";

const KEYS = "/console/keys";
const PATH = `${KEYS}/new`;

export const newKeyPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "keys:manage", handle: (scene) => form(scene, emptyDraft(scene)) },
  { method: "post", path: PATH, scope: "keys:manage", handle: create },
];

type Draft = {
  readonly kind: "api" | "write";
  /** Chosen with the form: a form that is sent again makes no second key. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Days until the key ends; "" is never. */
  readonly days: string;
};

const lives = [
  { value: "", label: "When it is revoked" },
  { value: "30", label: "After 30 days" },
  { value: "90", label: "After 90 days" },
  { value: "365", label: "After a year" },
] as const;

function emptyDraft({ deps, context }: Scene): Draft {
  const kind = context.req.query("kind") === "write" ? "write" : "api";
  return { kind, id: newKeyId(deps), name: "", scopes: [], days: "" };
}

function form(scene: Scene, draft: Draft, faults: FieldFaults = {}): Promise<Response> {
  const isWriteKey = draft.kind === "write";
  const title = isWriteKey ? "New write key" : "New API key";
  const content = (
    <>
      <PageHeader
        title={title}
        lead={
          isWriteKey
            ? "For the vendor’s public pages and apps: it can send what happens there, and neither read nor change anything."
            : "For one system that works with Jumpstation. Give each its own, with no more than it needs."
        }
        parent={{ href: KEYS, label: "API keys" }}
      />
      <Refused
        faults={faults}
        labels={{ name: "Name", scopes: "What it may do", days: "Ends" }}
        title="No key was made."
      />
      <form class="form" method="post" action={PATH}>
        <input type="hidden" name="kind" value={draft.kind} />
        <input type="hidden" name="id" value={draft.id} />
        <TextField
          name="name"
          label="Name"
          hint="Who uses it, and for what."
          value={draft.name}
          maxLength={100}
          autocomplete="off"
          error={faults["name"]}
        />
        {isWriteKey ? null : (
          <CheckboxCards
            name="scopes"
            legend="What it may do"
            values={draft.scopes}
            options={scene.actor.scopes.map((scope) => ({
              value: scope,
              label: scope,
              hint: `${scopeWords[scope]}.`,
            }))}
            error={faults["scopes"]}
          />
        )}
        <Select name="days" label="Ends" options={lives} value={draft.days} error={faults["days"]} />
        <div class="row">
          <Button look="primary">{isWriteKey ? "Make the write key" : "Make the key"}</Button>
          <ButtonLink href={KEYS}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  return scenePage(scene, { title, current: KEYS, status: Object.keys(faults).length > 0 ? 422 : 200 }, content);
}

const shape = { kind: "one", id: "one", name: "one", scopes: "many", days: "one" } as const;
const KEY_ID = /^[0-9a-z]{26}$/;

async function create(scene: Scene): Promise<Response> {
  const { deps, context, actor, now } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  const draft = fields.ok ? draftOf(fields.value) : undefined;
  if (draft === undefined) return notice(scene, 400, problems.invalid_request.title);
  const read = readFields(newKeyBody, {
    name: draft.name,
    scopes: draft.kind === "write" ? ["ingest"] : draft.scopes,
    ...(draft.days === "" ? {} : { expiresAt: now + Number(draft.days) * DAY_MS }),
  });
  if (!read.ok) return form(scene, draft, read.error);
  const made = await createKey({ deps, actor, input: read.value, id: draft.id });
  if (made.ok)
    return scenePage(scene, { title: "Key", current: KEYS }, <KeyOnce made={made.value} at={deps.publicUrl} />);
  if (made.error.code === "conflict") return notice(scene, 409, "This key was made already, and its secret was shown");
  return form(scene, draft, faultsOfProblem(made.error));
}

/** undefined for what our own form never sends. */
function draftOf(fields: FormFields): Draft | undefined {
  const [kind, id, days] = [fields.one("kind"), fields.one("id"), fields.one("days")];
  if ((kind !== "api" && kind !== "write") || !KEY_ID.test(id)) return undefined;
  if (!lives.some(({ value }) => value === days)) return undefined;
  return { kind, id, days, name: fields.one("name"), scopes: fields.many("scopes") };
}
