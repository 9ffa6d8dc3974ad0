import type { Problem } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import { type FactOrigin, recordFact, type RecordedFact } from "./record-fact.ts";

export type NewSurveyAnswers = FactOrigin & {
  /** One response of one customer: told again, it changes nothing. */
  readonly responseId: string;
  readonly survey: string;
  readonly category?: string | null | undefined;
  readonly answers: ReadonlyArray<{ readonly question: string; readonly answer: string }>;
};

/** Records what a customer answered. */
export function recordSurveyAnswers({
  deps,
  code,
  input,
}: {
  readonly deps: CustomerDeps;
  readonly code: string;
  readonly input: NewSurveyAnswers;
}): Promise<Result<RecordedFact, Problem>> {
  const { responseId, survey, answers, category = null, ...origin } = input;
  return recordFact(
    deps,
    { code, origin },
    {
      key: `survey:${survey}:${responseId}`,
      name: "Survey Answered",
      source: origin.source ?? "survey",
      category,
      properties: { survey },
      answers: answers.map((answer) => ({ ...answer, survey, category })),
    },
  );
}
