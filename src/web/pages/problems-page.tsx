import { problems } from "#kernel/problem.ts";
import { PageHeader } from "./page-header.tsx";
import { type Brand, PublicShell } from "./public-shell.tsx";

/** Every refusal of the API; the address of a problem's `type` leads to its place here. */
export function ProblemsPage({ brand }: { readonly brand: Brand }) {
  return (
    <PublicShell lang="en" title="Problems" brand={brand}>
      <PageHeader
        title="Problems"
        parent={{ href: "/reference", label: "API reference" }}
        lead="Each refusal is a problem document (RFC 9457). Its type leads here; its errors point at the faulty places by JSON Pointer."
      />
      <div class="stack-tight">
        {Object.entries(problems).map(([code, { status, title }]) => (
          <section class="card" id={code}>
            <div class="card-head">
              <h2>{title}</h2>
              <span class={`badge ${status >= 500 ? "bad" : "warn"}`}>{String(status)}</span>
            </div>
            <code>{code}</code>
          </section>
        ))}
      </div>
    </PublicShell>
  );
}
