import { fine, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";

const LOOPBACK = /^(127(\.\d+){3}|\[::1\]|localhost|.+\.localhost)$/;

/** Whether readers can reach the address that links carry. */
export const publicUrl: Check = async ({ settings, ask, isServing }) => {
  const { PUBLIC_URL: url } = settings;
  if (url === undefined) return [notChecked("public_url", "PUBLIC_URL can't be read.")];
  const { protocol, hostname } = new URL(url);
  if (LOOPBACK.test(hostname)) {
    const says = `${url} is reached from this machine alone.`;
    return [warning("public_url", says, "Set PUBLIC_URL to the https:// origin under which readers reach the server.")];
  }
  if (protocol !== "https:") {
    return [wrong("public_url", `${url} is not https.`, "Put a proxy with TLS before the server, and set PUBLIC_URL.")];
  }
  if (isServing) return [fine("public_url", `${url} is https.`)];
  const answer = await ask(new URL("/health", url).href);
  return answer?.status === 200
    ? [fine("public_url", `${url} answers under a certificate that holds.`)]
    : [
        warning(
          "public_url",
          answer === undefined ? `${url} can't be reached from here.` : `${url} answers ${answer.status} to /health.`,
          "Start the server, and see that its name, certificate and proxy are in place.",
        ),
      ];
};
