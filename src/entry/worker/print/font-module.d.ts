/** The bundler gives a font as its bytes (wrangler.toml, rules). */
declare module "*.ttf" {
  const bytes: ArrayBuffer;
  export default bytes;
}
