import { ZeroAddress } from "ethers";
import type { Context, Handlers } from "./event.js";
import { ignored } from "./event.js";
import { recordPayment } from "./payments.js";
import { ownershipTransferred } from "./settings.js";

export const serviceCoin: Handlers<"ServiceCoin"> = {
  Transfer({ from, to, value }, context) {
    const { previous } = context;
    const reference = previous?.name === "TransferReference" ? (previous.args["loggedReference"] as string) : null;
    const used = previous?.name === "AuthorizationUsed" && previous.args["authorizer"] === from;
    const authorization = used ? (previous.args["nonce"] as string) : null;
    context.add("transfers", { from, to, amount: value, reference, authorization });
    move(context, from, -value);
    move(context, to, value);
    // A plain transfer may move coins between accounts of one owner: only a reference makes it a payment.
    if ((reference !== null || authorization !== null) && isPayment(context, from, to)) {
      recordPayment(context, {
        kind: authorization === null ? "transfer" : "x402",
        payer: from,
        payee: to,
        amount: value,
        fee: 0n,
        source: null,
      });
    }
  },
  TransferReference: ignored("the transfer that follows has it"),
  Approval({ owner, spender, value }, context) {
    context.add("approvals", { contract: "ServiceCoin", owner, spender, value });
  },
  AuthorizationUsed({ authorizer, nonce }, context) {
    setAuthorization(context, authorizer, nonce, "used");
  },
  AuthorizationCanceled({ authorizer, nonce }, context) {
    setAuthorization(context, authorizer, nonce, "canceled");
  },
  OwnershipTransferred: ownershipTransferred("ServiceCoin"),
  EIP712DomainChanged: ignored("the domain is constant"),
};

/** Adds to the balance of an account. The zero address has none. */
function move(context: Context, account: string, value: bigint): void {
  if (account === ZeroAddress) return;
  const balance = context.get("balances", { account })?.balance ?? 0n;
  context.put("balances", { account, balance: balance + value });
}

/** Coins that the system's contracts hold or pass on count where the deal, vote or treasury says so. */
export function isPayment({ addresses }: Context, from: string, to: string): boolean {
  const { PaymentHub, ServiceVotes, Treasury, PaymentBatch, Checkout, PairLiquidity, Credit } = addresses;
  const own = [ZeroAddress, PaymentHub, ServiceVotes, Treasury, PaymentBatch, Checkout, PairLiquidity, Credit];
  return !own.includes(from) && !own.includes(to);
}

function setAuthorization(context: Context, authorizer: string, nonce: string, state: "used" | "canceled"): void {
  const { time, transactionHash } = context;
  context.put("authorizations", { authorizer, nonce, state, time, transactionHash });
}
