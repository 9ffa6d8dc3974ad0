import type { Child } from "hono/jsx";

export type EmptyStateProps = {
  /** What is not there. */
  readonly title: string;
  /** Why, and what to do next. */
  readonly children?: Child;
  /** The next step, as a button. */
  readonly action?: Child;
  /** 2 unless the page's outline asks for 3. */
  readonly level?: 2 | 3 | undefined;
};

/** Nothing here yet: says so, and what comes next. */
export function EmptyState({ title, children, action, level = 2 }: EmptyStateProps) {
  return (
    <div class="empty">
      {level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>}
      <p>{children}</p>
      {action === undefined ? null : <div class="row">{action}</div>}
    </div>
  );
}
