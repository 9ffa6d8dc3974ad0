/** The disk takes nothing more. Nothing of the batch was written; reading goes on, and so does writing once there is room. */
export class StoreFull extends Error {
  override readonly name = "StoreFull";
}
