import { Interface, type InterfaceAbi } from "ethers";
import { INTERFACES } from "../../sdk/core/abis.js";
import type { Payment } from "./payment.js";

/** Where Multicall3 lies on every chain that has it. */
export const MULTICALL3 = "0xcA11bde05977b3631167028862bE2a173976CA11";

const ABI: InterfaceAbi = [
  "function tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls) payable returns ((bool success, bytes returnData)[])",
];
const MULTICALL = new Interface(ABI);
const TRANSFER = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";

/** Gas of a transaction before its payments, with some to spare. */
const GAS_BASE = 60_000n;
/** Gas of a payment by a key: two new words of storage, the signature and two events, with some to spare. */
const GAS_BY_KEY = 90_000n;
/** Gas of a payment by a smart wallet, which may use most of it for its own check. */
const GAS_BY_WALLET = 400_000n;

/** The call that makes one payment. The form with bytes takes the signatures of keys and of smart wallets. */
export function encodeTransfer({ from, to, value, validAfter, validBefore, nonce, signature }: Payment): string {
  return INTERFACES.ServiceCoin.encodeFunctionData(TRANSFER, [
    from,
    to,
    value,
    validAfter,
    validBefore,
    nonce,
    signature,
  ]);
}

/** The call that makes many payments, each for itself: one that fails leaves the others alone. @param coin Address of ServiceCoin. */
export function encodeBatch(coin: string, payments: readonly Payment[]): string {
  const calls = payments.map((payment) => ({ target: coin, callData: encodeTransfer(payment) }));
  return MULTICALL.encodeFunctionData("tryAggregate", [false, calls]);
}

/**
 * Gas for a batch. A node's estimate would be too low: it looks for the least with which the transaction succeeds, and this one succeeds
 * when payments within it run out of gas.
 */
export function gasLimitOf(payments: readonly Payment[]): bigint {
  return payments.reduce((sum, { alone }) => sum + (alone ? GAS_BY_WALLET : GAS_BY_KEY), GAS_BASE);
}
