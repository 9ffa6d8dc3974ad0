import type { Context } from "hono";
import { problem } from "#kernel/problem.ts";
import { networkHash } from "#tracking/signals.ts";
import { asksForPage, missingPage } from "#web/pages/missing-page.tsx";
import { readerLanguage } from "#web/pages/reader-language.ts";
import { securityHeaders } from "#web/pages/security-headers.ts";
import { problemResponse } from "#web/respond.ts";
import { type Form, findForm } from "#customers/forms/find-form.ts";
import { openDevice } from "#customers/forms/kiosk/devices.ts";
import { pickFormLocale } from "#customers/forms/pick-words.ts";
import type { FormFrame } from "./form-page.tsx";
import type { FormPageDeps } from "./form-page-deps.ts";
import { restingResponse } from "./resting-page.tsx";

/** A request for a form: what is shown, and how. */
export type FormVisit = {
  readonly form: Form;
  readonly frame: FormFrame;
  /** The device's id; "" where it is a browser of her own. */
  readonly device: string;
  readonly network: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** A device forgets whoever left it: without a touch for so long it starts again, also without script. */
const KIOSK_IDLE_SECONDS = 60;

/** Opens the form that a request names, in the version that its page was of; a Response where there is none. */
export async function visitForm(deps: FormPageDeps, context: Context, version?: number): Promise<FormVisit | Response> {
  const { req } = context;
  const form = await findForm(deps.store, req.param("code") ?? "", version);
  const isKiosk = req.path.startsWith("/kiosk/");
  const deviceToken = req.query("device") ?? "";
  const device = isKiosk ? await openDevice(deps, deviceToken) : undefined;
  const isShut = form?.state === "off";
  // Answers that were held have no reader: whoever sends them goes by the status.
  const isRead = device !== undefined && !req.path.endsWith("/held");
  if (form === undefined || (isKiosk && device === undefined) || (isShut && !isRead)) {
    return noForm(deps, { path: req.path, header: (name) => req.header(name) });
  }
  const isEmbedded = !isKiosk && req.query("embed") === "1";
  const wanted = req.query("lang") ?? "";
  const asked = pickFormLocale(
    form.definition,
    wanted === "" ? (req.header("accept-language") ?? "") : wanted.slice(0, 35),
  );
  const search = new URLSearchParams({
    ...(isKiosk ? { device: deviceToken } : {}),
    ...(isEmbedded ? { embed: "1" } : {}),
    ...(wanted === "" ? {} : { lang: asked }),
  }).toString();
  const path = `${isKiosk ? "/kiosk" : "/forms"}/${form.code}${search === "" ? "" : `?${search}`}`;
  const frame: FormFrame = {
    brand: await deps.brand(),
    locale: asked,
    path,
    isKiosk,
    device: isKiosk ? { state: "online", ...besidePaths(form.code, search) } : undefined,
  };
  const headers = {
    ...(isKiosk ? kioskHeaders(path) : {}),
    ...(isEmbedded ? await frameHeaders(deps) : {}),
    "x-robots-tag": "noindex",
  };
  if (isShut) return restingResponse({ frame, headers, isHttps: deps.publicUrl.startsWith("https:") });
  return {
    form,
    frame,
    headers,
    device: device?.id ?? "",
    network: device?.id ?? networkHash(deps.secret.keyFor("form-network/1"), deps.addressOf(context)),
  };
}

/** People are told on a page, in words of theirs: they may have come by a printed address. */
async function noForm({ brand, publicUrl }: FormPageDeps, { path, header }: Asked): Promise<Response> {
  if (!asksForPage({ path, accept: header("accept") })) return problemResponse(problem("not_found"));
  const language = readerLanguage(header("accept-language"));
  return missingPage({ brand: await brand(), language, isHttps: publicUrl.startsWith("https:") });
}

type Asked = { readonly path: string; readonly header: (name: string) => string | undefined };

function besidePaths(code: string, search: string) {
  return { offlinePath: `/kiosk/${code}/offline?${search}`, thanksPath: `/kiosk/${code}/thanks?${search}` };
}

/** It starts again by itself, tells nobody where it is, and runs our own scripts and no other. */
function kioskHeaders(path: string): Record<string, string> {
  const policy = securityHeaders(false)["content-security-policy"] ?? "";
  return {
    refresh: `${KIOSK_IDLE_SECONDS}; url=${path}`,
    "referrer-policy": "no-referrer",
    "content-security-policy": `${policy}; script-src 'self'; worker-src 'self'; connect-src 'self'`,
  };
}

/** Pages of the vendor's hosts may frame it, and nobody else's. */
async function frameHeaders(deps: FormPageDeps): Promise<Record<string, string>> {
  const hosts = await deps.frameHosts();
  const policy = securityHeaders(false)["content-security-policy"] ?? "";
  const sources = hosts.map((host) => (host.includes("://") ? host : `https://${host}`)).join(" ");
  return {
    "content-security-policy": policy.replace(
      "frame-ancestors 'none'",
      `frame-ancestors ${sources === "" ? "'none'" : sources}`,
    ),
  };
}
