import { type Menu, findMenu, listMenus } from "#messages/voice/menus/find-menu.ts";
import { findVoiceSettings } from "#messages/voice/voice-settings.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { count, When } from "#console/words.tsx";

export const voicePath = "/console/voice";

/** What whoever calls us hears, and how calls go out. */
export const menusPage: ConsolePage = { method: "get", path: voicePath, scope: "settings:read", handle: showMenus };

async function showMenus(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const [settings, put] = await Promise.all([findVoiceSettings(store), listMenus(store)]);
  const menus = put.some(({ code }) => code === settings.menu) ? put : [await findMenu(store, settings.menu), ...put];
  const mayWrite = scene.actor.scopes.includes("settings:write");
  const content = (
    <>
      <PageHeader
        title="Telephone menus"
        lead="What whoever calls us hears. Each can be walked here without a telephone."
        actions={mayWrite ? <ButtonLink href={`${voicePath}/new`}>New menu</ButtonLink> : undefined}
      />
      <div class="stack">
        <Table
          caption="Menus"
          isCaptionHidden
          columns={[
            { label: "Menu", isRowHeader: true, cell: ({ code }) => <a href={`${voicePath}/menus/${code}`}>{code}</a> },
            { label: "In use", cell: ({ code }) => (code === settings.menu ? "for every call that comes in" : "no") },
            { label: "Version", cell: versionOf },
            { label: "Put", cell: ({ createdAt }) => (createdAt === null ? "–" : <When at={createdAt} />) },
            { label: "Steps", align: "end", cell: ({ flow }) => count(flow.steps.length) },
          ]}
          rows={menus}
        />
        <Card title="Calls that go out">
          <DefinitionList
            items={[
              ["From", settings.callers.map(({ sender }) => sender).join(", ") || "no number yet: nobody is called"],
              ["Rings", `${settings.ringSeconds} seconds, ${timesOf(settings.callsADay)} in 24 hours at most`],
              ["Longest call", `${settings.maxMinutes} minutes`],
              ["An answering machine", onMachine[settings.onMachine]],
              [
                "A day costs at most",
                settings.dailyLimitMinor === undefined
                  ? "no limit"
                  : `${(settings.dailyLimitMinor / 100).toFixed(2)} ${settings.currency}`,
              ],
            ]}
          />
        </Card>
      </div>
    </>
  );
  return scenePage(scene, { title: "Telephone menus", current: voicePath }, content);
}

function timesOf(number: number): string {
  return number === 1 ? "once" : `${number} times`;
}

const onMachine = {
  hang_up: "is hung up on",
  leave_message: "is left the message",
  ignore: "hears what a person hears",
} as const;

export function versionOf({ version }: Pick<Menu, "version">): string {
  return version === 0 ? "the house’s own" : String(version);
}
