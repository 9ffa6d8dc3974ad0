import { type Candidate, type Found, findCallers, type LookUp, lookUpWays } from "#calls/find-callers.ts";
import { type CallLine, listOpenCalls } from "#calls/find-call.ts";
import { startCall } from "#calls/start-call.ts";
import { codeText } from "#customers/api/schemas.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button } from "#web/pages/button.tsx";
import { RadioCards } from "#web/pages/choice-fields.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { Code, When } from "#console/words.tsx";
import { callPath, CALLS, callsPath } from "./agent-words.ts";

export const agentCallsPages: readonly ConsolePage[] = [
  { method: "get", path: callsPath, scope: CALLS, handle: (scene) => page(scene, { typed: empty }) },
  { method: "post", path: callsPath, scope: CALLS, handle: act },
];

type Typed = LookUp & { readonly reference: string };
type Shown = {
  readonly typed: Typed;
  readonly found?: Found;
  readonly fault?: string;
  readonly status?: 200 | 422 | 429;
};

const empty: Typed = { by: "phone", value: "", reference: "" };

async function page(scene: Scene, { typed, found, fault, status = 200 }: Shown): Promise<Response> {
  const open = await listOpenCalls(scene.deps, scene.actor);
  const content = (
    <>
      <PageHeader
        title="Calls"
        lead="Look the caller up, ask her who she is, and begin. Each look-up is told in the audit log."
      />
      <div class="stack">
        <LookUpForm typed={typed} fault={fault} />
        {found === undefined ? null : <Candidates found={found} typed={typed} />}
        <OpenCalls calls={open} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Calls", current: callsPath, status }, content);
}

const ways = { phone: "Phone number", email: "E-mail address", name: "Name", code: "Customer code" } as const;
const hints = { phone: "the whole number", email: "the whole address", name: "how it begins", code: "" } as const;

function LookUpForm({ typed, fault }: { readonly typed: Typed; readonly fault: string | undefined }) {
  const options = (["phone", "email", "name", "code"] as const).map((value) => ({
    value,
    label: ways[value],
    ...(hints[value] === "" ? {} : { hint: hints[value] }),
  }));
  return (
    <form class="form" method="post" action={callsPath}>
      <RadioCards name="by" legend="Look up by" options={options} value={typed.by} isSideBySide />
      <TextField
        name="value"
        label="What she says"
        value={typed.value}
        maxLength={320}
        autocomplete="off"
        error={fault}
      />
      <TextField
        name="reference"
        label="Number of the call"
        hint="As the telephone system names it; it proves what she agrees to. May be left empty."
        value={typed.reference}
        maxLength={100}
        autocomplete="off"
      />
      <Button look="primary" name="act" value="look-up">
        Look up
      </Button>
    </form>
  );
}

function Candidates({ found: { candidates, isCut }, typed }: { readonly found: Found; readonly typed: Typed }) {
  return (
    <div>
      {isCut ? <Flash tone="info" title="More than ten fit. Ask for more of her name, or for her number." /> : null}
      <Table
        caption="Who it may be"
        columns={[
          {
            label: "Name",
            isRowHeader: true,
            cell: (row: Candidate) => (row.name === "" ? "no name is known" : row.name),
          },
          { label: "E-mail", cell: (row) => row.email ?? "" },
          { label: "Phone", cell: (row) => row.phone ?? "" },
          { label: "Code", cell: (row) => <Code of={row.code} /> },
          { label: "It is she", cell: (row) => <Begin row={row} reference={typed.reference} /> },
        ]}
        rows={candidates}
        empty={
          <EmptyState title="Nobody fits">Try her number, her e-mail address or the beginning of her name.</EmptyState>
        }
      />
    </div>
  );
}

function Begin({ row: { code, name }, reference }: { readonly row: Candidate; readonly reference: string }) {
  return (
    <form method="post" action={callsPath}>
      <input type="hidden" name="customer" value={code} />
      <input type="hidden" name="reference" value={reference} />
      <Button isSmall name="act" value="begin" label={`Begin the call with ${name === "" ? code : name}`}>
        Begin
      </Button>
    </form>
  );
}

function OpenCalls({ calls }: { readonly calls: readonly CallLine[] }) {
  if (calls.length === 0) return <></>;
  return (
    <Table
      caption="Your open calls"
      columns={[
        {
          label: "Customer",
          isRowHeader: true,
          cell: (row: CallLine) => <a href={callPath(row.id)}>{row.customer}</a>,
        },
        { label: "Call", cell: (row) => <Code of={row.reference} /> },
        { label: "Since", cell: (row) => <When at={row.startedAt} /> },
      ]}
      rows={calls}
    />
  );
}

const shape = { act: "one", by: "one", value: "one", reference: "one", customer: "one" } as const;

async function act(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const reference = codeText.max(100).safeParse(fields.value.one("reference")).data;
  if (fields.value.one("act") === "begin") {
    const customer = fields.value.one("customer");
    const started = await startCall(deps.forms, { actor, input: { customer, reference } });
    if (started.ok) return seeOther(callPath(started.value.id));
    return started.error.code === "not_found" ? notFound(scene) : notice(scene, 429, problems.too_many_requests.title);
  }
  return lookUp(scene, {
    by: lookUpWays.find((way) => way === fields.value.one("by")) ?? "phone",
    value: fields.value.one("value"),
    reference: reference ?? "",
  });
}

async function lookUp(scene: Scene, typed: Typed): Promise<Response> {
  if (!codeText.max(320).safeParse(typed.value).success) {
    return page(scene, { typed, fault: "Fill this in.", status: 422 });
  }
  const found = await findCallers(scene.deps.forms, { actor: scene.actor, by: typed.by, value: typed.value });
  if (found.ok) return page(scene, { typed, found: found.value });
  return page(scene, { typed, fault: "Too many look-ups in an hour. Please wait a while.", status: 429 });
}
