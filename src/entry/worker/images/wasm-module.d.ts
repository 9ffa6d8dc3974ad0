/** The bundler gives a WebAssembly file as its compiled module. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
