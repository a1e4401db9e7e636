import { action, call } from "../core/action.js";
import { withCheckpoints } from "./checkpoints.js";

/**
 * Makes an account the delegate of everything that the client has locked and will lock (ERC-5805). The zero address or
 * the client's own address ends the delegation. It does not change proposals whose snapshot is in the past.
 * @throws ServiceCoinError
 */
export const delegate = action(({ votes }, { delegatee }: { delegatee: string }) =>
  withCheckpoints(call(votes.delegate, [delegatee])),
);
