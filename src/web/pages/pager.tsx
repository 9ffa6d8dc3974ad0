import { ButtonLink } from "./button.tsx";

export type PagerProps = {
  /** The first page, where this is not it. */
  readonly firstHref?: string | undefined;
  readonly nextHref?: string | undefined;
  readonly firstLabel?: string | undefined;
  readonly nextLabel?: string | undefined;
  /** "1 to 50 of 2,000" */
  readonly position?: string | undefined;
  readonly label?: string | undefined;
};

/** Through a list by cursors: on, and back to the start. Nothing where one page is all. */
export function Pager(props: PagerProps) {
  if (props.firstHref === undefined && props.nextHref === undefined && props.position === undefined) return <></>;
  return (
    <nav class="pager" aria-label={props.label ?? "Pages"}>
      <span class="quiet number">{props.position}</span>
      <span class="row">
        {props.firstHref === undefined ? null : (
          <ButtonLink isSmall href={props.firstHref}>
            {props.firstLabel ?? "First page"}
          </ButtonLink>
        )}
        {props.nextHref === undefined ? null : (
          <ButtonLink isSmall href={props.nextHref} rel="next">
            {props.nextLabel ?? "Next page"}
          </ButtonLink>
        )}
      </span>
    </nav>
  );
}
