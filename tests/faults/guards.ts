/** What is taken away for a row of docs/faults.md, so that the row's test must turn red. */
export type Guard = {
  readonly row: number;
  /** The file that holds the guard, a text that stands in it once, and what stands there without the guard. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Which file runs the test, where the row names a suite. */
  readonly run?: string;
  /** Narrows the row's test to some of its cases: a part of a name. */
  readonly only?: string;
};

const claimStatements = "src/messages/claim/claim-statements.ts";
const attemptStatements = "src/messages/send/attempt-statements.ts";
const decideOutcome = "src/messages/send/decide-outcome.ts";
const recoverMessages = "src/messages/send/recover-messages.ts";
const reportStatements = "src/messages/reports/report-statements.ts";
const smtpTest = "channels/smtp/smtp-channel.test.ts";

/** What a dead worker held is never taken back. */
const noRecovery = {
  file: recoverMessages,
  from: 'which === "all" ? sql`1`',
  to: 'which === "all" ? sql`0`',
} as const;

/** What she said between the claim and the request is not asked for again. */
const noLastLook = {
  file: attemptStatements,
  from: "and m.lease_until > ${now} and not ${isStopped(token)}\n      and ${isLeaving} = ''",
  to: "and m.lease_until > ${now} and not ${isStopped(token)}\n      and ${isLeaving} is not null",
} as const;

