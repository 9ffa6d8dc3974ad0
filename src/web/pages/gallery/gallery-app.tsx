import type { Hono } from "hono";
import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { mountReference } from "#web/pages/mount-reference.tsx";
import { pageResponse } from "#web/pages/page-response.ts";
import { openApiDocument } from "#web/openapi.ts";
import { defineOperation } from "#web/operation.ts";
import { ConsoleGallery } from "./console-gallery.tsx";
import { PublicGallery } from "./public-gallery.tsx";

const pages = {
  "/gallery/console": () => <ConsoleGallery />,
  "/gallery/public": () => <PublicGallery />,
  "/gallery/rtl": () => <PublicGallery lang="ar" />,
} as const;

/** Puts the gallery on an app that serves nothing else; gives its paths. */
export function galleryApp(app: Hono): readonly string[] {
  mountAssets(app);
  for (const [path, page] of Object.entries(pages)) app.get(path, () => pageResponse(page()));
  mountReference(app, {
    document: openApiDocument([getThing, putThing], "1.0.0"),
    origin: "http://localhost:8080",
    brand: async () => ({ name: "Jumpstation" }),
  });
  return [...Object.keys(pages), "/reference", "/problems"];
}

const thing = z.strictObject({
  code: z
    .string()
    .max(64)
    .describe("The vendor's code.")
    .meta({ examples: ["spade-2"] }),
  state: z.enum(["live", "withdrawn"]).default("live"),
  copy: z
    .array(
      z.strictObject({
        locale: z.string().describe("BCP 47"),
        channel: z.enum(["", "email", "sms"]).describe("Empty: every channel.").optional(),
        title: z.string().min(1).max(200),
      }),
    )
    .min(1)
    .max(50),
  stock: z.int().min(0).nullable().describe("Pieces left; null is unlimited."),
});

const getThing = defineOperation({
  operationId: "getThing",
  method: "get",
  path: "/v1/things/:code",
  tag: "Catalogue",
  summary: "One thing",
  description: "As it was last put, with the words of every locale.",
  scope: "catalogue:read",
  params: z.object({ code: z.string() }),
  search: z.object({ locale: z.string().describe("BCP 47").optional() }),
  success: { status: 200, description: "The thing.", schema: thing },
  problems: ["not_found", "unauthenticated", "forbidden"],
  handle: async () => ok({ code: "spade-2", state: "live" as const, copy: [], stock: null }),
});

const putThing = defineOperation({
  operationId: "putThing",
  method: "put",
  path: "/v1/things/:code",
  tag: "Catalogue",
  summary: "Put a thing",
  scope: "catalogue:write",
  params: z.object({ code: z.string() }),
  body: thing,
  success: { status: 204, description: "It stands." },
  problems: ["invalid_content", "unauthenticated", "forbidden", "payload_too_large"],
  handle: async () => ok(undefined),
});
