import type { Child } from "hono/jsx";
import { Button } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { PublicShell } from "#web/pages/public-shell.tsx";
import type { OwnWords } from "#me/words/own-english.ts";
import type { MeFrame } from "./me-shell.tsx";

/** In which vendor's name and which language her own site speaks. */
export type OwnFrame = MeFrame & { readonly own: OwnWords };

export type OwnShellProps = {
  readonly frame: OwnFrame;
  /** Of the session: forms carry it. Absent on pages before the door. */
  readonly formToken?: string | undefined;
  readonly title: string;
  readonly lead?: string | undefined;
  /** The overview has no page above it. */
  readonly isTop?: boolean | undefined;
  /** Wide pages show pictures, narrow ones forms and words. */
  readonly isNarrow?: boolean | undefined;
  readonly flash?: string | undefined;
  readonly children?: Child;
};

/** The frame of a page of her own site: the vendor's, with the way out in sight and the way back to the overview. */
export function OwnShell(props: OwnShellProps) {
  const { frame, formToken, title, lead, isTop = false, isNarrow = true, flash, children } = props;
  const { own } = frame;
  return (
    <PublicShell
      lang={frame.language}
      title={title}
      brand={frame.brand}
      isNarrow={isNarrow}
      skipLabel={frame.words.skip}
      actions={
        formToken === undefined ? undefined : (
          <form method="post" action="/me/leave">
            <input type="hidden" name="form" value={formToken} />
            <Button look="quiet" isSmall>
              {own.leave}
            </Button>
          </form>
        )
      }
    >
      <PageHeader
        title={title}
        lead={lead}
        parent={isTop || formToken === undefined ? undefined : { href: "/me", label: own.title }}
      />
      {flash === undefined ? null : <Flash tone="good" title={flash} />}
      <div class="stack">{children}</div>
    </PublicShell>
  );
}

/** A form of the session with one thing to say: its fields are hidden, its button does it. */
export function OneButtonForm(props: {
  readonly action: string;
  readonly formToken: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly children?: Child;
}) {
  return (
    <form method="post" action={props.action}>
      <input type="hidden" name="form" value={props.formToken} />
      {Object.entries(props.fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {props.children}
    </form>
  );
}
