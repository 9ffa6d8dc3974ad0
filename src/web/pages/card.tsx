import type { Child } from "hono/jsx";

export type CardProps = {
  readonly title?: string | undefined;
  readonly id?: string | undefined;
  /** Right of the title: a link to all of it. */
  readonly action?: Child;
  readonly footer?: Child;
  readonly children?: Child;
};

/** A thing of its own on the page; with a title it is an h2 and a region. */
export function Card({ title, id, action, footer, children }: CardProps) {
  return (
    <section class="card" id={id}>
      {title === undefined ? null : (
        <div class="card-head">
          <h2>{title}</h2>
          {action}
        </div>
      )}
      {children}
      {footer === undefined ? null : <div class="card-foot">{footer}</div>}
    </section>
  );
}
