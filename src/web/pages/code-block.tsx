/** Source text as it is; scrolls where it is wide. */
export function CodeBlock({ code, caption }: { readonly code: string; readonly caption?: string | undefined }) {
  return (
    <figure class="code-block">
      {caption === undefined ? null : <figcaption>{caption}</figcaption>}
      <pre tabindex={0} role="group" aria-label={caption ?? "Source"}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
