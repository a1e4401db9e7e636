// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "./Terms.sol";

/// @notice An order, a stream or a subscription. It is hashed and passed in calldata, but never stored.
/// @param payer Account that receives refunds and can release or dispute. Zero only in a quote, which any payer can
/// take.
/// @param payee Account that receives payments.
/// @param arbiter Account that splits a disputed order. Zero if the order cannot be disputed, and for streams and
/// subscriptions.
/// @param terms Price, times and fee.
/// @param ref Reference chosen by the parties, for example the hash of an invoice. It also distinguishes otherwise
/// equal deals.
struct Deal {
    address payer;
    address payee;
    address arbiter;
    Terms terms;
    bytes32 ref;
}

/// @notice Thrown when an address in a deal in calldata has more than 160 bits.
error DealInvalidAddress();

using {parties} for Deal global;

/// @notice Returns the three accounts of a deal.
/// @dev Checks all three at once (`DealInvalidAddress`). The compiler would check each one where it is read, which
/// costs 170 gas more.
/// @param self The deal.
/// @return payer The payer.
/// @return payee The payee.
/// @return arbiter The arbiter, or zero.
function parties(Deal calldata self) pure returns (address payer, address payee, address arbiter) {
    uint256 excess;
    // solhint-disable-next-line no-inline-assembly
    assembly ("memory-safe") {
        payer := calldataload(self)
        payee := calldataload(add(self, 0x20))
        arbiter := calldataload(add(self, 0x40))
        excess := shr(160, or(or(payer, payee), arbiter))
    }
    if (excess != 0) revert DealInvalidAddress();
}

/// @notice Status of a deal. Streams and subscriptions use only None, Open and Closed.
enum DealStatus {
    None,
    Open,
    Delivered,
    Disputed,
    Closed
}

/// @notice A deal to be opened or topped up.
/// @param deal The deal.
/// @param amount Base units to pay in.
/// @param quote The payee's signature on the terms, or empty.
struct Opening {
    Deal deal;
    uint256 amount;
    bytes quote;
}

/// @notice The payer's signed consent to pay the payee of an order.
/// @param deal The order.
/// @param total Base units that the payee may have received in all, including earlier payments.
/// @param signature The payer's signature on the release.
struct Release {
    Deal deal;
    uint96 total;
    bytes signature;
}
