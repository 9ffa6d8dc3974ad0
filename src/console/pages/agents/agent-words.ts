import type { Call } from "#calls/call.ts";
import { openCall } from "#calls/find-call.ts";
import { notFound, notice, type Scene } from "#console/scene.tsx";

export const callsPath = "/console/calls";
export const CALLS = "calls:handle";

export function callPath(id: string, rest = ""): string {
  return `${callsPath}/${encodeURIComponent(id)}${rest}`;
}

/** The call that an address names, while it goes on and is this agent's. */
export async function withCall(scene: Scene, then: (call: Call) => Promise<Response>): Promise<Response> {
  const { deps, actor, context } = scene;
  const call = await openCall(deps, { actor, id: context.req.param("id") ?? "" });
  if (call.ok) return then(call.value);
  return call.error.code === "conflict" ? notice(scene, 409, "This call is over") : notFound(scene);
}
