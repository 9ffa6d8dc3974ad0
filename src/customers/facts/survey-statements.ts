import type { Query } from "#store/store.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "./from-new-facts.ts";

export function surveyStatements({ by, facts, receivedAt }: NewFacts): Query[] {
  const rows = facts.flatMap(({ messageId, customer, answers = [], at, source, channel }) =>
    answers.map(({ survey, question, answer, category }, index) => [
      messageId,
      customer,
      `${messageId}#${index}`,
      survey,
      question,
      answer,
      category,
      at,
      source,
      channel,
    ]),
  );
  if (rows.length === 0) return [];
  return [
    {
      sql: `insert into survey_answers
        (received_at, fact_key, customer_id, survey, question, answer, category, at, source, channel)
        select ?, item.value ->> 2, ${CUSTOMER_ID}, item.value ->> 3, item.value ->> 4, item.value ->> 5,
          item.value ->> 6, item.value ->> 7, item.value ->> 8, item.value ->> 9
        ${fromNewFacts(by)}
        on conflict (fact_key) do nothing`,
      params: [receivedAt, JSON.stringify(rows)],
    },
  ];
}
