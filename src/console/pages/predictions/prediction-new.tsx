import { problems } from "#kernel/problem.ts";
import { type FormFields, readForm } from "#me/read-form.ts";
import { predictionBody, predictionCode, ringTasks } from "#predict/registry/prediction.ts";
import { putPrediction } from "#predict/registry/put-prediction.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { Refused } from "#console/pages/refused.tsx";
import { type FieldFaults, faultsOfProblem, readFields } from "#console/form-faults.ts";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { spaced } from "#console/words.tsx";
import { newPredictionPath, predictionPath, predictionsPath } from "./prediction-paths.ts";

export const newPredictionPages: readonly ConsolePage[] = [
  { method: "get", path: newPredictionPath, scope: "predictions:write", handle: (scene) => form(scene, empty) },
  { method: "post", path: newPredictionPath, scope: "predictions:write", handle: declare },
];

const NAMES = ["code", "title", "task", "subject", "horizonDays", "quietDays", "event", "category"] as const;
type Draft = Readonly<Record<(typeof NAMES)[number], string>>;

const empty: Draft = {
  code: "",
  title: "",
  task: "activity",
  subject: "customer",
  horizonDays: "30",
  quietDays: "",
  event: "",
  category: "",
};

const words: Readonly<Record<(typeof ringTasks)[number], string>> = {
  "hit-and-run": "Of those with one purchase: who comes back?",
  dormancy: "Of those who went quiet: who wakes?",
  activity: "Who buys?",
  spending: "How much is spent?",
  timing: "When does the next purchase come?",
  propensity: "Who does what you name below?",
  next: "What is bought next?",
  cluster: "Which groups are there, and what do they need?",
  sale: "Which sale may be expected, of what, for how much?",
};

const LABELS = {
  title: "Title",
  code: "Code",
  task: "Question",
  subject: "About each",
  horizonDays: "Days ahead",
  quietDays: "Quiet days",
  event: "What shall happen",
  category: "In the category",
} as const;

function form(scene: Scene, draft: Draft, faults: FieldFaults = {}): Promise<Response> {
  const text = (name: keyof typeof LABELS, hint?: string) => (
    <TextField
      name={name}
      label={LABELS[name]}
      hint={hint}
      value={draft[name]}
      autocomplete="off"
      error={faults[name]}
    />
  );
  const content = (
    <>
      <PageHeader
        title="New prediction"
        lead="A question that is kept answered for everybody. The first training begins within minutes."
        parent={{ href: predictionsPath, label: "Predictions" }}
      />
      <Refused faults={faults} labels={LABELS} title="Nothing was declared." />
      <form class="form" method="post" action={newPredictionPath}>
        {text("title")}
        {text("code", "What rules call it: small letters, digits and _. It stays.")}
        <Select
          name="task"
          label={LABELS.task}
          options={ringTasks.map((task) => ({ value: task, label: `${spaced(task)}: ${words[task]}` }))}
          value={draft.task}
          error={faults["task"]}
        />
        <Select
          name="subject"
          label={LABELS.subject}
          options={["customer", "account"].map((value) => ({ value, label: value }))}
          value={draft.subject}
          error={faults["subject"]}
        />
        {text("horizonDays", "How far it looks, 1 to 730.")}
        {text("quietDays", "Dormancy alone: without a purchase for so long she is dormant.")}
        {text("event", "Propensity alone: purchase, click, or the name of an event.")}
        {text("category", "Propensity alone, where it matters.")}
        <div class="row">
          <Button look="primary">Declare it</Button>
          <ButtonLink href={predictionsPath}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: "New prediction", current: predictionsPath, status }, content);
}

async function declare(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const shape = Object.fromEntries(NAMES.map((name) => [name, "one" as const]));
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const draft = draftOf(fields.value);
  const code = readFields(predictionCode, draft.code);
  const read = readFields(predictionBody, bodyOf(draft));
  if (!code.ok || !read.ok) {
    const ofCode = code.ok ? {} : { code: code.error[""] ?? "Fill this in." };
    return form(scene, draft, { ...(read.ok ? {} : plain(read.error)), ...ofCode });
  }
  const put = await putPrediction({ deps, actor, input: { code: code.value, prediction: read.value } });
  if (put.ok) return seeOther(predictionPath(put.value.code));
  const faults = plain(faultsOfProblem(put.error));
  return form(scene, draft, Object.keys(faults).length > 0 ? faults : { code: put.error.detail ?? put.error.code });
}

function draftOf(fields: FormFields): Draft {
  return { ...empty, ...Object.fromEntries(NAMES.map((name) => [name, fields.one(name)])) };
}

/** Fields left empty are not said. */
function bodyOf({ title, task, subject, horizonDays, quietDays, event, category }: Draft): unknown {
  return {
    title,
    task,
    subject,
    settings: {
      horizonDays: Number(horizonDays),
      ...(quietDays === "" ? {} : { quietDays: Number(quietDays) }),
      ...(event === "" ? {} : { outcome: { event, ...(category === "" ? {} : { category }) } }),
    },
  };
}

/** "settings.horizonDays" is a field of this form by its last name. */
function plain(faults: FieldFaults): FieldFaults {
  return Object.fromEntries(
    Object.entries(faults).map(([name, words]) => {
      const last = name.split(".").at(-1) ?? name;
      return [last === "outcome" ? "event" : last, words];
    }),
  );
}
