import type { AnswerOrigin } from "#customers/forms/fact-of-answers.ts";
import type { Form } from "#customers/forms/find-form.ts";

/** A form as a source of facts: read out by an agent, the call centre is where they come from, not the form's own page. */
export function toldForm(form: Form, { channel }: Pick<AnswerOrigin, "channel">): Form {
  return channel === "call-centre" ? { ...form, definition: { ...form.definition, source: channel } } : form;
}
