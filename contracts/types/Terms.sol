// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The numbers of a deal in one word: amounts in base units of SCV, times in seconds since 1970, durations in
/// seconds.
/// @dev bits 160-255 : price    of an order in all, of a stream per second, of a subscription per period
///      bits 128-159 : period   0 order, 1 stream, longer: seconds between the payments of a subscription
///      bits 88-127  : start    when a stream or subscription begins to accrue, also in the past; 0 for orders
///      bits 48-87   : deadline order: last second in which to deliver; else when accrual ends, or 0 if it does not
///      bits 16-47   : window   order: seconds after delivery in which the payer can dispute; else 0
///      bits 0-15    : feeBps   fee in basis points of each payment, as the hub asks when the deal is opened
///      Calldata and the event of the opening carry this word, because six words would cost each call more gas. Wallets
///      show the numbers by name: what is signed is not packed.
type Terms is bytes32;

using {price, period, start, deadline, window, feeBps, isOrder} for Terms global;

/// @notice Packs the numbers of a deal.
function toTerms(
    uint96 price_,
    uint32 period_,
    uint40 start_,
    uint40 deadline_,
    uint32 window_,
    uint16 feeBps_
) pure returns (Terms) {
    return Terms.wrap(bytes32(abi.encodePacked(price_, period_, start_, deadline_, window_, feeBps_)));
}

/// @notice Base units: of an order in all, of a stream per second, of a subscription per period.
function price(Terms self) pure returns (uint256) {
    return uint256(Terms.unwrap(self)) >> 160;
}

/// @notice 0 for an order, 1 for a stream, else the seconds of a subscription's period.
function period(Terms self) pure returns (uint256) {
    return uint32(uint256(Terms.unwrap(self)) >> 128);
}

/// @notice When a stream or subscription begins to accrue.
function start(Terms self) pure returns (uint256) {
    return uint40(uint256(Terms.unwrap(self)) >> 88);
}

/// @notice Last second in which to deliver, or when accrual ends; 0 if it does not.
function deadline(Terms self) pure returns (uint256) {
    return uint40(uint256(Terms.unwrap(self)) >> 48);
}

/// @notice Seconds after delivery in which the payer can dispute.
function window(Terms self) pure returns (uint256) {
    return uint32(uint256(Terms.unwrap(self)) >> 16);
}

/// @notice Fee of each payment in basis points.
function feeBps(Terms self) pure returns (uint256) {
    return uint16(uint256(Terms.unwrap(self)));
}

/// @notice Whether the deal is an order.
function isOrder(Terms self) pure returns (bool) {
    return self.period() == 0;
}
