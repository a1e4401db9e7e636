import type { Session } from "./session.js";

/** Waits for Ctrl-C or SIGTERM, or for a fault. @returns The fault if it came first. */
export function untilStopped<Fault>(fault: Promise<Fault>, { interruption, io }: Session): Promise<Fault | undefined> {
  const stopped = new Promise<undefined>((resolve) => {
    const stop = () => {
      resolve(undefined);
    };
    interruption.stopBy(stop);
    io.signals.once("SIGTERM", stop);
  });
  return Promise.race([fault, stopped]);
}
