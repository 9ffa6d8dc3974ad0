import { z } from "zod";
import { findAttributes } from "#customers/attributes.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import { isStorableText } from "#web/text-faults.ts";
import { type Answers, checkAnswers } from "./check-answers.ts";
import type { FormDefinition } from "./form-definition.ts";
import { formWords } from "./pages/form-words.ts";
import { askedFields } from "./shown-fields.ts";

const text = z.string().max(4_000).refine(isStorableText, "This has a character that no database keeps.");

/** Answers as another system tells them. */
export const answersBody = z
  .record(z.string().max(40), z.union([text, z.array(text).max(60)]))
  .refine((answers) => Object.keys(answers).length <= 60, "A form has 60 fields at most.")
  .describe('By field: what was typed, or the codes that were chosen; of a consent "yes".');

/** Reads them as the form's own page does, with the same words for what is wrong; a field that it does not ask is refused. */
export async function readAnswers(
  deps: Pick<CustomerDeps, "store" | "secret" | "clock" | "defaultCountry">,
  definition: FormDefinition,
  said: z.output<typeof answersBody>,
): Promise<Result<Answers, Problem>> {
  const typed = Object.fromEntries(
    Object.entries(said).map(([name, given]) => {
      const values = [given].flat().map((value) => value.replaceAll("\r\n", "\n").trim());
      return [name, values.filter((value) => value !== "")] as const;
    }),
  );
  const asked = askedFields(definition, typed);
  const strangers = Object.keys(said).filter((name) => !asked.some((field) => field.name === name));
  const read = checkAnswers({ ...deps, attributes: await findAttributes(deps.store) }, asked, typed);
  if (read.ok && strangers.length === 0) return read;
  const { fault } = formWords("en");
  const faults = [
    ...strangers.map((name) => ({ name, message: "The form does not ask this, or not after these answers." })),
    ...(read.ok ? [] : Object.entries(read.error).map(([name, found]) => ({ name, message: fault(found) }))),
  ];
  return err(
    problem(
      "invalid_content",
      undefined,
      faults.map(({ name, message }) => ({ pointer: `/answers/${name}`, message })),
    ),
  );
}
