// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "./Terms.sol";

/// @notice An order, a stream or a subscription. It is hashed, never stored, and travels in calldata.
/// @param payer Gets the refunds, releases and disputes. Zero only in a quote, which any payer can take.
/// @param payee Gets the payments.
/// @param arbiter Splits the money of a disputed order; zero when there is nobody to dispute before. Zero for streams.
/// @param terms Price, times and fee.
/// @param ref Reference of the parties, for example the hash of an invoice; it also tells equal deals apart.
struct Deal {
    address payer;
    address payee;
    address arbiter;
    Terms terms;
    bytes32 ref;
}

/// @notice An address of a deal in calldata has more than 160 bits.
error DealInvalidAddress();

using {parties} for Deal global;

/// @notice The three accounts of a deal.
/// @dev Checks all three at once (`DealInvalidAddress`): the compiler would check each where it is read, for 170 gas
/// more.
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

/// @notice Where a deal stands. Streams and subscriptions know only None, Open and Closed.
enum DealStatus {
    None,
    Open,
    Delivered,
    Disputed,
    Closed
}

/// @notice A deal that is to be opened.
/// @param amount Base units that are paid in.
/// @param quote The payee's signature on the terms, or empty.
struct Opening {
    Deal deal;
    uint256 amount;
    bytes quote;
}

/// @notice The payer's signed consent that the payee gets `total` of an order in all, what it got before included.
struct Release {
    Deal deal;
    uint96 total;
    bytes signature;
}
