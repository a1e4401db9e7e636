import { Signature } from "ethers";
import { action, call } from "../core/action.js";
import { accountOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { domainOf } from "../domain.js";
import { messageOf, signData, type Signed } from "../signed.js";
import type { Approval } from "./approve.js";
import { PERMIT_TYPES, permitData, type Permit } from "./typedData.js";

/** An approval by signature. */
export interface PermitTerms extends Approval {
  /** Seconds since 1970; it cannot be submitted later. */
  deadline: bigint;
}

/**
 * Signs an approval that anyone can submit (ERC-2612). Each approval takes the next nonce, so it is void once another
 * one with the same nonce has been submitted.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signPermit(client: Client, { spender, amount, deadline }: PermitTerms): Promise<Signed<Permit>> {
  const owner = await accountOf(client);
  const nonce = await withErrors(() => client.coin.nonces(owner));
  const message = { owner, spender, value: amount, nonce, deadline };
  return signData(client, permitData(domainOf(client, "ServiceCoin"), message));
}

/**
 * Submits a signed approval (ERC-2612). The client pays the gas.
 * @throws ServiceCoinError `ERC2612ExpiredSignature`; `ERC2612InvalidSigner` when another account signed it, when it
 * was signed for other terms or when it has already been submitted; `WrongChain`, `InvalidArgument`
 */
export const submitPermit = action((client, signed: Signed<Permit>) => {
  const { owner, spender, value, deadline } = messageOf(client, "ServiceCoin", PERMIT_TYPES, signed);
  const { v, r, s } = Signature.from(signed.signature);
  return call(client.coin.permit, [owner, spender, value, deadline, v, r, s]);
});
