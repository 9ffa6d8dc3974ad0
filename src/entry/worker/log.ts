/** Where an event goes that somebody may want to know of: ids and counts only. */
export type Log = (event: string, detail: Readonly<Record<string, string | number>>) => void;

/** One JSON line an event. A worker's logs are kept by somebody else: no address, no body, no token. */
export const consoleLog: Log = (event, detail) => console.log(JSON.stringify({ event, ...detail }));
