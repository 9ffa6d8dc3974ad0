import { createHash } from "node:crypto";
import type { Context } from "hono";
import { findPushTargets, listDevices } from "#customers/push/list-devices.ts";
import { pageResponse } from "#web/pages/page-response.ts";
import { securityHeaders } from "#web/pages/security-headers.ts";
import { ownFormToken } from "./enter/own-session.ts";
import type { MeDeps } from "./me-deps.ts";
import { DevicesPage } from "./pages/devices-page.tsx";
import { seeOther } from "./preferences-routes.tsx";
import { hearsNotices, switchOff, switchOn } from "./push/device-choice.ts";
import { deviceLabel } from "./push/device-label.ts";
import { readSubscription } from "./push/push-offer.ts";
import { devicesPath, devicesScript, noticeWorkerScript } from "./push/push-scripts.ts";
import { type OwnVisit, withOwn, withOwnForm } from "./with-own.tsx";

/** `GET /me/devices` */
export function showDevices(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, (visit) =>
    devicesPage(deps, visit, { isRefused: false, isDone: context.req.query("done") === "1" }),
  );
}

const shape = {
  form: "one",
  act: "one",
  id: "one",
  endpoint: "one",
  p256dh: "one",
  auth: "one",
  key: "one",
  old: "one",
} as const;

/** `POST /me/devices`: this browser on, one of hers off, or all of them. */
export function saveDevice(deps: MeDeps, context: Context): Promise<Response> {
  return withOwnForm(deps, { context, shape }, async (visit, fields) => {
    const { session, frame } = visit;
    const { customerId, code } = session;
    const words = frame.own.devices;
    const act = fields.one("act");
    const id = act === "all" ? undefined : fields.one("id");
    if (act === "all" || act === "off") await switchOff(deps, { customerId, code, wording: words.off }, id);
    if (act !== "on") return seeOther(`${devicesPath}?done=1`);
    const [endpoint, p256dh, auth, key] = ["endpoint", "p256dh", "auth", "key"].map((name) => fields.one(name));
    const device = readSubscription(deps.push, {
      endpoint: endpoint ?? "",
      p256dh: p256dh ?? "",
      auth: auth ?? "",
      key: key ?? "",
    });
    if (device === undefined) return devicesPage(deps, visit, { isRefused: true, isDone: false });
    const hers = { customerId, code, wording: words.wording(frame.brand.name) };
    const label = deviceLabel(context.req.header("user-agent") ?? "");
    await switchOn(deps, hers, { ...device, label, old: fields.one("old") });
    return seeOther(`${devicesPath}?done=1`);
  });
}

type Shown = { readonly isRefused: boolean; readonly isDone: boolean };

async function devicesPage(
  deps: MeDeps,
  { session, frame }: OwnVisit,
  { isRefused, isDone }: Shown,
): Promise<Response> {
  const { customerId } = session;
  const [devices, targets, isHeard] = await Promise.all([
    listDevices(deps.reads, customerId),
    findPushTargets({ store: deps.reads, secret: deps.secret }, customerId),
    hearsNotices(deps.reads, customerId),
  ]);
  const marks = new Map(targets.map(({ id, endpoint }) => [id, markOf(endpoint)]));
  const page = (
    <DevicesPage
      frame={frame}
      formToken={ownFormToken(deps.secret, session)}
      zone={session.zone}
      devices={devices.map((device) => ({ ...device, mark: marks.get(device.id) ?? "" }))}
      publicKey={deps.push.keys[0].publicKey}
      isHeard={isHeard}
      isRefused={isRefused}
      flash={isDone ? frame.own.done : undefined}
    />
  );
  const isHttps = deps.publicUrl.startsWith("https:");
  const policy = securityHeaders(isHttps)["content-security-policy"] ?? "";
  return pageResponse(page, {
    status: isRefused ? 422 : 200,
    headers: {
      "content-security-policy": `${policy}; script-src 'self'; worker-src 'self'`,
      "referrer-policy": "same-origin",
      "x-robots-tag": "noindex",
    },
    isHttps,
  });
}

/** By this a browser finds its own row: it knows its endpoint, and nobody else can read one out of the page. */
function markOf(endpoint: string): string {
  return createHash("sha256").update(endpoint).digest("base64url");
}

/** `GET /me/devices.js` */
export async function sendDevicesScript(deps: MeDeps): Promise<Response> {
  return scriptResponse(deps, devicesScript);
}

/** `GET /me/notices.js`: its text changes with the sender's key, so that browsers take the new one up. */
export async function sendNoticeWorker(deps: MeDeps): Promise<Response> {
  const { name } = await deps.brand();
  return scriptResponse(deps, noticeWorkerScript({ vendor: name, key: deps.push.keys[0].publicKey }));
}

/** The policy is the worker's own: it may ask this origin, and nothing else (CSP 3 §4.1, workers have their response's). */
function scriptResponse({ publicUrl }: MeDeps, text: string): Response {
  return new Response(text, {
    headers: {
      ...securityHeaders(publicUrl.startsWith("https:")),
      "content-security-policy": "default-src 'none'; connect-src 'self'",
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
    },
  });
}
