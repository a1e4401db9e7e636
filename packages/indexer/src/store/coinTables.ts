import { amount, integer, nullable, text } from "./columns.js";
import { fact, state } from "./table.js";

/** Tables of ServiceCoin. */
export const COIN_TABLES = {
  /** Transfers of SCV, minting and burning included (from or to the zero address). */
  transfers: fact(
    {
      from: text,
      to: text,
      amount,
      /** ERC-7699. */
      reference: nullable(text),
      /** Nonce of the ERC-3009 authorization that was used, as x402 payments do. */
      authorization: nullable(text),
    },
    ["from", "block", "logIndex"],
    ["to", "block", "logIndex"],
    ["reference"],
  ),
  /** Balances of SCV. */
  balances: state(["account"], { account: text, balance: amount, block: integer }, ["balance"]),
  approvals: fact({ contract: text, owner: text, spender: text, value: amount }, ["owner", "block", "logIndex"]),
  authorizations: state(["authorizer", "nonce"], {
    authorizer: text,
    nonce: text,
    state: text,
    time: integer,
    transactionHash: text,
    block: integer,
  }),
};
