import type { RuleVocabulary } from "#content/vocabulary.ts";
import type { Fault } from "#kernel/problem.ts";
import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import type { TemplateInputs } from "#templates/template-inputs.ts";
import { compileTriggerRules } from "./compile-trigger.ts";
import type { TriggerInput } from "./trigger.ts";

/** What a trigger says that this vendor's templates, attributes and segments do not bear out; every fault with its place. */
export async function checkTrigger(
  store: Store,
  input: TriggerInput,
  declared: Pick<RuleVocabulary, "customer" | "segments">,
): Promise<readonly Fault[]> {
  const rules = compileTriggerRules(input, declared);
  return [
    ...(rules.ok ? [] : rules.error),
    ...whenFaults(input, declared),
    ...waitFaults(input, declared),
    ...templateFaults(input, await findTemplateFacts(store, input.message.template)),
  ];
}

type Declared = Pick<RuleVocabulary, "customer" | "segments">;

function whenFaults({ when }: TriggerInput, { customer, segments }: Declared): readonly Fault[] {
  if (when.kind === "segment" && segments?.has(when.segment) !== true) {
    return [{ pointer: "/when/segment", message: "There is no such segment." }];
  }
  if (when.kind === "date" && when.of !== "birthday" && customer[when.of] !== "date") {
    return [{ pointer: "/when/of", message: "There is no customer attribute of this name and of type date." }];
  }
  return [];
}

function waitFaults({ wait }: TriggerInput, { customer }: Declared): readonly Fault[] {
  if (wait.kind !== "date" || !("attribute" in wait.of)) return [];
  const { attribute } = wait.of;
  if (attribute === "birthday" || customer[attribute] === "date") return [];
  return [{ pointer: "/wait/of/attribute", message: "There is no customer attribute of this name and of type date." }];
}

type TemplateFacts = {
  readonly kind: "marketing" | "service";
  readonly slots: readonly string[];
  readonly inputs: TemplateInputs;
};

async function findTemplateFacts(store: Store, name: string): Promise<TemplateFacts | undefined> {
  const [row] = await store.read<{ kind: TemplateFacts["kind"]; slots: string | null; inputs: string | null }>(
    sql`select compiled ->> 'kind' as kind, compiled ->> 'slots' as slots, compiled ->> 'inputs' as inputs
      from template_versions where name = ${name} order by version desc limit 1`,
  );
  if (row === undefined) return undefined;
  return {
    kind: row.kind,
    slots: JSON.parse(row.slots ?? "[]") as string[],
    inputs: JSON.parse(row.inputs ?? "{}") as TemplateInputs,
  };
}

function templateFaults({ message }: TriggerInput, template: TemplateFacts | undefined): readonly Fault[] {
  if (template === undefined)
    return [{ pointer: "/message/template", message: "No template of this name is published." }];
  const needed = message.messageClass === "marketing" ? "marketing" : "service";
  const { inputs, slots } = template;
  const given = message.data;
  return [
    ...(template.kind === needed
      ? []
      : [
          {
            pointer: "/message/template",
            message: `A ${message.messageClass} message needs a template of kind ${needed}.`,
          },
        ]),
    ...message.slots.flatMap(({ name }, index) =>
      slots.includes(name)
        ? []
        : [{ pointer: `/message/slots/${index}/name`, message: "The template has no such slot." }],
    ),
    ...Object.keys(given).flatMap((name) =>
      Object.hasOwn(inputs, name)
        ? []
        : [{ pointer: `/message/data/${name}`, message: "The template declares no such input." }],
    ),
    ...Object.entries(inputs).flatMap(([name, input]) =>
      input.isOptional === true || Object.hasOwn(given, name)
        ? []
        : [{ pointer: "/message/data", message: `The template needs "${name}".` }],
    ),
  ];
}
