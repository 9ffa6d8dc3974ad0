import type { ReceivedNotice } from "#channels/memory/devices.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { hrefOf, PAGE_SIZE, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { count, messageName, When } from "#console/words.tsx";
import { MailboxTabs, mailboxPaths } from "./mailbox-tabs.tsx";
import { readNotice } from "./read-notice.ts";

const PATH = mailboxPaths.notices;

/** The browsers on which notices would have been shown, where they go to memory. */
export const noticePages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "messages:read", handle: showNotices },
];

async function showNotices(scene: Scene): Promise<Response> {
  const { devices, publicUrl } = scene.deps;
  if (devices === undefined) return notFound(scene);
  const { before } = searchOf(scene, ["before"]);
  const until = before === undefined ? Infinity : Number(before);
  const found = devices.list().filter(({ arrival }) => arrival < until);
  const rows = found.slice(0, PAGE_SIZE);
  const next = found.length > rows.length ? rows.at(-1)?.arrival : undefined;
  const content = (
    <>
      <PageHeader
        title="Notices"
        lead="Every push message as a browser would show it. Nothing here has left this machine."
      />
      <MailboxTabs deps={scene.deps} current={PATH} />
      <div class="stack">
        {rows.length === 0 ? (
          <EmptyState title="No notice yet">The first one stands here as soon as the sender had its turn.</EmptyState>
        ) : (
          <ul class="notices">
            {rows.map((notice) => (
              <Shown notice={notice} publicUrl={publicUrl} />
            ))}
          </ul>
        )}
        <Pager
          position={`${count(devices.count())} arrived so far`}
          firstHref={before === undefined ? undefined : hrefOf(PATH, {})}
          nextHref={next === undefined ? undefined : hrefOf(PATH, { before: String(next) })}
        />
      </div>
    </>
  );
  return scenePage(scene, { title: "Notices", current: mailboxPaths.mails }, content);
}

function Shown({ notice, publicUrl }: { readonly notice: ReceivedNotice; readonly publicUrl: string }) {
  const { title, body, language, path } = readNotice(notice.payload);
  return (
    <li>
      <div class="notice" dir="auto" {...(language === "" ? {} : { lang: language })}>
        <strong>{path === "" ? title : <a href={`${publicUrl}${path}`}>{title}</a>}</strong>
        <p>{body}</p>
      </div>
      <p class="quiet">
        {new URL(notice.endpoint).host}, <When at={notice.date} />,{" "}
        <a href={`/console/messages/${notice.messageNumber}`}>{messageName(notice.messageNumber)}</a>
      </p>
    </li>
  );
}
