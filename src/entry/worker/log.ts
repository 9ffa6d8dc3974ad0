import { type Log, logLine } from "#entry/log-line.ts";

/** A worker's logs are kept by somebody else: no address, no body, no token. */
export const consoleLog: Log = (event, detail) => console.log(logLine(Date.now(), event, detail));
