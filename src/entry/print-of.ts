import type { Channel, MessageContent, PrintContent } from "#channels/channel.ts";
import type { Letterbox } from "#channels/memory/letterbox.ts";
import { memoryLetterbox } from "#channels/memory/memory-letterbox.ts";
import { folderChannel, type LetterFolder } from "#channels/print/folder/folder-channel.ts";
import type { FontFiles, Press } from "#channels/print/press/open-press.ts";
import { vendorChannel } from "#channels/print/vendor/vendor-channel.ts";
import type { Clock } from "#kernel/clock.ts";
import { meteredPrint } from "#messages/print/metered-print.ts";
import type { PrintSettingsSource } from "#messages/print/print-settings.ts";
import type { Store } from "#store/store.ts";
import type { HttpLine } from "./channels-of.ts";
import type { Config } from "./config.ts";
import { providerPoster } from "./provider-poster.ts";

/** How letters leave, and who may tell what came of them. */
export type PrintLine = {
  readonly channel: Channel<PrintContent>;
  /** What notices may be signed with; none: no notice is believed. */
  readonly secrets: readonly string[];
  /** Set where letters go to memory. */
  readonly letterbox?: Letterbox;
};

/** The line that the configuration names; undefined where it names none. A folder is the runtime's to bring. */
export function printLineOf(
  config: Config,
  { clock, outgoing }: HttpLine,
  openFolder?: (path: string) => LetterFolder,
): PrintLine | undefined {
  const { PRINT_VENDOR_URL: url, PRINT_VENDOR_KEY: apiKey, PRINT_FOLDER: folder } = config;
  if (url !== undefined && apiKey !== undefined) {
    const post = providerPoster(outgoing.transport, outgoing.policy.trustedOrigins);
    const secrets = (config.PRINT_VENDOR_SECRETS ?? "").split(",").filter((secret) => secret !== "");
    return { channel: vendorChannel({ origin: url.replace(/\/$/, ""), apiKey, clock, post }), secrets };
  }
  if (folder === undefined || openFolder === undefined) return undefined;
  return { channel: folderChannel(openFolder(folder)), secrets: [] };
}

/** Letterboxes in memory, for a first run. */
export function memoryPrintLine(): PrintLine & { readonly letterbox: Letterbox } {
  const channel = memoryLetterbox();
  return { channel, secrets: [], letterbox: channel.letterbox };
}

type PrintParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly print?: PrintLine | undefined;
};

/** The same line, kept to the day's limit; as an entry of the sender's channels. */
export function printChannelsOf(
  { print, ...deps }: PrintParts,
  settings: PrintSettingsSource,
): ReadonlyArray<readonly [string, Channel<MessageContent>]> {
  return print === undefined ? [] : [["print", meteredPrint(print.channel, { ...deps, settings })]];
}

/** Opened at the first letter, with what makes PDFs: most processes print none. */
export function pressOf(fonts: () => Promise<FontFiles>): () => Promise<Press> {
  let opened: Promise<Press> | undefined;
  const open = async () => {
    const [{ openPress }, files] = await Promise.all([import("#channels/print/press/open-press.ts"), fonts()]);
    return openPress(files);
  };
  return () => {
    opened ??= open().catch((cause: unknown) => {
      opened = undefined;
      throw cause;
    });
    return opened;
  };
}
