import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";

const firefoxPath = "/usr/bin/firefox-esr";
export const hasFirefox = existsSync(firefoxPath);

/** One window of a Firefox, driven over WebDriver BiDi. */
export type Firefox = {
  readonly goto: (url: string) => Promise<void>;
  /** The value of an expression in the page, which may be a promise; as if she had just pressed something. */
  readonly evaluate: <Value>(expression: string) => Promise<Value>;
  readonly close: () => Promise<void>;
};

/** Asks the push service of the test, asks nobody for permission, and calls home to nobody. */
function preferences(socketUrl: string): string {
  const said = {
    "dom.push.serverURL": socketUrl,
    "dom.push.testing.allowInsecureServerURL": true,
    "dom.push.testing.ignorePermission": true,
    "dom.push.connection.enabled": true,
    "permissions.default.desktop-notification": 1,
    "dom.serviceWorkers.testing.enabled": true,
    "alerts.useSystemBackend": false,
    "app.update.disabledForTesting": true,
    "app.normandy.enabled": false,
    "browser.shell.checkDefaultBrowser": false,
    "browser.safebrowsing.malware.enabled": false,
    "browser.safebrowsing.phishing.enabled": false,
    "datareporting.policy.dataSubmissionEnabled": false,
    "extensions.update.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": false,
    "remote.active-protocols": 1,
  };
  return Object.entries(said)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join("");
}

export async function openFirefox(socketUrl: string): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  writeFileSync(join(profile, "user.js"), preferences(socketUrl));
  const args = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"];
  const child = spawn(firefoxPath, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HOME: profile, MOZ_HEADLESS: "1", MOZ_CRASHREPORTER_DISABLE: "1" },
  });
  const wire = await connect(`${await listeningAt(child)}/session`);
  await wire.ask("session.new", { capabilities: {} });
  const tree = await wire.ask<{ contexts: ReadonlyArray<{ context: string }> }>("browsingContext.getTree", {});
  const context = tree.contexts[0]?.context ?? "";
  return {
    goto: async (url) => {
      await wire.ask("browsingContext.navigate", { context, url, wait: "complete" });
    },
    evaluate: async (expression) => {
      const answer = await wire.ask<{ result: { value?: string }; exceptionDetails?: { text: string } }>(
        "script.evaluate",
        {
          expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`,
          target: { context },
          awaitPromise: true,
          userActivation: true,
        },
      );
      if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text);
      return JSON.parse(answer.result.value ?? "null");
    },
    close: async () => {
      wire.close();
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function listeningAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (part: Buffer) => {
      said += part.toString("utf8");
      const [, url] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`Firefox ended with ${code} before it listened: ${said}`)));
  });
}

type Wire = { ask<Answer>(method: string, params: object): Promise<Answer>; close(): void };

async function connect(url: string): Promise<Wire> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(cause: Error): void }>();
  socket.on("message", (data: Buffer) => {
    const { id, result, error, message } = JSON.parse(data.toString("utf8")) as {
      id?: number;
      result?: unknown;
      error?: string;
      message?: string;
    };
    const asked = waiting.get(id ?? -1);
    waiting.delete(id ?? -1);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(new Error(`${error}: ${message}`));
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  let last = 0;
  return {
    ask: <Answer>(method: string, params: object) =>
      new Promise<Answer>((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    close: () => socket.close(),
  };
}
