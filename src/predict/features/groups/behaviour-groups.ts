import { isKnown, within } from "#predict/features/cut.ts";
import { among, count, days, type FeatureGroup, word } from "#predict/features/feature-group.ts";

/** SQL: a sum that is said twice is worked out once. */
function clicksIn(days: number): string {
  return `sum(e.kind = 'click' and ${within("e", days)})`;
}

/** What she did on the vendor's sites. Clicks stand by themselves: only those of people are events. By events_by_customer alone. */
const events: FeatureGroup = {
  name: "events",
  columns: [
    count("acts in 30 days"),
    count("acts in 90 days"),
    days("days since the last act"),
    count("categories looked at"),
    count("clicks in 30 days"),
    count("clicks in 90 days"),
    days("days since the last click"),
  ],
  sql: `select e.customer_id as id, sum(${within("e", 30)}) - ${clicksIn(30)}, sum(${within("e", 90)}) - ${clicksIn(90)},
      max(case when e.kind <> 'click' then e.at end), count(distinct e.category), ${clicksIn(30)}, ${clicksIn(90)},
      max(case when e.kind = 'click' then e.at end)
    from events e where ${among("e.customer_id")} and ${isKnown("e")} group by e.customer_id`,
};

/** What was sent to her: a message's own row tells when a provider took it, and that is when it was known. */
const exposures: FeatureGroup = {
  name: "exposures",
  columns: [count("messages in 30 days"), count("messages in 90 days"), days("days since the last message")],
  sql: `select m.customer_id as id, sum(m.accepted_at >= ?3 - 2592000000), sum(m.accepted_at >= ?3 - 7776000000),
      max(m.accepted_at)
    from messages m where ${among("m.customer_id")} and +m.accepted_at < ?3 group by m.customer_id`,
};

const registrations: FeatureGroup = {
  name: "registrations",
  columns: [count("registered products")],
  sql: `select r.customer_id as id, count(*) from registrations r where ${among("r.customer_id")} and ${isKnown("r")}
    group by r.customer_id`,
};

const surveys: FeatureGroup = {
  name: "surveys",
  columns: [count("answers given")],
  sql: `select s.customer_id as id, count(*) from survey_answers s where ${among("s.customer_id")} and ${isKnown("s")}
    group by s.customer_id`,
};

const calls: FeatureGroup = {
  name: "calls",
  columns: [count("calls"), days("days since the last call"), word("disposition of the last call")],
  sql: `select n.customer_id as id, count(*), max(n.at),
      nullif(substr(max(printf('%015d', n.at) || coalesce(n.disposition, '')), 16), '')
    from contact_notes n where ${among("n.customer_id")} and ${isKnown("n")} group by n.customer_id`,
};

export const behaviourGroups: readonly FeatureGroup[] = [events, exposures, registrations, surveys, calls];
