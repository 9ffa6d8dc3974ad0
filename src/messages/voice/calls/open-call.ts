import type { CallFlow } from "#channels/voice/call-flow.ts";
import type { Answerer } from "#channels/voice/twilio/read-call-status.ts";
import { beginCall, type CallTurn, repeatPlace } from "#channels/voice/walk-call.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { messageIdOfKey } from "#messages/send/message-key.ts";
import type { VoiceCallDeps } from "./call-deps.ts";
import { type CallRow, findCallRow, insertCall, OVER } from "./call-row.ts";
import { findCalledMessage, flowOfMenu, machineWords } from "./flow-of-call.ts";
import { answerAt, type CallAnswer, type CallTold } from "./take-turn.ts";

/**
 * A call of ours that was answered. undefined for a key that is none of ours, or a telephone that the message was not for: an
 * address is good for its own call and no other.
 */
export async function openOutgoing(
  deps: VoiceCallDeps,
  { key, answeredBy, ...told }: CallTold & { readonly key: string; readonly answeredBy: Answerer | undefined },
): Promise<CallAnswer | undefined> {
  const { secret } = deps;
  const id = messageIdOfKey(secret.keyFor("message-key/1"), key);
  const message = id === undefined ? undefined : await findCalledMessage(deps, id);
  if (message === undefined || message.phoneHash !== hashAddress(secret, "phone", told.other)) return undefined;
  const { flow, own } = message;
  const turn = turnFor(flow, { ...own, answeredBy });
  const call = await open(deps, {
    callSid: told.callSid,
    phoneHash: message.phoneHash,
    messageId: message.id,
    menu: "",
    version: 0,
    answeredBy: answeredBy ?? null,
    ...placeOf(turn),
  });
  if (call.messageId !== message.id) return undefined;
  return answerAt(deps, { call, flow, turn: call.turn === 0 ? turn : atNow(flow, call) });
}

type Answered = {
  readonly onMachine: "ignore" | "hang_up" | "leave_message";
  readonly from: string;
  readonly answeredBy: Answerer | undefined;
};

/** A person gets the keys; a machine what the vendor decided, and never a question. */
function turnFor(flow: CallFlow, { onMachine, from, answeredBy }: Answered): CallTurn {
  const isMachine = answeredBy === "machine" || answeredBy === "machine_listening";
  const over = { effects: [], place: undefined } as const;
  if (answeredBy === "fax" || (isMachine && onMachine === "hang_up")) return { ...over, verbs: [{ kind: "hang_up" }] };
  if (!isMachine || onMachine === "ignore") return beginCall(flow);
  const said = machineWords(flow, from).map((text) => ({ kind: "say", text }) as const);
  return { ...over, verbs: [...said, { kind: "hang_up" }] };
}

/** Somebody calls a number of ours: what the menu in use says first. */
export async function openIncoming(deps: VoiceCallDeps, told: CallTold): Promise<CallAnswer> {
  const { menu } = await deps.settings();
  const { flow, version } = await flowOfMenu(deps, menu);
  const turn = beginCall(flow);
  const call = await open(deps, {
    callSid: told.callSid,
    phoneHash: told.other === "" ? "" : hashAddress(deps.secret, "phone", told.other),
    messageId: null,
    menu,
    version,
    answeredBy: null,
    ...placeOf(turn),
  });
  if (call.turn === 0) return answerAt(deps, { call, flow, turn });
  // Told again after it went on, be it with an older version of the menu.
  const began = await flowOfMenu(deps, call.menu, call.version);
  return answerAt(deps, { call, flow: began.flow, turn: atNow(began.flow, call) });
}

function placeOf({ place }: CallTurn): Pick<CallRow, "step" | "tries"> {
  return place ?? { step: OVER, tries: 0 };
}

function atNow(flow: CallFlow, { step, tries }: Pick<CallRow, "step" | "tries">): CallTurn {
  if (step !== OVER) return repeatPlace(flow, { step, tries });
  return { verbs: [{ kind: "hang_up" }], effects: [], place: undefined };
}

/** The first telling makes the row; another finds it as it is. */
async function open({ store, clock }: VoiceCallDeps, row: Omit<CallRow, "turn">): Promise<CallRow> {
  await store.write([insertCall(row, clock.now())]);
  return (await findCallRow(store, row.callSid)) ?? { ...row, turn: 0 };
}
