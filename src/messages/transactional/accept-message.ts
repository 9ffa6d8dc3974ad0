import { sql } from "drizzle-orm";
import type { AuditActor } from "#access/audit.ts";
import { instantOf, wallClockIn } from "#kernel/calendar.ts";
import type { Clock } from "#kernel/clock.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import { linkJudge } from "#messages/content/given-data.ts";
import type { Store } from "#store/store.ts";
import { checkData } from "#templates/template-inputs.ts";
import { acceptStatements } from "./accept-statements.ts";
import { findPinnedTemplate, type PinnedTemplate } from "./find-pinned-template.ts";
import { findRecipient, type Recipient, unreachable } from "./find-recipient.ts";
import { KEY_LASTS_MS, keyedRequest, type KeyedRequest } from "./idempotency-key.ts";
import { type Accepted, MOST_AHEAD_MS, type SendInput } from "./send-request.ts";

export type SendDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  /** Where a number without a country code is at home (ISO 3166-1). */
  readonly defaultCountry: string;
  /** Keys of requests that this process is working on. */
  readonly inFlight: Set<string>;
  /** Something is due at once: called when its row is safe, and never waited for. */
  readonly hurry: (channel: string) => void;
};

export type AcceptMessage = {
  readonly deps: SendDeps;
  readonly actor: AuditActor;
  readonly key: string;
  readonly input: SendInput;
};

/**
 * Takes a transactional message in: from here on it is a row like every other, and is sent once. The same key with the same
 * body gives the same answer for a day and no second message; with another body it is refused. What is refused is not
 * remembered: it may be put right and sent again under its key.
 */
export async function acceptMessage(call: AcceptMessage): Promise<Result<Accepted, Problem>> {
  const { deps, actor, key, input } = call;
  const request = keyedRequest(deps.secret, { actor, operation: "sendMessage", key }, input);
  // Two batches of one key are settled by the database; this spares the second its work, and tells its client the truth.
  if (deps.inFlight.has(request.keyHash)) {
    return err({ ...problem("conflict", "A request with this Idempotency-Key is under way."), retryAfterSeconds: 1 });
  }
  deps.inFlight.add(request.keyHash);
  try {
    return (await findAnswer(deps, request)) ?? (await accept(call, request));
  } finally {
    deps.inFlight.delete(request.keyHash);
  }
}

type KeyRow = { readonly bodyHash: string; readonly messageId: number | null; readonly answer: string };

async function findAnswer(
  { store, clock }: SendDeps,
  { keyHash, bodyHash }: KeyedRequest,
): Promise<Result<Accepted, Problem> | undefined> {
  const [row] = await store.read<KeyRow>(
    sql`select body_hash as bodyHash, message_id as messageId, answer from idempotency_keys
      where key_hash = ${keyHash} and at > ${clock.now() - KEY_LASTS_MS}`,
  );
  if (row === undefined) return undefined;
  if (row.bodyHash !== bodyHash) {
    return err(problem("invalid_content", "This Idempotency-Key was used with another body."));
  }
  return ok({ number: row.messageId ?? 0, ...(JSON.parse(row.answer) as Omit<Accepted, "number">) });
}

async function accept(
  { deps, actor, input }: AcceptMessage,
  request: KeyedRequest,
): Promise<Result<Accepted, Problem>> {
  const now = deps.clock.now();
  const checked = await check(deps, input, now);
  if (!checked.ok) return err(problem("invalid_content", undefined, checked.error));
  const { template, recipient, dueAt } = checked.value;
  const { name } = input.template;
  const answer: Omit<Accepted, "number"> = {
    state: "planned",
    template: name,
    templateVersion: template.version,
    dueAt,
  };
  await deps.store.write(
    acceptStatements({
      actor,
      request,
      recipient,
      channel: input.channel,
      template: { id: template.id, name, version: template.version },
      data: JSON.stringify(input.data),
      answer: JSON.stringify(answer),
      dueAt,
      occurrenceOn: wallClockIn(recipient.zone, dueAt).date,
      heedsQuiet: input.heedsQuietHours,
      now,
    }),
  );
  const accepted = await findAnswer(deps, request);
  // Erased or suppressed between the look and the write.
  if (accepted === undefined) return err(problem("invalid_content", undefined, [unreachable(input.to)]));
  if (dueAt <= now) deps.hurry(input.channel);
  return accepted;
}

type Checked = { readonly template: PinnedTemplate; readonly recipient: Recipient; readonly dueAt: number };

const MOST_DATA = 65_536;

/** Every fault at once, with its place. */
async function check(deps: SendDeps, input: SendInput, now: number): Promise<Result<Checked, readonly Fault[]>> {
  const [template, recipient, isLink] = await Promise.all([
    findPinnedTemplate(deps.store, input.template),
    findRecipient(deps, input),
    linkJudge(deps.store),
  ]);
  const dueAt = input.sendAt === undefined ? now : Math.max(now, instantOf(input.sendAt) ?? now);
  const faults = [
    ...templateFaults(template, input),
    ...(template === undefined ? [] : checkData(template.inputs, input.data, isLink)).map(under("/data")),
    ...(recipient.ok ? [] : [recipient.error]),
    ...(dueAt > now + MOST_AHEAD_MS ? [{ pointer: "/sendAt", message: "This is more than a year ahead." }] : []),
    ...(JSON.stringify(input.data).length > MOST_DATA
      ? [{ pointer: "/data", message: "This is more than 64 KiB." }]
      : []),
  ];
  if (template === undefined || !recipient.ok || faults.length > 0) return err(faults);
  return ok({ template, recipient: recipient.value, dueAt });
}

function templateFaults(template: PinnedTemplate | undefined, { template: { version } }: SendInput): readonly Fault[] {
  if (template === undefined) {
    const pointer = version === undefined ? "/template/name" : "/template";
    return [{ pointer, message: "No such template is published." }];
  }
  if (template.kind === "service") return [];
  return [
    { pointer: "/template/name", message: "A marketing template needs consent: only service templates go out so." },
  ];
}

function under(root: string) {
  return ({ pointer, message }: Fault): Fault => ({ pointer: `${root}${pointer}`, message });
}
