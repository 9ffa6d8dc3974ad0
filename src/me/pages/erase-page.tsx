import { Button } from "#web/pages/button.tsx";
import { Checkbox } from "#web/pages/choice-fields.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { type OwnFrame, OwnShell } from "./own-shell.tsx";

export type ErasePageProps = { readonly frame: OwnFrame; readonly formToken: string; readonly isUnsure: boolean };

/** What goes, what stays and why, and one box to tick. */
export function ErasePage({ frame, formToken, isUnsure }: ErasePageProps) {
  const { erase } = frame.own;
  return (
    <OwnShell frame={frame} formToken={formToken} title={erase.title} lead={erase.lead(frame.brand.name)}>
      <section class="card prose">
        <h2>{erase.goesTitle}</h2>
        <Points points={erase.goes} />
        <p>{erase.ends}</p>
      </section>
      <WhatStays frame={frame} />
      <form class="form" method="post" action="/me/erase">
        <input type="hidden" name="form" value={formToken} />
        {isUnsure ? <Flash tone="warn" title={erase.unsure} /> : null}
        <Checkbox name="sure" label={erase.confirm} />
        <Button look="danger" isWide>
          {erase.button}
        </Button>
      </form>
    </OwnShell>
  );
}

/** After it: nothing is asked, and nothing is known. */
export function ErasedPage({ frame }: { readonly frame: OwnFrame }) {
  const { erase } = frame.own;
  return (
    <OwnShell frame={frame} title={erase.doneTitle} lead={erase.doneLead(frame.brand.name)}>
      <WhatStays frame={frame} />
    </OwnShell>
  );
}

function WhatStays({ frame }: { readonly frame: OwnFrame }) {
  const { erase } = frame.own;
  return (
    <section class="card prose">
      <h2>{erase.staysTitle}</h2>
      <Points points={erase.stays} />
    </section>
  );
}

function Points({ points }: { readonly points: readonly string[] }) {
  return (
    <ul class="own-points">
      {points.map((point) => (
        <li>{point}</li>
      ))}
    </ul>
  );
}
