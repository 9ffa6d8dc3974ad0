import type { DemoStation } from "./demo-station.ts";

export async function serveDemo(demo: DemoStation, settings: { port: number; publicUrl: string }): Promise<void> {
  console.log(demo.report, settings.publicUrl);
}
