export type CodeBlockProps = {
  readonly code: string;
  readonly caption?: string | undefined;
  /** One click marks all of it: a key, an address. */
  readonly isToCopy?: boolean | undefined;
};

/** Source text as it is; scrolls where it is wide. */
export function CodeBlock({ code, caption, isToCopy }: CodeBlockProps) {
  return (
    <figure class={isToCopy === true ? "code-block copy" : "code-block"}>
      {caption === undefined ? null : <figcaption>{caption}</figcaption>}
      <pre tabindex={0} role="group" aria-label={caption ?? "Source"}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
