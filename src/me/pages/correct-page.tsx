import { Button } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { maskAddress } from "#me/mask-address.ts";
import type { CorrectionFault } from "#me/site/correct-profile.ts";
import type { ProfileField } from "#me/site/own-settings.ts";
import { type OwnFrame, OwnShell } from "./own-shell.tsx";

export type CorrectPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly fields: ReadonlyArray<{ readonly name: ProfileField; readonly value: string }>;
  readonly faults: ReadonlyMap<ProfileField, CorrectionFault>;
  readonly email: string | null;
  readonly address: string;
  readonly isAddressFaulty: boolean;
  readonly flash?: string | undefined;
};

const autocomplete: Readonly<Record<ProfileField, string>> = {
  first_name: "given-name",
  last_name: "family-name",
  birth_on: "bday",
  country: "country",
};

/** Corrections, where the vendor allows them, and another address, which has to be hers. */
export function CorrectPage(props: CorrectPageProps) {
  const { frame, formToken, fields, faults, flash } = props;
  const { correct, data, enter } = frame.own;
  return (
    <OwnShell frame={frame} formToken={formToken} title={correct.title} lead={correct.lead} flash={flash}>
      {faults.size > 0 ? <Flash tone="bad" title={correct.faulty} /> : null}
      {fields.length === 0 ? null : (
        <form class="form card" method="post" action="/me/correct">
          <input type="hidden" name="form" value={formToken} />
          {fields.map(({ name, value }) => {
            const fault = faults.get(name);
            return (
              <TextField
                name={name}
                label={data.fields[name]}
                type={name === "birth_on" ? "date" : "text"}
                autocomplete={autocomplete[name]}
                maxLength={name === "country" ? 2 : 200}
                isShort={name === "birth_on" || name === "country"}
                value={value}
                error={fault === undefined ? undefined : correct[fault]}
              />
            );
          })}
          <Button look="primary" isWide>
            {correct.save}
          </Button>
        </form>
      )}
      <form class="form card" method="post" action="/me/address">
        <h2>{correct.addressTitle}</h2>
        {props.email === null ? null : <p>{correct.addressLead(maskAddress(props.email))}</p>}
        <input type="hidden" name="form" value={formToken} />
        <TextField
          name="address"
          label={correct.addressNew}
          type="email"
          autocomplete="email"
          maxLength={254}
          value={props.address}
          error={props.isAddressFaulty ? enter.fault : undefined}
        />
        <Button isWide>{enter.send}</Button>
      </form>
    </OwnShell>
  );
}
