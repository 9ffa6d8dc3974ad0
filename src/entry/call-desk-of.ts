import type { CallLine, ReceivedCall } from "#channels/memory/calls.ts";
import type { CallVerb } from "#channels/voice/walk-call.ts";
import type { CallDesk } from "#console/console-deps.ts";
import type { VoiceCallDeps } from "#messages/voice/calls/call-deps.ts";
import { openIncoming, openOutgoing } from "#messages/voice/calls/open-call.ts";
import { type CallAnswer, takeTurn } from "#messages/voice/calls/take-turn.ts";
import type { VoiceLine } from "./voice-of.ts";

/** The calls page's content, where calls go to memory: a key that is pressed there goes the way of every key. */
export function callDeskOf(deps: VoiceCallDeps, voice: VoiceLine | undefined): CallDesk | undefined {
  const calls = voice?.calls;
  if (calls === undefined) return undefined;

  const hear = (arrival: number, answer: CallAnswer | undefined, before: readonly CallLine[]) => {
    const said = (answer?.verbs ?? []).flatMap(lineOf);
    const keys = (answer?.verbs ?? []).flatMap((verb) => (verb.kind === "gather" ? verb.keys : []));
    calls.goOn(arrival, [...before, ...said], answer?.token === undefined ? undefined : { token: answer.token, keys });
  };

  const toldOf = ({ callSid, direction, from, to }: ReceivedCall) =>
    direction === "out" ? { callSid, other: to, own: from } : { callSid, other: from, own: to };

  return {
    list: () => calls.list(),
    find: (arrival) => calls.find(arrival),
    count: () => calls.list()[0]?.arrival ?? 0,
    goOn: async (arrival, key) => {
      const call = calls.find(arrival);
      if (call === undefined) return;
      const told = toldOf(call);
      if (call.waiting !== undefined) {
        const answer = await takeTurn(deps, { ...told, token: call.waiting.token, key });
        return hear(arrival, answer, [{ by: "her", text: key ?? "…" }]);
      }
      if (call.lines.length > 0) return;
      hear(arrival, await openOutgoing(deps, { ...told, key: call.key, answeredBy: "human" }), []);
    },
    callUs: async (from) => {
      const { callers } = await deps.settings();
      const to = callers[0]?.sender ?? "";
      const date = deps.clock.now();
      const call = calls.receive({ direction: "in", messageNumber: 0, key: "", from, to, markup: "", date });
      hear(call.arrival, await openIncoming(deps, toldOf(call)), []);
      return call.arrival;
    },
  };
}

function lineOf(verb: CallVerb): readonly CallLine[] {
  if (verb.kind === "say" || verb.kind === "gather") return [{ by: "us", text: verb.text }];
  return verb.kind === "connect" ? [{ by: "us", text: `☎ ${verb.number}` }] : [];
}
