import { parseArgs } from "node:util";
import { asker } from "#entry/doctor/ask.ts";
import { examine } from "#entry/doctor/examine.ts";
import type { Finding } from "#entry/doctor/finding.ts";
import { greetServer } from "#entry/doctor/greet-server.ts";
import { nodeMachine } from "#entry/doctor/host/node-machine.ts";
import { openReadable } from "#entry/doctor/open-readable.ts";
import { readSettings } from "#entry/doctor/read-settings.ts";
import { systemDns } from "#entry/doctor/system-dns.ts";
import { nodeTransport } from "#entry/node/node-transport.ts";
import { outgoingOf } from "#entry/outgoing-of.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { systemClock, systemTimer } from "#entry/runtime.ts";
import type { Command } from "./command.ts";

const usage = `jumpstation doctor

  --json       say the findings as one line of JSON

Looks at the configuration of npm start and at what it leads to: DNS records of mail (SPF, DKIM, DMARC, MX, PTR), the mail
server, Resend, Twilio, push keys, clock, disk, database, click journal. It works beside a running server and with a
configuration that can't start. It sends no message and shows no secret. Ends with 1 where something is an error
(docs/doctor.md).`;

const options = { json: { type: "boolean", default: false } } as const;

export const command: Command = { summary: "Look for what would keep messages from going out.", usage, run };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  const findings = await findingsOf(process.env);
  console.log(values.json ? JSON.stringify({ findings }) : inWords(findings));
  return findings.some(({ state }) => state === "error") ? 1 : 0;
}

async function findingsOf(environment: Readonly<Record<string, string | undefined>>): Promise<readonly Finding[]> {
  const { settings, faults } = readSettings(environment);
  const { OUTGOING_TRUSTED_ORIGINS = "", PUBLIC_URL = "http://127.0.0.1" } = settings;
  const outgoing = outgoingOf({ OUTGOING_TRUSTED_ORIGINS, PUBLIC_URL }, nodeTransport(), systemTimer);
  // The server's own address is asked too: whether it answers is one of the questions.
  const unfenced = { ...outgoing, policy: { ...outgoing.policy, ownHosts: new Set<string>() } };
  const { ask, skews } = asker(unfenced, systemClock, new URL(PUBLIC_URL).hostname);
  const readable = await openReadable(settings, nodeMachine);
  const findings = await examine(
    {
      settings,
      faults,
      clock: systemClock,
      dns: systemDns(),
      ask,
      database: readable.database,
      migrations: readMigrations().map(({ name }) => name),
      machine: nodeMachine,
      isServing: false,
      greet: greetServer,
    },
    skews,
  );
  await readable.close();
  return findings;
}

const marks = { ok: "ok     ", warning: "WARNING", error: "ERROR  ", not_checked: "-      " } as const;

function inWords(findings: readonly Finding[]): string {
  const lines = findings.map(({ check, state, says, advice }) => {
    const todo = advice === undefined || state === "ok" ? "" : `\n${" ".repeat(25)}→ ${advice}`;
    return `${marks[state]}  ${check.padEnd(14)}  ${says}${todo}`;
  });
  const count = (state: Finding["state"]) => findings.filter((one) => one.state === state).length;
  return `${lines.join("\n")}\n\n${count("error")} errors, ${count("warning")} warnings, ${count("not_checked")} not checked.`;
}
