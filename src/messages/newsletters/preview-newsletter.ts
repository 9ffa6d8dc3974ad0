import { type ChosenItem, viewOf } from "#messages/content/message-view.ts";
import { type ChosenPick, type NewsletterContentDeps, pickOf } from "#messages/content/newsletter-content.ts";
import type { SmsSettingsSource } from "#messages/sms/sms-settings.ts";
import type { MergedEmail, PreparedTemplate } from "#templates/merge-template.ts";
import { previewOccasion, type PreviewQuestion } from "./preview-occasion.ts";
import { previewText, type TextPreview } from "./preview-text.ts";

export type NewsletterPreview = MergedEmail & {
  readonly picks: readonly ChosenPick[];
  /** Where the newsletter may come by text. */
  readonly sms?: TextPreview;
  /** It may come as a letter. */
  readonly isPrinted: boolean;
};

export type PreviewDeps = NewsletterContentDeps & { readonly smsSettings: SmsSettingsSource };

/** undefined where there is no such newsletter, customer or published template, or nobody speaks yet. */
export type PreviewNewsletter = (question: PreviewQuestion) => Promise<NewsletterPreview | undefined>;

/**
 * The newsletter as one customer would get it now: chosen by the same rules from the same facts, merged by the newest
 * template. Nothing is written, and no link of hers is in it: whoever looks can neither click nor opt out in her name.
 */
export function previewNewsletter(deps: PreviewDeps): PreviewNewsletter {
  return async (question) => {
    const occasion = await previewOccasion(deps, question);
    if (occasion === undefined) return undefined;
    const { asked, template, items, inputFor } = occasion;
    const addresses = plainAddresses(deps.publicUrl, template, items);
    const merged = template.mergeEmail(viewOf({ ...inputFor("email"), addresses }));
    if (!merged.ok) return undefined;
    const channels = JSON.parse(asked.channels) as string[];
    const sms = channels.includes("sms")
      ? previewText(template, inputFor("sms"), {
          settings: await deps.smsSettings(),
          publicUrl: deps.publicUrl,
          phone: asked.phone,
        })
      : undefined;
    return {
      ...merged.value,
      picks: items.map(({ item }) => pickOf(item)),
      isPrinted: channels.includes("print"),
      ...(sms === undefined ? {} : { sms }),
    };
  };
}

function plainAddresses(publicUrl: string, template: PreparedTemplate, items: readonly ChosenItem[]) {
  const own = template.staticLinks;
  const page = `${publicUrl}/preferences`;
  return {
    jump: (linkNo: number) => own[linkNo] ?? items[linkNo - own.length]?.product.linkUrl ?? publicUrl,
    preferencesUrl: page,
    unsubscribeUrl: page,
    viewUrl: page,
  };
}
