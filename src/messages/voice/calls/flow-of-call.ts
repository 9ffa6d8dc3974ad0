import { sql } from "drizzle-orm";
import type { CallFlow } from "#channels/voice/call-flow.ts";
import { callWords } from "#channels/voice/call-words.ts";
import { fillMenu } from "#messages/voice/menus/fill-menu.ts";
import { findMenu } from "#messages/voice/menus/find-menu.ts";
import { firstLinkOf, outgoingFlow } from "#messages/voice/outgoing-flow.ts";
import { spokenView } from "#messages/voice/spoken-view.ts";
import type { VoiceDecision } from "#messages/voice/voice-composer.ts";
import type { MergeView } from "#templates/merge-view.ts";
import type { VoiceCallDeps } from "./call-deps.ts";

/** A message that is a call: its flow, and what was decided for it. */
export type CalledMessage = {
  readonly id: number;
  readonly customerId: number;
  readonly phoneHash: string | null;
  readonly flow: CallFlow;
  readonly own: VoiceDecision;
};

type Row = {
  readonly id: number;
  readonly customerId: number;
  readonly phoneHash: string | null;
  readonly templateId: number;
  readonly view: string;
  readonly own: string;
};

/** The words of a call once more, from what was kept of its message. undefined where it is none, or its customer was erased. */
export async function findCalledMessage(
  { store, templates }: Pick<VoiceCallDeps, "store" | "templates">,
  messageId: number,
): Promise<CalledMessage | undefined> {
  const [row] = await store.read<Row>(
    sql`select m.id, c.id as customerId, c.phone_hash as phoneHash, m.template_id as templateId, m.inputs ->> 'view' as view,
      m.inputs ->> 'own' as own from messages m join customers c on c.id = m.customer_id
      where m.id = ${messageId} and m.channel = 'voice' and m.attempts > 0 and m.template_id is not null
        and m.inputs is not null and c.erased_at is null`,
  );
  if (row === undefined) return undefined;
  const template = await templates.byId(row.templateId);
  const view = JSON.parse(row.view) as MergeView;
  const merged = template?.mergeVoice(spokenView(view));
  if (merged?.ok !== true) return undefined;
  const { id, customerId, phoneHash } = row;
  const flow = outgoingFlow(merged.value, firstLinkOf(view));
  return { id, customerId, phoneHash, flow, own: JSON.parse(row.own) as VoiceDecision };
}

/** A menu as it is said now; without a version the newest. */
export async function flowOfMenu(
  deps: Pick<VoiceCallDeps, "store" | "vendor">,
  code: string,
  version?: number,
): Promise<{ readonly flow: CallFlow; readonly version: number }> {
  const menu = await findMenu(deps.store, code, version);
  return { flow: fillMenu(menu.flow, await deps.vendor()), version: menu.version };
}

/** What a machine is left: the words alone, and how to end such calls (47 CFR 64.1200(b)(3)). */
export function machineWords({ steps, language }: CallFlow, from: string): readonly string[] {
  const [first] = steps;
  const spaced = from.replaceAll(/\d/g, " $&");
  return [...(first === undefined ? [] : [first.text]), callWords(language).stopByCalling(spaced)];
}
