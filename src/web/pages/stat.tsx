import type { Child } from "hono/jsx";
import { Sparkline } from "./sparkline.tsx";

export type StatProps = {
  readonly label: string;
  /** Already in the reader's format. */
  readonly value: string;
  /** The rows behind the number. */
  readonly href?: string | undefined;
  /** May hold links of its own: numbers in it have rows, too. */
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
  const number = (
    <>
      <span class="stat-label">{label}</span>
      <span class="stat-value">{value}</span>
    </>
  );
  return (
    <li>
      <div class="stat">
        {href === undefined ? (
          number
        ) : (
          <a class="stat-link" href={href}>
            {number}
          </a>
        )}
        {note === undefined ? null : <span class="stat-note">{note}</span>}
        {trend === undefined ? null : <Sparkline values={trend} />}
      </div>
    </li>
  );
}
