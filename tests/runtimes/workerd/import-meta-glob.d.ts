/** The one form of Vite's import.meta.glob that is used here: the texts of files, by path. */
interface ImportMeta {
  glob<Text extends string>(
    pattern: string,
    options: { readonly query: "?raw"; readonly import: "default"; readonly eager: true },
  ): Readonly<Record<string, Text>>;
}
