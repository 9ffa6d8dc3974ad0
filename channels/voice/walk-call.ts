import type { CallFlow, CallPlace, CallStep, Key } from "./call-flow.ts";
import { callWords } from "./call-words.ts";
import { followerOf } from "./flow-faults.ts";

/** What is done at the telephone, in its order. */
export type CallVerb =
  /** `orElse` is said where the texts that the turn asks for could not be sent. */
  | { readonly kind: "say"; readonly text: string; readonly orElse?: string }
  | { readonly kind: "gather"; readonly text: string; readonly keys: readonly Key[] }
  | { readonly kind: "connect"; readonly number: string }
  | { readonly kind: "hang_up" };

/** What a turn does beside speaking. */
export type CallEffect =
  /** A key that the step had: its choice by name, never the key itself. */
  | { readonly kind: "choice"; readonly step: string; readonly to: string; readonly label: string }
  | { readonly kind: "opt_out"; readonly wording: string }
  | {
      readonly kind: "consent";
      readonly channel: "voice" | "sms";
      readonly topic: string;
      readonly wording: string;
    }
  | { readonly kind: "send_link"; readonly url: string | undefined; readonly title: string };

/** One turn of a call: what is said and done until a key is waited for or the call ends. */
export type CallTurn = {
  readonly verbs: readonly CallVerb[];
  readonly effects: readonly CallEffect[];
  /** undefined: the call is over. */
  readonly place: CallPlace | undefined;
};

/** So often a step asks before the call ends. */
export const MOST_TRIES = 3;
/** A flow that was checked has no loop; one that was not ends all the same. */
const MOST_STEPS = 100;

/** The call from its first step on. */
export function beginCall(flow: CallFlow): CallTurn {
  return goThrough(flow, { from: 0 });
}

/** The same place once more, for a telephone that asks again: what was said there, and nothing is done. */
export function repeatPlace(flow: CallFlow, place: CallPlace): CallTurn {
  const step = flow.steps[place.step];
  if (step === undefined) return { verbs: [{ kind: "hang_up" }], effects: [], place: undefined };
  if (step.kind === "ask") return { verbs: [gatherOf(flow, step)], effects: [], place };
  return { ...goThrough(flow, { from: place.step }), effects: [] };
}

/**
 * What a key does at a place; undefined where none was pressed in time. A key that the step does not list counts as none. A
 * call that was put through comes back without a key.
 */
export function pressKey(flow: CallFlow, place: CallPlace, key: string | undefined): CallTurn {
  const step = flow.steps[place.step];
  if (step === undefined) return { verbs: [{ kind: "hang_up" }], effects: [], place: undefined };
  if (step.kind !== "ask") return afterStep(flow, place.step);
  const chosen = step.choices.find((choice) => choice.key === key);
  if (chosen === undefined) return askAgain(flow, { step, place, isWrong: key !== undefined });
  const words = callWords(flow.language);
  const turn = goThrough(flow, {
    from: flow.steps.findIndex(({ name }) => name === chosen.to),
    wording: words.choice(chosen.label, chosen.key),
  });
  const { to, label } = chosen;
  return { ...turn, effects: [{ kind: "choice", step: step.name, to, label }, ...turn.effects] };
}

type Ask = Extract<CallStep, { readonly kind: "ask" }>;

function askAgain(
  flow: CallFlow,
  { step, place, isWrong }: { readonly step: Ask; readonly place: CallPlace; readonly isWrong: boolean },
): CallTurn {
  const words = callWords(flow.language);
  if (place.tries >= MOST_TRIES) {
    return { verbs: [{ kind: "say", text: words.goodbye }, { kind: "hang_up" }], effects: [], place: undefined };
  }
  const verbs: readonly CallVerb[] = isWrong ? [{ kind: "say", text: words.notUnderstood }] : [];
  return { verbs: [...verbs, gatherOf(flow, step)], effects: [], place: { ...place, tries: place.tries + 1 } };
}

function gatherOf({ language }: CallFlow, { text, choices }: Ask): CallVerb {
  const words = callWords(language);
  const told = choices.map(({ label, key }) => words.choice(label, key));
  return { kind: "gather", text: [text, ...told].join(" "), keys: choices.map(({ key }) => key) };
}

function afterStep(flow: CallFlow, index: number): CallTurn {
  const next = followerOf(flow.steps, index);
  return next === undefined
    ? { verbs: [{ kind: "hang_up" }], effects: [], place: undefined }
    : goThrough(flow, { from: next });
}

/** All steps until one waits. `wording` is what the key was offered with that led here. */
function goThrough(
  flow: CallFlow,
  { from, wording = "" }: { readonly from: number; readonly wording?: string },
): CallTurn {
  const verbs: CallVerb[] = [];
  const effects: CallEffect[] = [];
  let index: number | undefined = from;
  for (let count = 0; index !== undefined && count < MOST_STEPS; count += 1) {
    const step: CallStep | undefined = flow.steps[index];
    if (step === undefined) break;
    if (step.kind === "ask") {
      verbs.push(gatherOf(flow, step));
      return { verbs, effects, place: { step: index, tries: 1 } };
    }
    verbs.push(...saidBy(flow, step));
    effects.push(...doneBy(step, wording));
    if (step.kind === "connect") {
      verbs.push({ kind: "connect", number: step.number });
      return { verbs, effects, place: { step: index, tries: 1 } };
    }
    index = followerOf(flow.steps, index);
  }
  verbs.push({ kind: "hang_up" });
  return { verbs, effects, place: undefined };
}

function saidBy({ language }: CallFlow, step: Exclude<CallStep, Ask>): readonly CallVerb[] {
  const { text } = step;
  if (step.kind === "send_link") return [{ kind: "say", text, orElse: callWords(language).notSent }];
  return text === "" ? [] : [{ kind: "say", text }];
}

function doneBy(step: Exclude<CallStep, Ask>, wording: string): readonly CallEffect[] {
  switch (step.kind) {
    case "opt_out":
      return [{ kind: "opt_out", wording }];
    case "consent":
      return [{ kind: "consent", channel: step.channel, topic: step.topic, wording }];
    case "send_link":
      return [{ kind: "send_link", url: step.url, title: step.title }];
    case "say":
    case "connect":
    case "hang_up":
      return [];
  }
}
