import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type OwnFrame, OwnShell } from "./own-shell.tsx";

export type EnterPageProps = {
  readonly frame: OwnFrame;
  /** Her own site's address is known: the mail goes where it always goes. Masked. */
  readonly known?: { readonly action: string; readonly address: string } | undefined;
  readonly address: string;
  readonly isFaulty: boolean;
  /** She is in, and takes a step that asks once more. */
  readonly isFresh: boolean;
  readonly hasLeft: boolean;
};

/** The door: an address, and the same answer for everybody. */
export function EnterPage({ frame, known, address, isFaulty, isFresh, hasLeft }: EnterPageProps) {
  const { enter, left } = frame.own;
  return (
    <OwnShell frame={frame} title={enter.title} lead={enter.lead(frame.brand.name)} flash={hasLeft ? left : undefined}>
      {isFresh ? <Flash title={enter.fresh} /> : null}
      {known === undefined ? (
        <form class="form" method="post" action="/me/enter">
          <TextField
            name="address"
            label={enter.address}
            type="email"
            autocomplete="email"
            maxLength={254}
            isRequired
            value={address}
            error={isFaulty ? enter.fault : undefined}
          />
          <Button look="primary" isWide>
            {enter.send}
          </Button>
        </form>
      ) : (
        <form class="form" method="post" action={known.action}>
          <p>{enter.known(known.address)}</p>
          <Button look="primary" isWide>
            {enter.send}
          </Button>
          <ButtonLink look="quiet" isWide href="/me/enter">
            {enter.other}
          </ButtonLink>
        </form>
      )}
    </OwnShell>
  );
}

/** Where the code is typed: eight digits, by thumb. */
export function CodePage({ frame, isWrong }: { readonly frame: OwnFrame; readonly isWrong: boolean }) {
  const { code } = frame.own;
  return (
    <OwnShell frame={frame} title={code.title} lead={code.lead}>
      <form class="form" method="post" action="/me/code">
        <TextField
          name="code"
          label={code.label}
          autocomplete="one-time-code"
          inputMode="numeric"
          maxLength={20}
          isRequired
          error={isWrong ? code.wrong : undefined}
        />
        <Button look="primary" isWide>
          {code.submit}
        </Button>
        <ButtonLink look="quiet" isWide href="/me/enter">
          {code.again}
        </ButtonLink>
      </form>
    </OwnShell>
  );
}
