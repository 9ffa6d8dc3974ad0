import type { Child } from "hono/jsx";

type ButtonLook = "primary" | "plain" | "quiet" | "danger";

type Look = {
  readonly look?: ButtonLook | undefined;
  readonly isSmall?: boolean | undefined;
  readonly isWide?: boolean | undefined;
  readonly children?: Child;
};

export type ButtonProps = Look & {
  readonly type?: "submit" | "button" | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  /** Another address than the form's own. */
  readonly formAction?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Where the words alone are not enough: which of several rows this is about. */
  readonly label?: string | undefined;
};

/** Does something: submits its form. One primary button a page. */
export function Button(props: ButtonProps) {
  return (
    <button
      class={classOf(props)}
      type={props.type ?? "submit"}
      name={props.name}
      value={props.value}
      formaction={props.formAction}
      disabled={props.isDisabled}
      aria-label={props.label}
    >
      {props.children}
    </button>
  );
}

export type ButtonLinkProps = Look & { readonly href: string; readonly rel?: string | undefined };

/** Goes somewhere, and looks as important as a button. */
export function ButtonLink(props: ButtonLinkProps) {
  return (
    <a class={classOf(props)} href={props.href} rel={props.rel}>
      {props.children}
    </a>
  );
}

function classOf({ look = "plain", isSmall, isWide }: Look): string {
  return ["button", look === "plain" ? "" : look, isSmall === true ? "small" : "", isWide === true ? "wide" : ""]
    .filter((part) => part !== "")
    .join(" ");
}
