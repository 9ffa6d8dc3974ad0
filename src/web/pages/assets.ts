import type { Hono } from "hono";
import { problem } from "#kernel/problem.ts";
import { problemResponse } from "#web/respond.ts";
import { brandStylesheet } from "./brand-stylesheet.ts";
import {
  consoleStylesheet,
  consoleStylesheetPath,
  publicStylesheet,
  publicStylesheetPath,
  stylesheet,
  stylesheetPath,
} from "./styles.ts";

/** The stylesheets of the pages. Their addresses name their content, so nobody asks twice. */
export function mountAssets(app: Hono): void {
  app.get(stylesheetPath, () => cssResponse(stylesheet));
  app.get(publicStylesheetPath, () => cssResponse(publicStylesheet));
  app.get(consoleStylesheetPath, () => cssResponse(consoleStylesheet));
  app.get("/assets/:name{brand-[0-9a-f]{6}\\.css}", (context) => {
    const css = brandStylesheet(context.req.param("name").slice("brand-".length, -".css".length));
    return css === undefined ? problemResponse(problem("not_found")) : cssResponse(css);
  });
}

function cssResponse(css: string): Response {
  return new Response(css, {
    headers: {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
    },
  });
}
