import { Select } from "#web/pages/choice-fields.tsx";
import type { FieldFaults } from "#me/general-form.ts";
import { wayField, type WaysDraft } from "#me/ways-form.ts";
import type { ChannelOrder } from "#messages/preferences/channel-order.ts";
import type { MeFrame } from "./me-shell.tsx";

type WaysFieldsProps = {
  readonly frame: MeFrame;
  readonly draft: WaysDraft;
  readonly faults: FieldFaults;
  /** What there is to choose from. */
  readonly offered: ChannelOrder;
  /** What holds where she chooses none. */
  readonly unchosen: string;
};

/** "First by e-mail, else by text": a list for each place of the order, so that it needs no script and no dragging. */
export function WaysFields({ frame, draft, faults, offered, unchosen }: WaysFieldsProps) {
  const { ways, faults: faultWords } = frame.words;
  const fault = faults.get("ways");
  const named = offered.map((channel) => ({ value: channel, label: ways.names[channel] }));
  return (
    <>
      <input type="hidden" name="ways" value="yes" />
      <p class="hint">{ways.hint}</p>
      <div class="fields side">
        {offered.map((_, index) => (
          <Select
            name={wayField(index)}
            label={index === 0 ? ways.first : ways.next(index)}
            options={[{ value: "", label: index === 0 ? unchosen : ways.none }, ...named]}
            value={draft?.[index] ?? ""}
            error={index === 0 && fault !== undefined ? faultWords[fault] : undefined}
          />
        ))}
      </div>
    </>
  );
}
