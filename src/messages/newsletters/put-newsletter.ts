import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type Clock, HOUR_MS } from "#kernel/clock.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { findOwnDates, ownDateFaults } from "#messages/preferences/own-dates.ts";
import { paceKey } from "#messages/schedule/pace.ts";
import { findSegment } from "#segments/segment.ts";
import type { Store } from "#store/store.ts";
import type { NewsletterInput } from "./newsletter.ts";
import { type NewsletterView, type StoredNewsletter, viewOfNewsletter } from "./newsletter-view.ts";

export type NewsletterDeps = { readonly store: Store; readonly clock: Clock };

export type PutNewsletter = {
  readonly deps: NewsletterDeps;
  readonly actor: AuditActor;
  readonly input: NewsletterInput;
};

/**
 * Makes a newsletter or changes it; its state stays what it was. Customers who come by the vendor's default follow a new
 * default at the next `rescheduleMoved`; who chose her own dates keeps them.
 */
export async function putNewsletter({ deps, actor, input }: PutNewsletter): Promise<Result<NewsletterView, Problem>> {
  const faults = [
    ...(await templateFaults(deps.store, input)),
    ...(await audienceFaults(deps.store, input)),
    ...householdFaults(input),
    ...bestHourFaults(input),
    ...ownDateFaults(await findOwnDates(deps.store), input.defaultPace, "/defaultPace"),
  ];
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const now = deps.clock.now();
  const { code, title, description, topic, messageClass, templateName, defaultMinute, priority } = input;
  const parts = [input.copy, [...new Set(input.categories)], input.channels ?? ["email"], input.slots];
  const [copy, categories, channels, slots] = parts.map((part) => JSON.stringify(part));
  const [rows = []] = await deps.store.write<StoredNewsletter>([
    sql`insert into newsletters (code, title, description, copy, topic, categories, channels, message_class, audience, one_per_household,
        best_hour, template_name, slots,
        default_pace, default_minute, state, priority, grace_ms, created_at, updated_at)
      values (${code}, ${title}, ${description}, ${copy}, ${topic}, ${categories}, ${channels}, ${messageClass}, ${input.audience ?? null},
        ${input.onePerHousehold === true ? 1 : 0}, ${input.bestHour === true ? 1 : 0}, ${templateName}, ${slots},
        ${paceKey(input.defaultPace)}, ${defaultMinute}, 'running', ${priority}, ${input.graceHours * HOUR_MS}, ${now}, ${now})
      on conflict (code) do update set title = excluded.title, description = excluded.description,
        copy = excluded.copy, topic = excluded.topic, categories = excluded.categories, channels = excluded.channels, message_class = excluded.message_class,
        audience = excluded.audience, one_per_household = excluded.one_per_household, best_hour = excluded.best_hour, template_name = excluded.template_name,
        slots = excluded.slots, default_pace = excluded.default_pace, default_minute = excluded.default_minute,
        priority = excluded.priority, grace_ms = excluded.grace_ms, updated_at = excluded.updated_at
      returning *`,
    auditStatement({
      at: now,
      actor,
      action: "put-newsletter",
      subject: { kind: "newsletter", id: code },
      detail: input,
    }),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error("An upsert gave no row.");
  return ok(viewOfNewsletter(row));
}

/** A newsletter whose template is not published, or has no such slot, could never say a thing. */
async function templateFaults(store: Store, { templateName, slots }: NewsletterInput): Promise<readonly Fault[]> {
  const [row] = await store.read<{ slots: string | null }>(
    sql`select compiled ->> 'slots' as slots from template_versions where name = ${templateName} order by version desc limit 1`,
  );
  if (row === undefined) return [{ pointer: "/templateName", message: "No template of this name is published." }];
  const known = new Set(JSON.parse(row.slots ?? "[]") as string[]);
  return slots.flatMap(({ name }, index) =>
    known.has(name) ? [] : [{ pointer: `/slots/${index}/name`, message: "The template has no such slot." }],
  );
}

async function audienceFaults(store: Store, { audience }: NewsletterInput): Promise<readonly Fault[]> {
  if (audience === undefined || (await findSegment(store, audience)) !== undefined) return [];
  return [{ pointer: "/audience", message: "There is no such segment." }];
}

/** A notice is about the person whom it is written to. */
function householdFaults({ onePerHousehold, messageClass }: NewsletterInput): readonly Fault[] {
  if (onePerHousehold !== true || messageClass === "marketing") return [];
  return [{ pointer: "/onePerHousehold", message: "Only marketing comes once for a household." }];
}

/** What comes by a clock time of the vendor's own, or must come at once, has no better hour. */
export function bestHourFaults({
  bestHour,
  messageClass,
  defaultPace,
}: Pick<NewsletterInput, "bestHour" | "messageClass" | "defaultPace">): readonly Fault[] {
  if (bestHour !== true) return [];
  if (messageClass !== "marketing")
    return [{ pointer: "/bestHour", message: "Only marketing waits for a better hour." }];
  const isTimed = "minute" in defaultPace && defaultPace.minute !== undefined;
  return isTimed
    ? [{ pointer: "/bestHour", message: "The default pace names a clock time; leave that to defaultMinute." }]
    : [];
}
