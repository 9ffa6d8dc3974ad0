import { pointerKey } from "#web/pointer-key.ts";
import type { SurveyAnswer } from "#customers/facts/fact.ts";
import { categoryOf } from "./read-purchase.ts";
import { blame, codeOf, isObject, type JsonObject, type Place, wordsOf } from "./read-values.ts";

const MAX_ANSWERS = 200;
const MAX_ANSWER_TEXT = 4_000;

/** "Survey Answered": one `question` with its `answer`, or `answers` as an object of question → answer. */
export function readAnswers(properties: JsonObject, place: Place): readonly SurveyAnswer[] | undefined {
  const survey = codeOf(properties["survey"]) ?? blame(place, "/survey", "An answer needs the survey's code.");
  if (survey === undefined) return undefined;
  const category = categoryOf(properties);
  const { answers } = properties;
  if (answers == null) {
    const question = codeOf(properties["question"]) ?? blame(place, "/question", "An answer needs its question.");
    const answer = answerOf(properties["answer"]) ?? blame(place, "/answer", "An answer is text, a number or a bool.");
    return question === undefined || answer === undefined ? undefined : [{ survey, question, answer, category }];
  }
  if (!isObject(answers) || Object.keys(answers).length > MAX_ANSWERS) {
    return blame(place, "/answers", `Answers are an object of at most ${MAX_ANSWERS} questions.`);
  }
  return Object.entries(answers).flatMap(([question, value]) => {
    const answer = answerOf(value);
    if (answer !== undefined && codeOf(question) !== undefined) return [{ survey, question, answer, category }];
    blame(place, `/answers/${pointerKey(question)}`, "An answer is text, a number or a bool.");
    return [];
  });
}

/** Lists of choices come as arrays; they are kept as JSON. */
export function answerOf(value: unknown): string | undefined {
  if (typeof value === "string") return wordsOf(value, MAX_ANSWER_TEXT);
  if (typeof value === "boolean" || Number.isFinite(value)) return String(value);
  const isList = Array.isArray(value) && value.length <= 100 && value.every((entry) => typeof entry === "string");
  return isList ? JSON.stringify(value).slice(0, MAX_ANSWER_TEXT) : undefined;
}
