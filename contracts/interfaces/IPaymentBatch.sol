// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IServiceCoin} from "./IServiceCoin.sol";

/// @title PaymentBatch
/// @notice Makes many signed payments (ERC-3009) in one transaction, each for itself: one that fails leaves the others alone.
///
/// Anyone may call it, and nobody gains by it. It has no owner, holds nothing and is allowed nothing: each payment moves what its payer
/// signed, to whom its payer signed, once, as if the caller had brought it to the coin.
///
/// Payments come packed, in groups that have one payee, one behind the other without gaps; numbers are big-endian:
///
/// ```
/// group    payee (20 bytes)  count (2, from 1 on)  count payments
/// payment  from (20)  value (12)  validAfter (5)  validBefore (5)  nonce (32)  v (1)  r (32)  s (32)
/// ```
///
/// @dev What was paid is told by the coin's events, `AuthorizationUsed` and right behind it `Transfer`; there is none here.
interface IPaymentBatch {
    /// @notice The group at the offset is cut off or counts no payment, or there is none at all. In bytes.
    error PaymentBatchMalformed(uint256 offset, uint256 length);

    /// @notice The gas would not do for all payments.
    error PaymentBatchInsufficientGas(uint256 left, uint256 needed);

    /// @notice Makes each payment that the coin takes by `transferWithAuthorization`, and passes over the others: a nonce that was used, a
    /// time that is over, a balance that is too low, a signature of somebody else.
    ///
    /// Requirements: the payments are whole groups (`PaymentBatchMalformed`); `GAS_PER_PAYMENT` is left for each
    /// (`PaymentBatchInsufficientGas`), or the last would fail for want of gas in a transaction that succeeds. What is not used is not paid;
    /// but a chain that allows a transaction 2**24 gas (EIP-7825) takes 250 payments at once.
    /// @param payments Groups as described above.
    /// @dev A payment gets its share of the gas that is left. So the code of a smart wallet (ERC-1271), which the coin asks when no key
    /// signed, cannot use up the gas of others; its payment fails when the share is too little for it.
    function settle(bytes calldata payments) external;

    /// @notice Gas that each payment by a key needs at most, with some to spare.
    // solhint-disable-next-line func-name-mixedcase
    function GAS_PER_PAYMENT() external view returns (uint256);

    /// @notice The coin that is paid.
    function coin() external view returns (IServiceCoin);
}
