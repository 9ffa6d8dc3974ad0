import type { Child } from "hono/jsx";
import { Sparkline } from "./sparkline.tsx";

export type StatProps = {
  readonly label: string;
  /** Already in the reader's format. */
  readonly value: string;
  /** The rows behind the number. */
  readonly href?: string | undefined;
  readonly note?: Child;
  /** The last values, oldest first. */
  readonly trend?: readonly number[] | undefined;
};

/** Numbers side by side. */
export function Stats({ children }: { readonly children?: Child }) {
  return <ul class="stats">{children}</ul>;
}

/** One number, linked to the rows that it counts. Stands inside Stats. */
export function Stat({ label, value, href, note, trend }: StatProps) {
  const inside = (
    <>
      <span class="stat-label">{label}</span>
      <span class="stat-value">{value}</span>
      {note === undefined ? null : <span class="stat-note">{note}</span>}
      {trend === undefined ? null : <Sparkline values={trend} />}
    </>
  );
  return (
    <li>
      {href === undefined ? (
        <div class="stat">{inside}</div>
      ) : (
        <a class="stat" href={href}>
          {inside}
        </a>
      )}
    </li>
  );
}
