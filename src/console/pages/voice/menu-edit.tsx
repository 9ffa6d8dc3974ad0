import { type Fault, problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { findMenu } from "#messages/voice/menus/find-menu.ts";
import { menuCode } from "#messages/voice/menus/menu-shape.ts";
import { menuFaults, putMenu } from "#messages/voice/menus/put-menu.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import {
  changeDraft,
  draftOfMenu,
  type MenuDraft,
  menuFormShape,
  menuOfDraft,
  MOST_STEPS,
  readMenuDraft,
  stepKinds,
} from "./menu-draft.ts";
import { voicePath } from "./menus.tsx";
import { kindWords, StepFields } from "./step-fields.tsx";

const EDIT = `${voicePath}/menus/:code/edit`;
const NEW = `${voicePath}/new`;

/** A menu as a form: a field for everything that the API takes, and a button for each change of the list. */
export const menuEditPages: readonly ConsolePage[] = [
  { method: "get", path: EDIT, scope: "settings:write", handle: showEditor },
  { method: "post", path: EDIT, scope: "settings:write", handle: takeEditor },
  { method: "get", path: NEW, scope: "settings:write", handle: (scene) => editor(scene, fresh()) },
  { method: "post", path: NEW, scope: "settings:write", handle: takeEditor },
];

type Editing = {
  /** undefined: a new menu, whose code is asked for. */
  readonly code: string | undefined;
  readonly typedCode?: string;
  readonly draft: MenuDraft;
  readonly faults: readonly Fault[];
  readonly isFine?: boolean;
};

const fresh = (): Editing => ({ code: undefined, draft: draftOfMenu(), faults: [] });

async function showEditor(scene: Scene): Promise<Response> {
  const code = menuCode.safeParse(scene.context.req.param("code"));
  if (!code.success) return notFound(scene);
  const { flow } = await findMenu(scene.deps.store, code.data);
  if (flow.steps.length > MOST_STEPS) return notice(scene, 409, "This menu is too long for a form: put it by the API");
  return editor(scene, { code: code.data, draft: draftOfMenu(flow), faults: [] });
}

async function takeEditor(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape: menuFormShape });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  const fields = sent.value;
  const named = context.req.param("code");
  const act = fields.one("act");
  const typedCode = fields.one("code");
  const draft = changeDraft(readMenuDraft(fields), act, fields.one("add"));
  const editing = { code: named, typedCode, draft, faults: [] };
  if (act !== "save" && act !== "check") return editor(scene, editing);
  const code = menuCode.safeParse(named ?? typedCode);
  const flow = menuOfDraft(draft);
  const faults = [
    ...(code.success ? [] : [{ pointer: "/code", message: "A menu's code is small letters, digits and hyphens." }]),
    ...(flow.ok ? await menuFaults(deps.store, flow.value) : flow.error),
  ];
  if (faults.length > 0 || !code.success || !flow.ok) return editor(scene, { ...editing, faults });
  if (act === "check") return editor(scene, { ...editing, isFine: true });
  const put = await putMenu({ deps, actor, code: code.data, flow: flow.value });
  if (!put.ok) return editor(scene, { ...editing, faults: put.error.faults ?? [] });
  return seeOther(`${voicePath}/menus/${code.data}?saved=1`);
}

function editor(scene: Scene, editing: Editing): Promise<Response> {
  const { code, draft, faults } = editing;
  const title = code === undefined ? "New menu" : `Change menu ${code}`;
  const action = code === undefined ? NEW : `${voicePath}/menus/${code}/edit`;
  const content = (
    <>
      <PageHeader
        title={title}
        lead="The first step begins. {vendor} stands for your name, {website} for your address."
        parent={
          code === undefined
            ? { href: voicePath, label: "Telephone menus" }
            : { href: `${voicePath}/menus/${code}`, label: `Menu ${code}` }
        }
      />
      <Said editing={editing} />
      <form class="stack" method="post" action={action}>
        {code === undefined ? (
          <TextField
            name="code"
            label="Code"
            hint="Small letters, digits and hyphens; it stays."
            value={editing.typedCode}
            error={faults.find(({ pointer }) => pointer === "/code")?.message}
            isShort
            maxLength={40}
          />
        ) : null}
        <TextField
          name="language"
          label="Language"
          hint="As en, de-AT or fr: whose voice speaks."
          value={draft.language}
          error={faults.find(({ pointer }) => pointer === "/language")?.message}
          isShort
          maxLength={35}
        />
        {draft.steps.map((step, index) => (
          <StepFields draft={draft} step={step} index={index} faults={faults} />
        ))}
        {draft.steps.length < MOST_STEPS ? <AddStep /> : null}
        <div class="row">
          <Button look="primary" name="act" value="save">
            Save
          </Button>
          <Button name="act" value="check">
            Check only
          </Button>
          <ButtonLink look="quiet" href={code === undefined ? voicePath : `${voicePath}/menus/${code}`}>
            Leave it
          </ButtonLink>
        </div>
      </form>
    </>
  );
  return scenePage(scene, { title, current: voicePath, status: faults.length > 0 ? 422 : 200 }, content);
}

function AddStep() {
  return (
    <div class="row add-step">
      <Select
        name="add"
        label="Another step"
        value="say"
        options={stepKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
      />
      <Button name="act" value="add">
        Add
      </Button>
    </div>
  );
}

function Said({ editing: { faults, draft, isFine } }: { readonly editing: Editing }) {
  if (faults.length === 0) {
    return isFine === true ? <Flash tone="good" title="The menu can be used so. It is not saved yet." /> : <></>;
  }
  return (
    <Flash tone="bad" title="The menu can’t be used so. Nothing was changed.">
      <ul class="stack-tight">
        {faults.map(({ pointer, message }) => (
          <li>
            {placeOf(draft, pointer)}
            {message}
          </li>
        ))}
      </ul>
    </Flash>
  );
}

function placeOf({ steps }: MenuDraft, pointer: string): string {
  const step = steps[Number(/^\/steps\/(\d+)/.exec(pointer)?.[1] ?? Number.NaN)];
  return step === undefined ? "" : `Step ${step.name}: `;
}
