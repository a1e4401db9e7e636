import type { BaseContract } from "ethers";
import { fields } from "../../packages/sdk/src/typedData.js";
import { ethers } from "./chain.js";
import { NEVER, type Signer } from "./system.js";

interface Verifier extends BaseContract {
  eip712Domain(): Promise<[string, string, string, bigint, string, string, bigint[]]>;
}

const authorization = "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce";

/** Types by primary type, in the words of the standards. */
const TYPES = {
  TransferWithAuthorization: authorization,
  ReceiveWithAuthorization: authorization,
  CancelAuthorization: "address authorizer,bytes32 nonce",
  Permit: "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline",
  Delegation: "address delegatee,uint256 nonce,uint256 expiry",
  Ballot: "uint256 proposalId,uint8 support,address voter,uint256 nonce",
  BallotPaper: "uint256[] proposalIds,uint8[] support,address voter,uint256 nonce",
} as const;

/** Signs a message in the contract's EIP-712 domain. */
export async function sign(
  signer: Signer,
  contract: Pick<Verifier, "eip712Domain">,
  primaryType: keyof typeof TYPES,
  message: Record<string, unknown>,
) {
  const [, name, version, chainId, verifyingContract] = await contract.eip712Domain();
  const types = { [primaryType]: fields(TYPES[primaryType]) };
  const signature = await signer.signTypedData({ name, version, chainId, verifyingContract }, types, message);
  return ethers.Signature.from(signature);
}

/** The arguments of `permit`. */
export async function permit(
  signer: Signer,
  token: Pick<Verifier, "eip712Domain">,
  spender: string,
  value: bigint,
  nonce: bigint,
) {
  const message = { owner: signer.address, spender, value, nonce, deadline: NEVER };
  const { v, r, s } = await sign(signer, token, "Permit", message);
  return [signer.address, spender, value, NEVER, v, r, s] as const;
}

/** An ERC-3009 authorization: the arguments up to the signature, and the signature. */
export async function authorize(
  signer: Signer,
  token: Pick<Verifier, "eip712Domain">,
  kind: "TransferWithAuthorization" | "ReceiveWithAuthorization",
  transfer: { from?: string; to: string; value: bigint; nonce: string },
) {
  const message = { from: signer.address, validAfter: 0n, validBefore: NEVER, ...transfer };
  const signature = await sign(signer, token, kind, message);
  const { from, to, value, validAfter, validBefore, nonce } = message;
  return { terms: [from, to, value, validAfter, validBefore, nonce] as const, signature };
}
