// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DealStatus} from "../types/Deal.sol";
import {Terms} from "../types/Terms.sol";

/// @title IPaymentHubErrors
/// @notice Errors of `IPaymentHub`. `index` is the position in the batch, or 0 for a single call.
interface IPaymentHubErrors {
    // Opening

    /// @notice Thrown when a token other than SCV calls `onTransferReceived`.
    /// @param token The caller.
    error HubWrongToken(address token);

    /// @notice Thrown when the data of an ERC-1363 transfer is too short to contain a deal.
    /// @param length Length of the data in bytes.
    error HubInvalidData(uint256 length);

    /// @notice Thrown when a batch has no elements.
    error HubEmptyBatch();

    /// @notice Thrown when the payer or the payee is zero or the hub, when two of the parties are the same account, or
    /// when a stream or subscription names an arbiter.
    /// @param index Position in the batch.
    /// @param id The deal's id.
    /// @param payer Payer named in the deal.
    /// @param payee Payee named in the deal.
    /// @param arbiter Arbiter named in the deal.
    error HubInvalidParties(uint256 index, bytes32 id, address payer, address payee, address arbiter);

    /// @notice Thrown when the price is zero, or when the times do not fit the kind of deal or have already passed.
    /// @param index Position in the batch.
    /// @param id The deal's id.
    /// @param terms The invalid terms, packed as described in `Terms`.
    error HubInvalidTerms(uint256 index, bytes32 id, Terms terms);

    /// @notice Thrown when a new deal or mandate does not carry the hub's current fee.
    /// @param index Position in the batch.
    /// @param id Id of the deal or mandate.
    /// @param feeBps Fee in the deal or mandate, in basis points.
    /// @param current The hub's current fee in basis points.
    error HubFeeMismatch(uint256 index, bytes32 id, uint16 feeBps, uint16 current);

    /// @notice Thrown when an order is not funded with exactly its price.
    /// @param index Position in the batch.
    /// @param id The order's id.
    /// @param amount Base units offered.
    /// @param expected Price of the order in base units.
    error HubWrongAmount(uint256 index, bytes32 id, uint256 amount, uint256 expected);

    // Deals

    /// @notice Thrown when an amount is zero or exceeds what is available.
    /// @param index Position in the batch.
    /// @param id Id of the deal or mandate.
    /// @param amount Base units requested.
    /// @param available Largest amount that the call would have accepted, in base units.
    error HubInvalidAmount(uint256 index, bytes32 id, uint256 amount, uint256 available);

    /// @notice Thrown when nothing is due because everything released, or everything owed and funded, is already paid.
    /// @param index Position in the batch.
    /// @param id The deal's id.
    /// @param paid Base units paid to the payee so far, fees included.
    error HubNothingDue(uint256 index, bytes32 id, uint256 paid);

    /// @notice Thrown when the deal's status does not allow the call.
    /// @param index Position in the batch.
    /// @param id The deal's id, or the quote's id if the quote was voided.
    /// @param status Current status of the deal or quote.
    error HubWrongStatus(uint256 index, bytes32 id, DealStatus status);

    /// @notice Thrown when a function for orders is called with a stream or subscription, or the reverse.
    /// @param index Position in the batch.
    /// @param id The deal's id.
    /// @param terms Terms of the deal, packed as described in `Terms`.
    error HubWrongKind(uint256 index, bytes32 id, Terms terms);

    /// @notice Thrown when the caller may not make this call, or disputes an order that has no arbiter.
    /// @param index Position in the batch.
    /// @param id Id of the deal or mandate.
    /// @param caller The caller.
    error HubUnauthorized(uint256 index, bytes32 id, address caller);

    /// @notice Thrown when the call is made too early.
    /// @param index Position in the batch.
    /// @param id Id of the deal or mandate.
    /// @param time Last second in which the call is still too early, in seconds since 1970.
    error HubTooEarly(uint256 index, bytes32 id, uint256 time);

    /// @notice Thrown when the call is made too late.
    /// @param index Position in the batch.
    /// @param id Id of the deal or mandate.
    /// @param time Last second in which the call was possible, in seconds since 1970.
    error HubTooLate(uint256 index, bytes32 id, uint256 time);

    /// @notice Thrown when a signature is not the signer's, or was made for other terms, another hub or another chain.
    /// @param index Position in the batch.
    /// @param id Id of the deal or mandate.
    /// @param signer Account whose signature is required.
    error HubInvalidSignature(uint256 index, bytes32 id, address signer);

    /// @notice Thrown when the deals of one batch have different payees.
    /// @param index Position of the first deal with a different payee.
    /// @param id That deal's id.
    /// @param payee That deal's payee.
    /// @param expected Payee of the first deal of the batch.
    error HubDifferentPayee(uint256 index, bytes32 id, address payee, address expected);

    // Mandates

    /// @notice Thrown when the mandate's payer or payee is zero, its payer is the hub, or both are the same account.
    /// @param index Position in the batch.
    /// @param id The mandate's id.
    /// @param payer Payer named in the mandate.
    /// @param payee Payee named in the mandate.
    error HubInvalidMandateParties(uint256 index, bytes32 id, address payer, address payee);

    /// @notice Thrown when the mandate has no limit or no period, or does not end after it starts.
    /// @param index Position in the batch.
    /// @param id The mandate's id.
    /// @param limit Base units that can be charged per period.
    /// @param period Length of a period in seconds.
    /// @param start Start of the first period, in seconds since 1970.
    /// @param end End of the mandate in seconds since 1970, or 0 if it has none.
    error HubInvalidMandate(uint256 index, bytes32 id, uint96 limit, uint32 period, uint40 start, uint40 end);

    /// @notice Thrown when the payer accepts a mandate that is already accepted.
    /// @param index Always 0: `accept` is a single call.
    /// @param id The mandate's id.
    error HubAlreadyAccepted(uint256 index, bytes32 id);

    /// @notice Thrown when the mandate was revoked.
    /// @param index Position in the batch.
    /// @param id The mandate's id.
    error HubRevoked(uint256 index, bytes32 id);

    /// @notice Thrown when SCV rejects the transfer of a charge, for example because the allowance or balance is too
    /// low.
    /// @param index Position in the batch.
    /// @param id The mandate's id.
    /// @param payer Account that was to be charged.
    /// @param amount Base units of the rejected transfer: the payee's part, or the fee.
    /// @param reason Encoded error returned by SCV.
    error HubChargeFailed(uint256 index, bytes32 id, address payer, uint256 amount, bytes reason);

    // Fees

    /// @notice Thrown at deployment when the treasury is zero or the hub itself.
    /// @param treasury The rejected treasury.
    error HubInvalidTreasury(address treasury);

    /// @notice Thrown when the DAO sets a fee above `MAX_FEE_BPS`.
    /// @param fee The rejected fee in basis points.
    /// @param max Highest fee allowed, in basis points.
    error HubInvalidFee(uint16 fee, uint16 max);
}
