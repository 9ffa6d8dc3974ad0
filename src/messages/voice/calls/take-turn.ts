import { sql } from "drizzle-orm";
import { callWords } from "#channels/voice/call-words.ts";
import type { CallFlow } from "#channels/voice/call-flow.ts";
import { type CallTurn, type CallVerb, pressKey, repeatPlace } from "#channels/voice/walk-call.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import { callToken, type CallTurnName, readCallToken } from "#messages/voice/call-token.ts";
import type { VoiceCallDeps } from "./call-deps.ts";
import { callFacts } from "./call-facts.ts";
import { type CallRow, findCallRow, moveOn, OVER } from "./call-row.ts";
import { findCalledMessage, flowOfMenu } from "./flow-of-call.ts";
import { resumeCalls, stopCalls } from "./opt-out-statements.ts";
import { textLink } from "./text-link.ts";

/** What the provider tells of a call each time. */
export type CallTold = {
  readonly callSid: string;
  /** E.164 of the telephone that is not ours; "" where it is hidden. */
  readonly other: string;
  /** Our own number. */
  readonly own: string;
  readonly attestation?: string | undefined;
};

/** What is said and done next. */
export type CallAnswer = {
  readonly language: string;
  readonly verbs: readonly CallVerb[];
  /** Under which name the call goes on; undefined once it is over. */
  readonly token: string | undefined;
};

const TURN_KEY = "call-turn/1";

/**
 * Takes a key, or the silence in its place, and all that follows from it: the event, a consent, an end of calls, a text. Everything
 * is written before the answer is given. A turn that is told again does nothing and is answered with where the call stands; undefined
 * for a name that we never gave to this call, and for one whose turn is long over.
 */
export async function takeTurn(
  deps: VoiceCallDeps,
  { token, key, ...told }: CallTold & { readonly token: string; readonly key: string | undefined },
): Promise<CallAnswer | undefined> {
  const name = readCallToken(deps.secret.keyFor(TURN_KEY), told.callSid, token);
  if (name === undefined) return undefined;
  const call = await findCallRow(deps.store, told.callSid);
  if (call === undefined || !isNowOrLast(call, name)) return undefined;
  const flow = await findFlow(deps, call);
  if (flow === undefined) return undefined;
  if (call.turn === name.turn + 1) return answerAt(deps, { call, flow, turn: repeatAt(flow, call) });
  const turn = pressKey(flow, { step: call.step, tries: call.tries }, key);
  return act(deps, { told, call, flow, turn });
}

function isNowOrLast(call: CallRow, { turn, step }: CallTurnName): boolean {
  return call.turn === turn ? call.step === step : call.turn === turn + 1;
}

function repeatAt(flow: CallFlow, { step, tries }: CallRow): CallTurn {
  if (step !== OVER) return repeatPlace(flow, { step, tries });
  const text = callWords(flow.language).goodbye;
  return { verbs: [{ kind: "say", text }, { kind: "hang_up" }], effects: [], place: undefined };
}

/** The version that the call began with; undefined where its message is gone. */
async function findFlow(deps: VoiceCallDeps, call: CallRow): Promise<CallFlow | undefined> {
  if (call.messageId === null) return (await flowOfMenu(deps, call.menu, call.version)).flow;
  return (await findCalledMessage(deps, call.messageId))?.flow;
}

type Acting = {
  readonly told: CallTold;
  readonly call: CallRow;
  readonly flow: CallFlow;
  readonly turn: CallTurn;
};

async function act(deps: VoiceCallDeps, { told, call, flow, turn }: Acting): Promise<CallAnswer> {
  const now = deps.clock.now();
  const customers = turn.effects.length === 0 ? [] : await findPeople(deps, call);
  const isSent = await sendLinks(deps, { told, call, flow, turn, customers });
  const { attestation } = told;
  const facts = callFacts({ call, effects: turn.effects, customers, attestation, now });
  const agreesToCalls = turn.effects.some((effect) => effect.kind === "consent" && effect.channel === "voice");
  await deps.store.write([
    ...(facts.length === 0 ? [] : factStatements(deps, { by: "id", facts, receivedAt: now })),
    ...(turn.effects.some(({ kind }) => kind === "opt_out") ? stopCalls({ call, customers, now }) : []),
    ...(agreesToCalls ? [resumeCalls({ call })] : []),
    moveOn(call, turn.place),
  ]);
  const verbs = turn.verbs.map((verb) => (verb.kind === "say" ? heard(verb, isSent) : verb));
  return answerAt(deps, { call: { ...call, turn: call.turn + 1 }, flow, turn: { ...turn, verbs } });
}

function heard({ text, orElse }: Extract<CallVerb, { readonly kind: "say" }>, isSent: boolean): CallVerb {
  return { kind: "say", text: isSent || orElse === undefined ? text : orElse };
}

type Linking = Acting & { readonly customers: readonly number[] };

async function sendLinks(deps: VoiceCallDeps, { told, call, flow, turn, customers }: Linking): Promise<boolean> {
  for (const effect of turn.effects) {
    if (effect.kind !== "send_link") continue;
    const { url, title } = effect;
    const { language } = flow;
    if (url === undefined) return false;
    if (!(await textLink(deps, { call, url, title, language, to: told.other, customers }))) return false;
  }
  return true;
}

/** More customers than this under one number are a mistake in the data. */
const MOST_PEOPLE = 20;

/** Whom a key speaks for: the one who was called, or whoever has the number that calls. */
async function findPeople({ store }: VoiceCallDeps, { messageId, phoneHash }: CallRow): Promise<readonly number[]> {
  const rows = await store.read<{ id: number }>(
    messageId === null
      ? sql`select id from customers where phone_hash = ${phoneHash} and phone_hash <> '' and erased_at is null
          and merged_into is null order by id limit ${MOST_PEOPLE}`
      : sql`select c.id from messages m join customers c on c.id = m.customer_id
          where m.id = ${messageId} and c.erased_at is null`,
  );
  return rows.map(({ id }) => id);
}

/** An answer, with the name under which the call goes on from it. */
export function answerAt(
  { secret }: Pick<VoiceCallDeps, "secret">,
  {
    call,
    flow,
    turn,
  }: { readonly call: Pick<CallRow, "callSid" | "turn">; readonly flow: CallFlow; readonly turn: CallTurn },
): CallAnswer {
  const { place, verbs } = turn;
  const name = { turn: call.turn, step: place?.step ?? 0 };
  return {
    language: flow.language,
    verbs,
    token: place === undefined ? undefined : callToken(secret.keyFor(TURN_KEY), call.callSid, name),
  };
}
