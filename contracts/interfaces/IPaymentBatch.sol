// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IServiceCoin} from "./IServiceCoin.sol";

/// @title PaymentBatch
/// @notice Makes many signed payments (ERC-3009) in one transaction. Each payment stands alone: if one fails, the
/// others still go through.
///
/// Anyone can call it, and the caller gains nothing by it. The contract has no owner, holds no coins and needs no
/// allowance. Each payment moves what its payer signed, to the payee its payer signed, once, exactly as if the caller
/// had submitted it to the coin.
///
/// Payments are packed in groups with one payee each, without gaps. Numbers are big-endian:
///
/// ```
/// group    payee (20 bytes)  count (2, at least 1)  count payments
/// payment  from (20)  value (12)  validAfter (5)  validBefore (5)  nonce (32)  v (1)  r (32)  s (32)
/// ```
///
/// @dev This contract emits no events. The coin emits `AuthorizationUsed` and then `Transfer` for each payment made.
interface IPaymentBatch {
    /// @notice Thrown when a group is truncated or has no payments, or when the data is empty.
    /// @param offset Where the malformed group begins, in bytes.
    /// @param length Length of the data in bytes.
    error PaymentBatchMalformed(uint256 offset, uint256 length);

    /// @notice Thrown when there is not enough gas for all payments.
    /// @param left Gas left.
    /// @param needed Gas required: `GAS_PER_PAYMENT` for each payment.
    error PaymentBatchInsufficientGas(uint256 left, uint256 needed);

    /// @notice Makes each payment that the coin accepts by `transferWithAuthorization`, and skips the others: those
    /// with a used nonce, an expired authorization, an insufficient balance or an invalid signature.
    /// @dev Requirements:
    /// - The data must consist of complete groups (`PaymentBatchMalformed`).
    /// - `GAS_PER_PAYMENT` must be left for each payment (`PaymentBatchInsufficientGas`). Otherwise the last payments
    ///   could run out of gas in a transaction that succeeds.
    ///
    /// Unused gas is refunded, but a chain that limits a transaction to 2**24 gas (EIP-7825) takes 250 payments at
    /// most.
    ///
    /// Each payment may use an equal share of the gas that is left. The code of a smart wallet (ERC-1271), which the
    /// coin calls if no key signed, can therefore not use up the gas of other payments. Its payment fails if the share
    /// is too small.
    ///
    /// Warning: the call succeeds even if payments fail. Read the coin's events to learn which ones were made.
    /// @param payments Groups in the format above.
    function settle(bytes calldata payments) external;

    /// @notice Returns the gas required per payment. It covers a payment signed by a key, with a margin.
    /// @return Gas per payment.
    // solhint-disable-next-line func-name-mixedcase
    function GAS_PER_PAYMENT() external view returns (uint256);

    /// @notice Returns the coin in which payments are made.
    /// @return The ServiceCoin.
    function coin() external view returns (IServiceCoin);
}
