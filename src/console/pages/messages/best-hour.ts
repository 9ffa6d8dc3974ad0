import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { switchBestHour } from "#messages/send-time/switch-best-hour.ts";
import { type ConsolePage, notFound, notice, type Scene, seeOther } from "#console/scene.tsx";

export const bestHourPages: readonly ConsolePage[] = [
  { method: "post", path: "/console/newsletters/:code/best-hour", scope: "messages:write", handle: change },
];

async function change(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { isOn: "one" } });
  const isOn = fields.ok ? fields.value.one("isOn") : undefined;
  if (isOn !== "yes" && isOn !== "no") return notice(scene, 400, problems.invalid_request.title);
  const code = context.req.param("code") ?? "";
  const changed = await switchBestHour({ deps, actor, input: { code, isOn: isOn === "yes" } });
  if (changed.ok) return seeOther(`/console/newsletters/${code}#best-hour`);
  return changed.error.code === "not_found" ? notFound(scene) : notice(scene, 400, problems.invalid_content.title);
}
