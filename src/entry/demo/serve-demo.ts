import { createOperator } from "#access/create-operator.ts";
import { configSchema } from "#entry/config.ts";
import { type NodeStation, startNode } from "#entry/node/start-node.ts";
import { repeat } from "#entry/node/repeat.ts";
import { systemBytes, systemTimer } from "#entry/runtime.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { signToken, tokenDayOf } from "#tracking/token.ts";
import type { Jumpstation } from "#entry/compose.ts";
import type { DemoSettings, DemoStation } from "./demo-station.ts";
import { mountDemo } from "./mount-demo.tsx";
import { tellCloseness } from "./tell-closeness.ts";

type ServeSettings = {
  readonly settings: DemoSettings;
  readonly port: number;
  readonly say: (words: string) => void;
};

const OPERATOR = "operator@fernhill.example";

/** Goes on with the simulated programme in real time: the same database, under the server that a vendor would run. */
export async function serveDemo(demo: DemoStation, { settings, port, say }: ServeSettings): Promise<void> {
  await demo.store.close();
  const { publicUrl } = settings;
  const password = Buffer.from(systemBytes(12)).toString("base64url");
  const running = await startNode({
    config: configSchema.parse({
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      HOME_URL: `${publicUrl}/products`,
      DATABASE_URL: settings.url,
      JOURNAL_FOLDER: `${settings.url.slice("file:".length)}-journal`,
      ROOT_KEY: Buffer.from(settings.rootKey).toString("base64url"),
      DEFAULT_COUNTRY: "GB",
    }),
    log: () => undefined,
    onLost: () => process.exit(70),
    channels: demo.channels,
    sms: demo.sms,
    voice: demo.voice,
    push: demo.push,
    print: demo.print,
    mountMore: (station) => mountDemo(station, { products: demo.products, operator: { email: OPERATOR, password } }),
  });
  await makeOperator(running.station, password);
  const stopTelling = repeat({
    timer: systemTimer,
    everyMs: 5 * SECOND_MS,
    work: async () => {
      if (await tellCloseness(running.station.customers, demo.simulated)) void stopTelling();
    },
  });
  say(linksOf(running.station, demo, publicUrl));
  const stop = () =>
    void stopTelling()
      .then(() => running.stop())
      .then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

async function makeOperator({ customers, gate }: NodeStation["station"], password: string): Promise<void> {
  const input = { name: "Demo operator", email: OPERATOR, password, role: "owner" } as const;
  await createOperator({ deps: customers, auth: await gate.auth(), actor: { kind: "system", id: "demo" }, input });
}

function linksOf(station: Jumpstation, demo: DemoStation, publicUrl: string): string {
  const messageNumber = demo.channels.mailbox.list()[0]?.messageNumber ?? 1;
  const day = tokenDayOf(station.customers.clock.now()) + 30;
  const token = signToken(station.tokens, "preferences", { messageNumber, link: 0, day });
  const { report } = demo;
  return [
    "",
    `${demo.customers} simulated customers were sent ${report.sent} messages (${report.doubles} twice) and followed ${report.clicks} links; scanners followed ${report.machineClicks}.`,
    "",
    `  Operator page     ${publicUrl}/demo/enter`,
    `  Mailbox           ${publicUrl}/demo/enter?next=/mailbox   (${demo.channels.mailbox.count()} mails, ${demo.sms.phone.count()} texts, ${demo.push.devices.count()} notices, ${demo.print.letterbox.count()} letters)`,
    `  Predictions       ${publicUrl}/demo/enter?next=/console/predictions   (learnt in the background)`,
    `  A customer's page ${publicUrl}/p/${token}`,
    `  API reference     ${publicUrl}/reference`,
    `  Health            ${publicUrl}/health`,
    "",
    "Stop it with Ctrl-C. Everything it made lies in a temporary folder.",
  ].join("\n");
}
