import { ButtonLink } from "#web/pages/button.tsx";
import { type OwnFrame, OwnShell } from "./own-shell.tsx";

export type CopyPageProps = { readonly frame: OwnFrame; readonly formToken: string; readonly hidden: number };

/** Her copy: for programs, and to be read. */
export function CopyPage({ frame, formToken, hidden }: CopyPageProps) {
  const { copy } = frame.own;
  return (
    <OwnShell frame={frame} formToken={formToken} title={copy.title} lead={copy.lead}>
      <section class="card stack-tight">
        <h2>{copy.file}</h2>
        <p class="hint">{copy.fileHint}</p>
        <ButtonLink look="primary" href="/me/copy/file">
          {copy.file}
        </ButtonLink>
      </section>
      <section class="card stack-tight">
        <h2>{copy.page}</h2>
        <p class="hint">{copy.pageHint}</p>
        <ButtonLink href="/me/copy/page">{copy.page}</ButtonLink>
      </section>
      {hidden === 0 ? null : <p class="hint">{copy.hidden(hidden)}</p>}
    </OwnShell>
  );
}
