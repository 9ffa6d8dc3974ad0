import type { CallFlow, CallStep } from "#channels/voice/call-flow.ts";
import { beginCall, type CallEffect, type CallTurn, pressKey } from "#channels/voice/walk-call.ts";
import type { CallLine } from "#channels/memory/calls.ts";

/** A line of a call that is read instead of heard; `note` is what would be written down. */
export type WalkedLine = CallLine | { readonly by: "note"; readonly text: string };

export type WalkWay = { readonly label: string; readonly walk: string };

/** How far a walk came: what was heard, and where it may go on. */
export type Walked = { readonly lines: readonly WalkedLine[]; readonly ways: readonly WalkWay[] };

/** Nobody presses more keys, and the address stays an address. */
const MOST_TURNS = 60;
const SILENCE = "s";
const WRONG = "w";

/**
 * A call without a telephone. `walk` tells which choice was taken at each place, by its number in the list: "0.2.s". What it
 * can't take ends it there. Pure: nothing is recorded, nobody is rung and no text is sent.
 */
export function walkFlow(flow: CallFlow, walk: string): Walked {
  const taken = walk === "" ? [] : walk.split(".").slice(0, MOST_TURNS);
  let turn = beginCall(flow);
  const lines: WalkedLine[] = [...linesOf(turn)];
  const done: string[] = [];
  for (const way of taken) {
    const step = turn.place === undefined ? undefined : flow.steps[turn.place.step];
    const pressed = step === undefined || turn.place === undefined ? undefined : pressedBy(step, way);
    if (pressed === undefined || turn.place === undefined) break;
    turn = pressKey(flow, turn.place, pressed.key);
    done.push(way);
    lines.push({ by: "her", text: pressed.words }, ...linesOf(turn));
  }
  const place = turn.place === undefined ? undefined : flow.steps[turn.place.step];
  return { lines, ways: place === undefined || done.length === MOST_TURNS ? [] : waysFrom(place, done) };
}

type Pressed = { readonly key: string | undefined; readonly words: string };

function pressedBy(step: CallStep, way: string): Pressed | undefined {
  if (way === SILENCE) {
    return { key: undefined, words: step.kind === "connect" ? "The other side hung up" : "Nothing pressed" };
  }
  if (step.kind !== "ask") return undefined;
  if (way === WRONG) return { key: "", words: "A key that is not listed" };
  const choice = /^\d{1,2}$/.test(way) ? step.choices[Number(way)] : undefined;
  return choice === undefined ? undefined : { key: choice.key, words: `${choice.key} · ${choice.label}` };
}

function waysFrom(step: CallStep, done: readonly string[]): readonly WalkWay[] {
  const to = (way: string) => [...done, way].join(".");
  if (step.kind !== "ask") return [{ label: "The other side hangs up", walk: to(SILENCE) }];
  return [
    ...step.choices.map(({ key, label }, index) => ({ label: `${key} · ${label}`, walk: to(String(index)) })),
    { label: "Another key", walk: to(WRONG) },
    { label: "Nothing", walk: to(SILENCE) },
  ];
}

function linesOf({ verbs, effects }: CallTurn): readonly WalkedLine[] {
  const said = verbs.map((verb): WalkedLine => {
    if (verb.kind === "say" || verb.kind === "gather") return { by: "us", text: verb.text };
    if (verb.kind === "connect") return { by: "note", text: `Would be put through to ${verb.number}.` };
    return { by: "note", text: "The call ends." };
  });
  return [...effects.flatMap(noteOf), ...said];
}

function noteOf(effect: CallEffect): readonly WalkedLine[] {
  switch (effect.kind) {
    case "choice":
      return [];
    case "opt_out":
      return [{ by: "note", text: "Would end all calls to this number, at once." }];
    case "consent": {
      const what = effect.topic === "" ? "every topic" : `the topic ${effect.topic}`;
      const how = effect.channel === "voice" ? "by telephone" : "by text";
      return [{ by: "note", text: `Would record her agreement to ${what} ${how}: “${effect.wording}”` }];
    }
    case "send_link":
      return [{ by: "note", text: `Would send a text with a jumpstation to ${effect.url ?? "the message’s link"}.` }];
  }
}
