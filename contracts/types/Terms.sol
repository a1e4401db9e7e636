// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The numbers of a deal, packed into one word. Amounts are base units of SCV, times are seconds since 1970,
/// and durations are seconds.
/// @dev bits 160-255 : price    total of an order; price per second of a stream or per period of a subscription; not 0
///      bits 128-159 : period   0 for an order, 1 for a stream, otherwise the seconds of a subscription's period
///      bits 88-127  : start    when a stream or subscription begins to accrue, possibly in the past; 0 for orders
///      bits 48-87   : deadline order: last second for delivery; otherwise when accrual ends, or 0 if it does not
///      bits 16-47   : window   order: seconds after delivery in which the payer can dispute; otherwise 0
///      bits 0-15    : feeBps   fee of each payment in basis points; must be the hub's fee when the deal is opened
///
/// Calldata and the `Opened` event carry this word, because six words would cost more gas in every call. Signatures
/// cover the unpacked numbers, so wallets show them by name.
type Terms is bytes32;

using {price, period, start, deadline, window, feeBps, isOrder} for Terms global;

/// @notice Packs the numbers of a deal.
/// @param price_ Base units: the total of an order, per second of a stream, per period of a subscription.
/// @param period_ 0 for an order, 1 for a stream, otherwise the seconds of a subscription's period.
/// @param start_ When a stream or subscription begins to accrue, in seconds since 1970; 0 for an order.
/// @param deadline_ Last second for delivery, or when accrual ends, in seconds since 1970; 0 if it does not.
/// @param window_ Seconds after delivery in which the payer of an order can dispute; 0 for other deals.
/// @param feeBps_ Fee of each payment in basis points.
/// @return The terms.
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

/// @notice Returns the price in base units: the total of an order, per second of a stream, per period of a
/// subscription.
function price(Terms self) pure returns (uint256) {
    return uint256(Terms.unwrap(self)) >> 160;
}

/// @notice Returns 0 for an order, 1 for a stream, and otherwise the seconds of a subscription's period.
function period(Terms self) pure returns (uint256) {
    return uint32(uint256(Terms.unwrap(self)) >> 128);
}

/// @notice Returns when a stream or subscription begins to accrue, in seconds since 1970; 0 for an order.
function start(Terms self) pure returns (uint256) {
    return uint40(uint256(Terms.unwrap(self)) >> 88);
}

/// @notice Returns the last second for delivery, or when accrual ends, in seconds since 1970; 0 if it does not end.
function deadline(Terms self) pure returns (uint256) {
    return uint40(uint256(Terms.unwrap(self)) >> 48);
}

/// @notice Returns the seconds after delivery in which the payer of an order can dispute.
function window(Terms self) pure returns (uint256) {
    return uint32(uint256(Terms.unwrap(self)) >> 16);
}

/// @notice Returns the fee of each payment in basis points.
function feeBps(Terms self) pure returns (uint256) {
    return uint16(uint256(Terms.unwrap(self)));
}

/// @notice Returns whether the deal is an order.
function isOrder(Terms self) pure returns (bool) {
    return self.period() == 0;
}
