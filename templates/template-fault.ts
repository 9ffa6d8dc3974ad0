/** Something in a template that an author should know, in plain words, and where it is. */
export type TemplateFault = {
  readonly code: TemplateFaultCode;
  readonly message: string;
  readonly where: {
    readonly part: "mjml" | "html" | "text" | "sms" | "voice" | "letter" | "push" | "strings" | "example";
    /** Counted from 1, in the part's source. */
    readonly line?: number;
    /** A locale, a wording's key, a field of push.json. */
    readonly key?: string;
  };
};

export type TemplateFaultCode =
  | "invalid_mjml"
  | "tag_not_allowed"
  | "invalid_liquid"
  | "lost_liquid"
  | "unsafe_field"
  | "unsafe_html"
  | "unknown_field"
  | "invalid_push"
  | "missing_wording"
  | "example_fails"
  | "foreign_host"
  | "missing_unsubscribe"
  | "missing_preferences"
  | "missing_address"
  | "text_lacks_link"
  | "text_lacks_price"
  | "text_without_name"
  | "text_without_stop"
  | "text_too_long"
  | "too_large"
  | "image_without_alt"
  | "image_without_size"
  | "vague_link"
  | "heading_count"
  | "long_subject"
  | "low_contrast"
  | "small_text";
