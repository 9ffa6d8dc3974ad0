import { fillMenu } from "#messages/voice/menus/fill-menu.ts";
import { findMenu } from "#messages/voice/menus/find-menu.ts";
import { menuCode } from "#messages/voice/menus/menu-shape.ts";
import { findVoiceSettings } from "#messages/voice/voice-settings.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { Pairs } from "#console/pages/pairs.tsx";
import { When } from "#console/words.tsx";
import { versionOf, voicePath } from "./menus.tsx";
import { Player } from "./player.tsx";

export const menuPage: ConsolePage = {
  method: "get",
  path: `${voicePath}/menus/:code`,
  scope: "settings:read",
  handle: showMenu,
};

/** A menu that is walked by its keys. */
async function showMenu(scene: Scene): Promise<Response> {
  const { deps, context } = scene;
  const code = menuCode.safeParse(context.req.param("code"));
  if (!code.success) return notFound(scene);
  const [menu, { menu: used }] = await Promise.all([findMenu(deps.store, code.data), findVoiceSettings(deps.store)]);
  if (menu.version === 0 && used !== code.data) return notFound(scene);
  const { walk = "", saved } = searchOf(scene, ["walk", "saved"]);
  const path = `${voicePath}/menus/${menu.code}`;
  const flow = fillMenu(menu.flow, await deps.voice.vendor());
  const content = (
    <>
      <PageHeader
        title={`Menu ${menu.code}`}
        lead="Press the keys: nothing is recorded, and nobody is called."
        parent={{ href: voicePath, label: "Telephone menus" }}
        actions={
          scene.actor.scopes.includes("settings:write") ? (
            <ButtonLink href={`${path}/edit`}>Change</ButtonLink>
          ) : undefined
        }
      />
      {saved === undefined ? null : <Flash tone="good" title="Saved. Calls that begin from now on hear it." />}
      <div class="columns">
        <Player flow={flow} path={path} walk={walk} />
        <Card title="As it stands">
          <Pairs
            items={[
              ["In use", used === menu.code ? "for every call that comes in" : "no"],
              ["Version", versionOf(menu)],
              ["Put", menu.createdAt === null ? "–" : <When at={menu.createdAt} />],
              ["Language", menu.flow.language],
              ["Steps", menu.flow.steps.map(({ name }) => name).join(", ")],
            ]}
          />
        </Card>
      </div>
    </>
  );
  return scenePage(scene, { title: `Menu ${menu.code}`, current: voicePath }, content);
}
