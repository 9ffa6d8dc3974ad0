import { Button } from "./button.tsx";
import { TextField } from "./text-field.tsx";

export type SearchFormProps = {
  readonly action: string;
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly buttonLabel: string;
  /** What else the address keeps. */
  readonly kept?: ReadonlyArray<readonly [name: string, value: string]> | undefined;
};

/** Looks something up by GET: the result is an address. */
export function SearchForm({ action, name, label, value, buttonLabel, kept = [] }: SearchFormProps) {
  return (
    <form class="search" method="get" action={action} role="search">
      {kept.map(([keptName, keptValue]) => (
        <input type="hidden" name={keptName} value={keptValue} />
      ))}
      <TextField name={name} label={label} type="search" value={value} maxLength={200} />
      <Button>{buttonLabel}</Button>
    </form>
  );
}
