import type { Child } from "hono/jsx";

/** Names with their values: the facts of one thing. */
export function DefinitionList({ items }: { readonly items: ReadonlyArray<readonly [name: string, value: Child]> }) {
  return (
    <dl class="facts">
      {items.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