/** In the order of the rows. */
export const guards: readonly Guard[] = [
  { row: 1, ...noRecovery, only: "K2 after the claim, before the attempt row" },
  { row: 2, file: decideOutcome, from: 'messageClass !== "transactional" || tries > 1', to: "false" },
  { row: 3, file: decideOutcome, from: 'messageClass !== "transactional" || tries > 1', to: "tries > 2" },
  { row: 4, file: claimStatements, from: "fence = fence + 1", to: "fence = fence" },
  {
    row: 5,
    file: "src/messages/schedule/retry.ts",
    from: "Number.isNaN(providerRetryAt) || providerRetryAt <= now",
    to: "Number.isNaN(providerRetryAt)",
  },
  {
    row: 6,
    file: "src/messages/traffic/breakers/trouble-of.ts",
    from: "|_40[13]$|",
    to: "|",
  },
  {
    row: 7,
    file: "src/store/http-driver.ts",
    from: "throw isRepeatable ? unreachable(cause) : answerLost(cause);",
    to: "throw unreachable(cause);",
  },
  {
    row: 8,
    file: "channels/compose-email.ts",
    from: 'field("Message-ID", `<${key}@',
    to: 'field("Message-ID", `<${key}.${performance.now()}@',
    run: smtpTest,
  },
  {
    row: 9,
    file: "channels/smtp/session.ts",
    from: "if (state.haveBytesLeft) return",
    to: 'if (state.haveBytesLeft && reason === "") return',
    run: "tests/runtimes/mail-server/receiver.test.ts",
  },
  {
    row: 10,
    file: "channels/compose-email.ts",
    from: "const to = parseEmailAddress(recipient);",
    to: "const to = ok(recipient);",
    run: smtpTest,
  },
  { row: 11, file: reportStatements, from: '> ${weight("m.bounce_verdict"', to: '<> ${weight("m.bounce_verdict"' },
  { row: 12, file: reportStatements, from: "m.state in ('attempting', 'accepted'", to: "m.state in ('accepted'" },
  {
    row: 13,
    file: "src/messages/reports/apply-reports.ts",
    from: "id !== undefined && known.has(id) ?",
    to: "id !== undefined ?",
  },
  { row: 14, ...noLastLook },
  { row: 15, ...noLastLook, only: "fifty seeds from 51$" },
  { row: 16, file: "src/store/open-libsql.ts", from: 'code === "SQLITE_BUSY" ||', to: "" },
  {
    row: 17,
    file: "src/messages/transactional/idempotency-key.ts",
    from: '["key", actor.kind, actor.id, operation, key]',
    to: '["key", actor.kind, actor.id, operation, key, performance.now()]',
  },
  {
    row: 18,
    file: "src/store/store.ts",
    from: "query.params.length > MAX_PARAMETERS)",
    to: "query.params.length > MAX_PARAMETERS + 1)",
  },
  {
    row: 19,
    file: "src/store/open-d1.ts",
    from: 'database.withSession("first-primary");',
    to: 'database.withSession("first-unconstrained" as "first-primary");',
  },
  {
    row: 20,
    file: "src/store/open-libsql.ts",
    from: 'return code === "SQLITE_FULL" || code === "SQLITE_IOERR";',
    to: "return code === null;",
  },
  {
    row: 21,
    file: "src/entry/node/check-database.ts",
    from: "if (!existsSync(path) || (!hasLog(path)",
    to: "if (existsSync(path) || (!hasLog(path)",
  },
  {
    row: 22,
    file: "src/entry/backup/restore-statements.ts",
    from: "sql: `update messages set state = 'skipped', reason = 'restored'",
    to: "sql: `update messages set state = 'planned', reason = null",
  },
  { row: 23, file: "src/entry/plan-steadily.ts", from: "return now - openedAt < maxJumpMs;", to: "return false;" },
  { row: 24, file: "src/messages/plan/insert-occurrences.ts", from: "    on conflict do nothing`;", to: "`;" },
  {
    row: 25,
    file: "src/clicks/project-clicks.ts",
    from: "where 1 on conflict (journal_key) do nothing`",
    to: "where 1`",
  },
  { row: 26, file: "src/entry/queues/wake.ts", from: "if (wakes > 0) await", to: "if (wakes < 0) await" },
  {
    row: 27,
    file: "src/messages/send/prepare-each.ts",
    from: "if ((unmade.get(id) ?? 0) < MOST_UNMADE) continue;",
    to: "continue;",
  },
  { row: 28, ...noRecovery },
  { row: 29, file: "src/store/check-floor.ts", from: "if (beyond === undefined) return;", to: "return;" },
  {
    row: 30,
    file: claimStatements,
    from: "m.template_id as templateId, m.inputs,",
    to: "m.template_id as templateId, null as inputs,",
  },
  { row: 31, file: "src/messages/claim/standing.ts", from: "or c.id <> ${customerId}", to: "" },
  {
    row: 32,
    file: "src/messages/schedule/zone-change.ts",
    from: "if (isDueAt > to || wasDueAt <= Math.max(from, isDueAt)) continue;",
    to: "continue;",
  },
  { row: 33, file: claimStatements, from: ">= p.cap_count)`", to: "> p.cap_count)`" },
  {
    row: 34,
    file: "src/customers/import/run/run-import.ts",
    from: "await feed.skip(row.read)",
    to: "await feed.skip(0)",
  },
  {
    row: 35,
    file: "src/outbound/webhooks/endpoint-health.ts",
    from: "FAILING_TOO_LONG_MS = 5 * DAY_MS",
    to: "FAILING_TOO_LONG_MS = 50 * DAY_MS",
  },
  {
    row: 36,
    file: "src/customers/seal.ts",
    from: "secret.sealingKey(version);\n  if (sealed",
    to: "secret.sealingKey(secret.sealing);\n  if (sealed",
  },
  {
    row: 37,
    file: "src/entry/config.ts",
    from: "ROOT_KEY: key.describe(",
    to: 'ROOT_KEY: key.default("A".repeat(43)).describe(',
  },
  { row: 38, file: "src/messages/claim/claim-messages.ts", from: "sql`and n.kind = ${only}`", to: "sql``" },
  {
    row: 39,
    file: "channels/smtp/open-socket.ts",
    from: "  return {\n    ...(isIP(settings.host)",
    to: "  return {\n    ...{ rejectUnauthorized: false },\n    ...(isIP(settings.host)",
  },
  {
    row: 40,
    file: "src/entry/node/log-pipe.ts",
    from: "const isPipe = fstatSync(1).isFIFO();",
    to: "const isPipe = false;",
  },
  {
    row: 41,
    file: "src/entry/node/start-node.ts",
    from: "      await store.close();\n      await release();\n",
    to: "      await store.close();\n",
    // It looks at the click of the test before it.
    only: "a station on Node",
  },
];
