import { action, call } from "../core/action.js";
import { withCheckpoints } from "./checkpoints.js";

/**
 * Lets an account vote with all that the client has locked and will lock (ERC-5805); the zero address or the client's own takes the
 * votes back. Proposals whose snapshot is over do not change.
 * @throws ServiceCoinError
 */
export const delegate = action(({ votes }, { delegatee }: { delegatee: string }) =>
  withCheckpoints(call(votes.delegate, [delegatee])),
);
