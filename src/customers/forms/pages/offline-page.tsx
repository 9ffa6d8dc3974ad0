import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import type { FormDefinition, FormField } from "#customers/forms/form-definition.ts";
import { KEPT_HOURS } from "#customers/forms/kiosk/kiosk-scripts.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { TRAP } from "#customers/forms/read-submission.ts";
import { FieldOf } from "./field-of.tsx";
import { type FormFrame, FormShell } from "./form-page.tsx";
import { formWords } from "./form-words.ts";

export type OfflinePageProps = { readonly frame: FormFrame; readonly form: FormDefinition; readonly token: string };

/**
 * All of a form on one page, which a device's worker shows while nobody can be asked for the next step. Its script follows the
 * conditions and asks for what is required; the server looks at everything again when it gets the answers.
 */
export function OfflinePage({ frame, form, token }: OfflinePageProps) {
  const { locale } = frame;
  const words = formWords(locale);
  const say = (text: Readonly<Record<string, string>>) => pickWords(text, locale, form.locale);
  return (
    <FormShell frame={frame} title={say(form.title)} words={words}>
      <PageHeader title={say(form.title)} lead={form.intro === undefined ? undefined : say(form.intro)} />
      <Flash tone="info" title={words.offline}>
        {` ${words.offlineMore(KEPT_HOURS)}`}
      </Flash>
      <form class="form" method="post" action={frame.path}>
        <input type="hidden" name="held" value="1" />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="key" value="" />
        <input type="hidden" name="step" value="10" />
        <div hidden>
          <label>
            {words.trap} <input name={TRAP} value="" autocomplete="off" tabindex={-1} />
          </label>
        </div>
        {form.fields
          .filter(({ kind }) => kind !== "reference")
          .toSorted((left, right) => left.step - right.step)
          .map((field) => (
            <Question form={form} field={field} locale={locale} />
          ))}
        <div class="row">
          <Button look="primary">{form.submit === undefined ? words.send : say(form.submit)}</Button>
          <ButtonLink href={frame.path} look="quiet">
            {words.restart}
          </ButtonLink>
        </div>
      </form>
    </FormShell>
  );
}

type QuestionProps = { readonly form: FormDefinition; readonly field: FormField; readonly locale: string };

function Question({ form, field, locale }: QuestionProps) {
  const { when, isRequired } = field;
  const condition =
    when === undefined ? {} : { "data-when": `a.${when.field}`, "data-one-of": JSON.stringify(when.isOneOf) };
  return (
    <div {...condition} {...(isRequired ? { "data-required": "" } : {})}>
      <FieldOf form={form} field={field} locale={locale} words={formWords(locale)} typed={[]} error={undefined} />
    </div>
  );
}
