import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { SmtpSettings } from "./settings.ts";

/**
 * A connected socket, encrypted already where the settings say "tls".
 *
 * nodemailer would look the name up itself and connect to the address, after which implicit TLS checks the certificate against
 * the address and fails in workerd. Here the runtime connects by name, and the certificate is checked against that name.
 */
export function openSocket(settings: SmtpSettings, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { host, port } = settings;
    const connected = () => {
      socket.off("error", fail);
      socket.off("timeout", expire);
      signal.removeEventListener("abort", abort);
      resolve(socket);
    };
    const fail = (cause: Error) => {
      signal.removeEventListener("abort", abort);
      socket.destroy();
      reject(cause);
    };
    const abort = () => fail(new Error("given up while connecting"));
    const expire = () => fail(new Error("the server does not answer"));
    const socket: Socket =
      settings.security === "tls"
        ? connectTls({ host, port, ...tlsOptions(settings) }, connected)
        : connectPlain({ host, port }, connected);
    socket.setTimeout(settings.timeoutMs);
    socket.once("error", fail);
    socket.once("timeout", expire);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
  });
}

/** An option that is absent stays absent: workerd refuses some by their mere presence. */
export function tlsOptions(settings: SmtpSettings): { readonly servername?: string; readonly ca?: string } {
  return {
    ...(isIP(settings.host) === 0 ? { servername: settings.host } : {}),
    ...(settings.certificateAuthority === undefined ? {} : { ca: settings.certificateAuthority }),
  };
}
