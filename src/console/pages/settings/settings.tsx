import type { Child } from "hono/jsx";
import { loadHosts } from "#catalogue/hosts.ts";
import { findSender } from "#catalogue/sender.ts";
import { findDeclared } from "#catalogue/vocabulary.ts";
import { formatMoney } from "#kernel/money.ts";
import { clockOf } from "#me/say-dates.ts";
import { findSmsSettings, type SmsSettings } from "#messages/sms/sms-settings.ts";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { Swatch } from "./swatch.tsx";

export const settingsPath = "/console/settings";

export const settingsPage: ConsolePage = {
  method: "get",
  path: settingsPath,
  scope: "settings:read",
  handle: showSettings,
};

/** What a saved form is told with, by the name that it comes back under. */
const savedWords: Readonly<Record<string, string>> = {
  sender: "Saved. Messages from now on are from this sender.",
  hosts: "Saved. Within seconds links lead to these hosts and to no other.",
  fields: "Saved. Rules may name these fields now.",
  sms: "Saved. Texts from now on go out by this.",
};

async function showSettings(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const [sender, hosts, declared, sms] = await Promise.all([
    findSender(store),
    loadHosts(store),
    findDeclared(store),
    findSmsSettings(store),
  ]);
  const mayWrite = scene.actor.scopes.includes("settings:write");
  const saved = savedWords[searchOf(scene, ["saved"]).saved ?? ""];
  const content = (
    <>
      <PageHeader title="Settings" lead="What holds for the whole programme: who speaks, and where links may lead." />
      {saved === undefined ? null : <Flash tone="good" title={saved} />}
      <div class="stack">
        <Card title="Sender" action={<Change part="sender" what="the sender" isAllowed={mayWrite} />}>
          {sender === undefined ? (
            <EmptyState title="Nobody has said yet who speaks" level={3}>
              Until then messages that are due wait.
            </EmptyState>
          ) : (
            <SenderFacts sender={sender} />
          )}
        </Card>
        <Card title="Hosts of links" action={<Change part="hosts" what="the hosts" isAllowed={mayWrite} />}>
          {hosts.length === 0 ? (
            <EmptyState title="No link leads anywhere yet" level={3}>
              Name the hosts that links in messages may lead to.
            </EmptyState>
          ) : (
            <ul class="stack-tight">
              {hosts.map((host) => (
                <li>
                  <code>{host}</code>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <Card title="Texts" action={<Change part="sms" what="how texts go out" isAllowed={mayWrite} />}>
          <SmsFacts sms={sms} />
        </Card>
        <Card
          title="Fields for rules"
          action={<Change part="fields" what="the fields" isAllowed={scene.actor.scopes.includes("catalogue:write")} />}
        >
          <DefinitionList
            items={[
              ["Of product sets", <Fields of={declared.product} />],
              ["Of the occasion", <Fields of={declared.context} />],
            ]}
          />
        </Card>
      </div>
    </>
  );
  return scenePage(scene, { title: "Settings", current: settingsPath }, content);
}

type ChangeProps = { readonly part: string; readonly what: string; readonly isAllowed: boolean };

function Change({ part, what, isAllowed }: ChangeProps) {
  if (!isAllowed) return <></>;
  return (
    <a href={`${settingsPath}/${part}`}>
      Change<span class="hidden-words"> {what}</span>
    </a>
  );
}

type Sender = NonNullable<Awaited<ReturnType<typeof findSender>>>;

function SenderFacts({ sender }: { readonly sender: Sender }) {
  const { vendor } = sender;
  const { accent, onAccent, accentDark, onAccentDark } = vendor.palette;
  const facts: ReadonlyArray<readonly [string, Child]> = [
    ["Vendor", vendor.name],
    ["From", `${sender.fromName} <${sender.fromAddress}>`],
    ["Answers go to", sender.replyTo ?? sender.fromAddress],
    ["Domain", sender.domain],
    ["Website", vendor.websiteUrl],
    ["Logo", vendor.logoUrl],
    ["By post", vendor.postalAddress],
    [
      "Colour",
      <span class="row">
        <Swatch ground={accent} ink={onAccent} label="In light mails" />
        <Swatch ground={accentDark} ink={onAccentDark} label="In dark mails" />
      </span>,
    ],
  ];
  return <DefinitionList items={facts} />;
}

function SmsFacts({ sms }: { readonly sms: SmsSettings }) {
  if (sms.senders.length === 0) {
    return (
      <EmptyState title="Texts have no sender yet" level={3}>
        Until then no text goes out.
      </EmptyState>
    );
  }
  const { senders, dailyLimitMinor, currency, quietHours } = sms;
  const spoken = senders.map(({ sender, isRegistered }) => (isRegistered ? sender : `${sender} (not registered)`));
  const limit = dailyLimitMinor === undefined ? "none" : formatMoney({ amountMinor: dailyLimitMinor, currency }, "en");
  const hours = quietHours.map(({ from, to, numbers }) =>
    [`${clockOf(from)} to ${clockOf(to)}`, ...(numbers === undefined ? [] : [`for ${numbers.join(", ")}`])].join(" "),
  );
  const facts: ReadonlyArray<readonly [string, Child]> = [
    ["Senders", spoken.join(", ")],
    ["Most for a day", limit],
    ["Quiet hours", hours.join("; ") || "none"],
    ["Most parts of one text", String(sms.maxSegments)],
  ];
  return <DefinitionList items={facts} />;
}

function Fields({ of }: { readonly of: Readonly<Record<string, string>> }) {
  const fields = Object.entries(of);
  if (fields.length === 0) return <>the standard ones alone</>;
  return (
    <ul>
      {fields.map(([name, type]) => (
        <li>
          <code>{name}</code> {type}
        </li>
      ))}
    </ul>
  );
}
