/** The bindings or the configuration can't work. Its message lists all faults and no value. */
export class WorkerMisconfigured extends Error {
  override readonly name = "WorkerMisconfigured";
}
