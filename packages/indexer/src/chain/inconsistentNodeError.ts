/** A node whose answers contradict each other, or are none. Asking again may help. */
export class InconsistentNodeError extends Error {
  override readonly name = "InconsistentNodeError";
}
