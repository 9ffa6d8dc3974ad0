import { Flash } from "#web/pages/flash.tsx";
import type { FieldFaults } from "#console/form-faults.ts";

export type RefusedProps = {
  readonly faults: FieldFaults;
  /** Labels of the form's fields by their names, in their order on the page. */
  readonly labels: Readonly<Record<string, string>>;
  readonly title?: string | undefined;
};

/** Says above a refused form what is wrong, with a way to each field (WCAG 3.3.1). Nothing where nothing is. */
export function Refused({ faults, labels, title = "Nothing was changed." }: RefusedProps) {
  const faulty = Object.entries(labels).filter(([name]) => faults[name] !== undefined);
  if (Object.keys(faults).length === 0) return <></>;
  return (
    <Flash tone="bad" title={title}>
      <ul>
        {faulty.map(([name, label]) => (
          <li>
            <a href={`#field-${name}`}>{label}</a>: {faults[name]}
          </li>
        ))}
      </ul>
    </Flash>
  );
}
