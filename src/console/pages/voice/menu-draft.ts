import { keypad } from "#channels/voice/call-flow.ts";
import type { Fault } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type MenuFlow, menuBody } from "#messages/voice/menus/menu-shape.ts";
import type { FormFields, FormShape } from "#me/read-form.ts";
import { seedMenu } from "#messages/voice/menus/seed-menu.ts";

export const stepKinds = ["say", "ask", "send_link", "consent", "connect", "opt_out", "hang_up"] as const;
export type StepKind = (typeof stepKinds)[number];

/** A step as the form has it: words only. `choices` is a line for each key. */
export type StepDraft = Readonly<
  Record<"name" | "kind" | "text" | "next" | "choices" | "url" | "title" | "number" | "channel" | "topic", string>
>;
export type MenuDraft = { readonly language: string; readonly steps: readonly StepDraft[] };

/** A form has room for so many; a longer menu is put by the API. */
export const MOST_STEPS = 40;

const parts = ["name", "kind", "text", "next", "choices", "url", "title", "number", "channel", "topic"] as const;
const blank: StepDraft = {
  name: "",
  kind: "say",
  text: "",
  next: "",
  choices: "",
  url: "",
  title: "",
  number: "",
  channel: "voice",
  topic: "",
};

export const fieldOf = (index: number, part: keyof StepDraft) => `s${index}-${part}`;

export const menuFormShape: FormShape = Object.fromEntries([
  ...["code", "language", "act", "add"].map((name) => [name, "one"] as const),
  ...Array.from({ length: MOST_STEPS }, (_, index) =>
    parts.map((part) => [fieldOf(index, part), "one"] as const),
  ).flat(),
]);

export function draftOfMenu({ language, steps }: MenuFlow = seedMenu): MenuDraft {
  return {
    language,
    steps: steps.map((step) => ({
      ...blank,
      ...Object.fromEntries(Object.entries(step).filter(([, value]) => typeof value === "string")),
      ...(step.kind === "ask"
        ? { choices: step.choices.map(({ key, to, label }) => `${key} ${to} ${label}`).join("\n") }
        : {}),
    })),
  };
}

export function readMenuDraft(fields: FormFields): MenuDraft {
  const steps = Array.from({ length: MOST_STEPS }, (_, index): StepDraft | undefined => {
    if (fields.one(fieldOf(index, "kind")) === "") return undefined;
    const read = Object.fromEntries(parts.map((part) => [part, fields.one(fieldOf(index, part))]));
    return { ...blank, ...read };
  });
  return { language: fields.one("language"), steps: steps.filter((step) => step !== undefined) };
}

/** What a button beside the steps does: "remove:2", "up:2", "add". Anything else leaves the draft as it is. */
export function changeDraft(draft: MenuDraft, act: string, added: string): MenuDraft {
  const { steps } = draft;
  const [verb, place = ""] = act.split(":");
  const index = Number(place);
  if (verb === "add" && steps.length < MOST_STEPS) {
    const kind = stepKinds.find((one) => one === added) ?? "say";
    return { ...draft, steps: [...steps, { ...blank, kind, name: `step-${steps.length + 1}` }] };
  }
  if (verb === "remove") return { ...draft, steps: steps.filter((_, at) => at !== index) };
  const [above, moved] = [steps[index - 1], steps[index]];
  if (verb !== "up" || above === undefined || moved === undefined) return draft;
  return { ...draft, steps: steps.with(index - 1, moved).with(index, above) };
}

/** The menu that a draft means; faults with their places, as the API gives them. */
export function menuOfDraft({ language, steps }: MenuDraft): Result<MenuFlow, readonly Fault[]> {
  const parsed = menuBody.safeParse({ language, steps: steps.map(stepOf) });
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.map(String).join("/")}`, message })));
}

function stepOf({ kind, name, text, next, choices, ...more }: StepDraft): unknown {
  const lead = next === "" ? {} : { next };
  const { url, title, number, channel, topic } = more;
  switch (kind) {
    case "ask":
      return {
        kind,
        name,
        text,
        choices: choices
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map(choiceOf),
      };
    case "send_link":
      return { kind, name, text, url, title, ...lead };
    case "consent":
      return { kind, name, text, channel, topic, ...lead };
    case "connect":
      return { kind, name, text, number, ...lead };
    case "say":
      return { kind, name, text, ...lead };
    default:
      return { kind, name, text };
  }
}

/** "1 hours For our hours": the key, the step, what is said. */
function choiceOf(line: string) {
  const [, key = "", to = "", label = ""] = /^\s*(\S+)\s+(\S+)\s*(.*)$/u.exec(line) ?? [];
  return { key: keypad.find((one) => one === key) ?? key, to, label: label.trim() };
}
