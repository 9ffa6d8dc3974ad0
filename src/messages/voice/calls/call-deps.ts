import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { LinkTarget } from "#clicks/link-statements.ts";
import type { TemplateSource } from "#messages/content/shelf.ts";
import type { SendDeps } from "#messages/transactional/accept-message.ts";
import type { VoiceSettingsSource } from "#messages/voice/voice-settings.ts";
import type { TokenKeys } from "#tracking/token.ts";

/** What a call that is under way needs. */
export type VoiceCallDeps = CustomerDeps & {
  readonly settings: VoiceSettingsSource;
  readonly templates: Pick<TemplateSource, "byId">;
  /** Who speaks, as calls say it. */
  readonly vendor: () => Promise<{ readonly name: string; readonly websiteUrl: string }>;
  /** Origin under which jumpstations are reached, without a slash at the end. */
  readonly publicUrl: string;
  /** Keys of links. */
  readonly linkKeys: TokenKeys;
  readonly linkIdsOf: (targets: readonly LinkTarget[]) => Promise<readonly number[]>;
  /** How a link leaves as a text. */
  readonly send: SendDeps;
};
