import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import type { FormDefinition } from "#customers/forms/form-definition.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { type FormFrame, FormShell } from "./form-page.tsx";
import { formWords } from "./form-words.ts";

export type ThanksProps = {
  readonly frame: FormFrame;
  readonly form: FormDefinition;
  /** Set where the address has to confirm: posts for another mail. */
  readonly resendToken?: string | undefined;
  readonly isSentAgain?: boolean | undefined;
};

/** What follows a form; the same whoever the address belongs to. */
export function ThanksPage({ frame, form, resendToken, isSentAgain }: ThanksProps) {
  const words = formWords(frame.locale);
  const thanks = pickWords(form.thanks, frame.locale, form.locale);
  return (
    <FormShell frame={frame} title={words.thanks} words={words}>
      <PageHeader title={words.thanks} lead={thanks} />
      {resendToken === undefined ? null : (
        <>
          <Flash tone="info" title={words.checkMail}>
            {` ${words.checkMailMore}`}
          </Flash>
          {isSentAgain === true ? <Flash tone="good" title={words.sentAgain} /> : null}
          {frame.isKiosk || isSentAgain === true ? null : (
            <form class="form" method="post" action="/forms/confirm/again">
              <input type="hidden" name="token" value={resendToken} />
              <Button>{words.again}</Button>
            </form>
          )}
        </>
      )}
      {frame.isKiosk ? (
        <p>
          <ButtonLink look="primary" href={frame.path}>
            {words.restart}
          </ButtonLink>
        </p>
      ) : null}
    </FormShell>
  );
}

export type ConfirmPageProps = {
  readonly frame: FormFrame;
  readonly state: "waiting" | "confirmed" | "gone";
  readonly form?: FormDefinition | undefined;
  /** What will be agreed to by the button, word for word. */
  readonly wordings?: readonly string[] | undefined;
};

/** Opening it does nothing: machines open every link of a mail. Nothing personal stands here, since mails are passed on. */
export function ConfirmPage({ frame, state, form, wordings = [] }: ConfirmPageProps) {
  const words = formWords(frame.locale);
  const { title, lead, button, done, gone, goneMore } = words.confirm;
  if (state === "gone") {
    return (
      <FormShell frame={frame} title={gone} words={words}>
        <PageHeader title={gone} lead={goneMore} />
      </FormShell>
    );
  }
  const name = form === undefined ? title : pickWords(form.title, frame.locale, form.locale);
  return (
    <FormShell frame={frame} title={state === "waiting" ? title : done} words={words}>
      <PageHeader title={state === "waiting" ? title : done} lead={state === "waiting" ? lead : name} />
      {state === "confirmed" ? null : (
        <form class="form" method="post" action={frame.path}>
          <p>
            <strong>{name}</strong>
          </p>
          {wordings.map((wording) => (
            <p>{wording}</p>
          ))}
          <Button look="primary" isWide>
            {button}
          </Button>
        </form>
      )}
    </FormShell>
  );
}
