import { HOUR_MS } from "#kernel/clock.ts";
import type { ChannelName } from "#messages/channel-name.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import type { NewsletterInput, NewsletterRow, NewsletterState } from "./newsletter.ts";

/** A newsletter as it stands. */
export type NewsletterView = Pick<
  NewsletterInput,
  "code" | "title" | "description" | "copy" | "topic" | "categories" | "audience"
> & {
  readonly id: number;
  readonly channels: readonly ChannelName[];
  readonly messageClass: NewsletterRow["message_class"];
  readonly onePerHousehold: boolean;
  readonly bestHour: boolean;
  readonly templateName: string;
  readonly slots: NewsletterInput["slots"];
  readonly defaultPace: Pace;
  readonly defaultMinute: number;
  readonly state: NewsletterState;
  readonly priority: number;
  readonly graceHours: number;
  /** epoch ms */
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** A whole row of newsletters. */
export type StoredNewsletter = NewsletterRow & { readonly created_at: number; readonly updated_at: number };

export function viewOfNewsletter(row: StoredNewsletter): NewsletterView {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    description: row.description,
    copy: JSON.parse(row.copy) as NewsletterView["copy"],
    topic: row.topic,
    categories: JSON.parse(row.categories) as NewsletterView["categories"],
    channels: JSON.parse(row.channels) as ChannelName[],
    messageClass: row.message_class,
    ...(row.audience === null ? {} : { audience: row.audience }),
    onePerHousehold: row.one_per_household === 1,
    bestHour: row.best_hour === 1,
    templateName: row.template_name,
    slots: JSON.parse(row.slots) as NewsletterView["slots"],
    defaultPace: JSON.parse(row.default_pace) as Pace,
    defaultMinute: row.default_minute,
    state: row.state,
    priority: row.priority,
    graceHours: row.grace_ms / HOUR_MS,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
