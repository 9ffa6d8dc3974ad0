import type { CallFlow, CallStep } from "./call-flow.ts";

export type FlowFault = { readonly pointer: string; readonly message: string };

/**
 * What is wrong with a flow beyond its shape: steps that lead nowhere, a key twice, an end that never comes because steps lead
 * to each other without a key, and a menu in which nobody could end the calls. Everything at once, each with its place.
 */
export function flowFaults({ steps }: CallFlow): readonly FlowFault[] {
  const names = new Set(steps.map(({ name }) => name));
  const found = steps.flatMap((step, index) => stepFaults(steps, { step, index, names }));
  return found.length > 0 ? found : [...loops(steps)];
}

type Judged = { readonly step: CallStep; readonly index: number; readonly names: ReadonlySet<string> };

function stepFaults(steps: readonly CallStep[], { step, index, names }: Judged): readonly FlowFault[] {
  const at = `/steps/${index}`;
  return [
    ...(steps.findIndex(({ name }) => name === step.name) === index
      ? []
      : [{ pointer: `${at}/name`, message: "Another step has this name." }]),
    ...("next" in step && step.next !== undefined && !names.has(step.next)
      ? [{ pointer: `${at}/next`, message: "No step has this name." }]
      : []),
    ...(step.kind === "ask" ? choiceFaults(steps, { step, at, names }) : []),
  ];
}

type Asking = {
  readonly step: Extract<CallStep, { readonly kind: "ask" }>;
  readonly at: string;
  readonly names: ReadonlySet<string>;
};

function choiceFaults(steps: readonly CallStep[], { step: { choices }, at, names }: Asking): readonly FlowFault[] {
  const endsCalls = choices.some(({ to }) => steps.some(({ name, kind }) => name === to && kind === "opt_out"));
  return [
    ...choices.flatMap(({ key, to }, index) => [
      ...(choices.findIndex((one) => one.key === key) === index
        ? []
        : [{ pointer: `${at}/choices/${index}/key`, message: "This key leads elsewhere already." }]),
      ...(names.has(to) ? [] : [{ pointer: `${at}/choices/${index}/to`, message: "No step has this name." }]),
    ]),
    ...(endsCalls
      ? []
      : [
          { pointer: `${at}/choices`, message: "One of the keys has to lead to a step that ends all calls (opt_out)." },
        ]),
  ];
}

/** From each step on, until a key is waited for or the call ends: whoever comes by a step again would never get out. */
function* loops(steps: readonly CallStep[]): Iterable<FlowFault> {
  for (const [start] of steps.entries()) {
    const seen = new Set<number>();
    let at: number | undefined = start;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      at = followerOf(steps, at);
    }
    if (at === start) yield { pointer: `/steps/${start}/next`, message: "These steps lead to each other for ever." };
  }
}

/** The step that follows without a key; undefined where one is waited for or the call ends. */
export function followerOf(steps: readonly CallStep[], index: number): number | undefined {
  const step = steps[index];
  if (step === undefined || step.kind === "ask" || step.kind === "opt_out" || step.kind === "hang_up") return undefined;
  if (step.next === undefined) return index + 1 < steps.length ? index + 1 : undefined;
  const next = steps.findIndex(({ name }) => name === step.next);
  return next === -1 ? undefined : next;
}
