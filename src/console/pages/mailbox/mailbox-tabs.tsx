import type { ConsoleDeps } from "#console/console-deps.ts";
import { count } from "#console/words.tsx";

export const mailboxPaths = {
  mails: "/mailbox",
  phones: "/mailbox/phones",
  notices: "/mailbox/notices",
  calls: "/mailbox/calls",
  letters: "/mailbox/letters",
} as const;

type TabsProps = {
  readonly deps: Pick<ConsoleDeps, "mailbox" | "phones" | "devices" | "voice" | "letters">;
  readonly current: string;
};

/** From one kind of message to the next, with how many of each arrived. Only what goes to memory has a tab. */
export function MailboxTabs({ deps, current }: TabsProps) {
  const tabs = [
    { href: mailboxPaths.mails, label: "Mails", arrived: deps.mailbox?.count() },
    { href: mailboxPaths.phones, label: "Texts", arrived: deps.phones?.count() },
    { href: mailboxPaths.notices, label: "Notices", arrived: deps.devices?.count() },
    { href: mailboxPaths.letters, label: "Letters", arrived: deps.letters?.count() },
    { href: mailboxPaths.calls, label: "Calls", arrived: deps.voice.calls?.count() },
  ].flatMap((tab) => (tab.arrived === undefined ? [] : [{ ...tab, arrived: tab.arrived }]));
  if (tabs.length < 2) return null;
  return (
    <nav class="tabs" aria-label="Kinds of messages">
      {tabs.map(({ href, label, arrived }) => (
        <a href={href} {...(href === current ? { "aria-current": "page" as const } : {})}>
          {label} <span class="quiet">{count(arrived)}</span>
        </a>
      ))}
    </nav>
  );
}
