import type { Child } from "hono/jsx";

export type Pair = readonly [name: Child, value: Child];

/** Names and values at the two ends of a narrow card's lines. */
export function Pairs({ items }: { readonly items: readonly Pair[] }) {
  return (
    <dl class="stack-tight">
      {items.map(([name, value]) => (
        <div class="bars-words">
          <dt class="quiet">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
