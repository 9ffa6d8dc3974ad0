import type { Hono } from "hono";
import { pageResponse } from "./page-response.ts";
import { ProblemsPage } from "./problems-page.tsx";
import type { Brand } from "./public-shell.tsx";
import { ReferencePage } from "./reference/reference-page.tsx";

export type ReferenceSettings = {
  /** What openApiDocument made. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Public origin, e.g. https://jump.example */
  readonly origin: string;
  readonly brand: () => Promise<Brand>;
};

const headers = { "cache-control": "public, max-age=300" };

/** /reference, /problems and /openapi.json. */
export function mountReference(app: Hono, settings: ReferenceSettings): void {
  const isHttps = settings.origin.startsWith("https:");
  const documentText = JSON.stringify(settings.document);
  app.get("/openapi.json", (context) =>
    context.body(documentText, 200, { "content-type": "application/json; charset=utf-8", ...headers }),
  );
  app.get("/reference", async () => {
    const brand = await settings.brand();
    const { document, origin } = settings;
    const page = <ReferencePage document={document} documentHref="/openapi.json" origin={origin} brand={brand} />;
    return pageResponse(page, { headers, isHttps });
  });
  app.get("/problems", async () => pageResponse(<ProblemsPage brand={await settings.brand()} />, { headers, isHttps }));
}
