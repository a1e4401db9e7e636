import { expect } from "chai";
import {
  COIN_DOMAIN,
  facilitatorRetryAfter,
  isFinal,
  isRetryable,
  networkOf,
  reasonOf,
} from "../../../packages/gateway/src/protocol.js";
import { domainOf } from "../../../packages/sdk/src/domain.js";
import type { Client } from "../../../packages/sdk/src/core/client.js";

describe("protocol", () => {
  it("names a chain as CAIP-2 does", () => {
    expect([networkOf(1n), networkOf(31337)]).to.deep.equal(["eip155:1", "eip155:31337"]);
  });

  it("has the name and version of the coin's EIP-712 domain", () => {
    const client = { chainId: 1n, addresses: { ServiceCoin: "0x01" } } as unknown as Client;
    expect(domainOf(client, "ServiceCoin")).to.deep.include(COIN_DOMAIN);
  });

  it("separates retryable from final reasons", () => {
    const tooEarly = "invalid_exact_evm_payload_authorization_valid_after";
    for (const reason of ["facilitator_unavailable", "facilitator_busy", "settlement_pending", tooEarly]) {
      expect([isRetryable(reason), isFinal(reason)], reason).to.deep.equal([true, false]);
    }
    const explained = "invalid_exact_evm_payload_authorization_valid_before: ends at 1, by the seller's clock it is 2";
    for (const reason of ["payer_suspended", "invalid_exact_evm_insufficient_balance", explained]) {
      expect([isRetryable(reason), isFinal(reason)], reason).to.deep.equal([false, true]);
    }
    // A used nonce may have been used by this very payment, and a failed transaction may be replaced by another.
    for (const reason of [
      "invalid_exact_evm_nonce_already_used",
      "invalid_exact_evm_transaction_failed",
      "unknown",
      undefined,
    ]) {
      expect([isRetryable(reason), isFinal(reason)], reason).to.deep.equal([false, false]);
    }
  });

  it("maps errors of the coin and of the settlement to reasons of x402", () => {
    expect(reasonOf("OtherPaymentWithNonce")).to.equal("invalid_exact_evm_nonce_already_used");
    expect(reasonOf("ERC20InsufficientBalance")).to.equal("invalid_exact_evm_insufficient_balance");
    expect(reasonOf("ERC3009InvalidAuthorizationTime")).to.match(/valid_before$/);
    expect(reasonOf("NotValidYet")).to.match(/valid_after$/);
    expect(reasonOf("AnyOtherError")).to.equal("invalid_exact_evm_transaction_failed");
  });

  it("sets Retry-After only for retryable problems", () => {
    const codes = ["facilitator_busy", "facilitator_unavailable", "invalid_payload"];
    expect(codes.map(facilitatorRetryAfter)).to.deep.equal([1, 5, undefined]);
  });
});
