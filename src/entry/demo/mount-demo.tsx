import { signIn } from "#access/sign-in.ts";
import type { Jumpstation } from "#entry/compose.ts";
import { problem } from "#kernel/problem.ts";
import { Button } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { pageResponse } from "#web/pages/page-response.ts";
import { PublicShell } from "#web/pages/public-shell.tsx";
import { problemResponse } from "#web/respond.ts";
import { type DemoProduct, vendorName } from "./assortment.ts";
import { drawProduct } from "./drawings/draw-product.ts";

type DemoDoors = {
  readonly products: readonly DemoProduct[];
  readonly operator: { readonly email: string; readonly password: string };
};

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img" aria-label="Fernhill">
<g fill="#2e5d4b"><path d="M32 4 C44 18 44 40 32 60 C20 40 20 18 32 4 Z"/><path d="M32 60 C38 46 50 38 62 38 C58 52 46 60 32 60 Z" opacity=".7"/><path d="M32 60 C26 46 14 38 2 38 C6 52 18 60 32 60 Z" opacity=".7"/></g></svg>`;

/** What only the demo has: drawn pictures, and a way into the console without a password to type. */
export function mountDemo(station: Jumpstation, { products, operator }: DemoDoors): void {
  const { app, gate } = station;
  const byCode = new Map(products.map((product) => [product.code, product]));
  app.get("/demo/logo.svg", () => picture(LOGO));
  app.get("/demo/pictures/:file", (context) => {
    const product = byCode.get(context.req.param("file").replace(/\.svg$/, ""));
    const drawing = product === undefined ? undefined : drawProduct(product);
    return drawing === undefined ? problemResponse(problem("not_found")) : picture(drawing);
  });
  app.get("/demo/enter", (context) => pageResponse(<EnterPage next={nextOf(context.req.query("next"))} />));
  app.post("/demo/enter", async (context) => {
    const started = await signIn(gate, context.req.raw, operator);
    if (!started.ok) return problemResponse(started.error);
    const headers = new Headers({ location: nextOf(context.req.query("next")), "cache-control": "no-store" });
    for (const cookie of started.value) headers.append("set-cookie", cookie);
    return new Response(null, { status: 303, headers });
  });
}

function nextOf(path: string | undefined): string {
  return path === "/mailbox" || path === "/console/predictions" ? path : "/console";
}

function picture(svg: string): Response {
  return new Response(svg, { headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=3600" } });
}

function EnterPage({ next }: { readonly next: string }) {
  return (
    <PublicShell lang="en" title="Enter the demo" brand={{ name: vendorName, colour: "#2e5d4b" }} isNarrow>
      <PageHeader title="A simulated programme" lead="Nobody in it exists. Go in as its operator and look around." />
      <form class="form" method="post" action={`/demo/enter?next=${next}`}>
        <Button look="primary" isWide>
          Enter as the demo operator
        </Button>
      </form>
    </PublicShell>
  );
}
