// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One recipient and one amount in 32 bytes: `address << 96 | uint96 amount`.
/// @dev The amount is in base units. An amount of 96 bits holds every supply that ServiceCoin allows.
type Payout is bytes32;

using {recipient, amount} for Payout global;

/// @notice Packs a recipient and an amount.
/// @param to Account that is paid.
/// @param value Amount in base units.
/// @return packed The two in one word.
function toPayout(address to, uint96 value) pure returns (Payout packed) {
    return Payout.wrap(bytes32((uint256(uint160(to)) << 96) | value));
}

/// @notice The account that is paid.
function recipient(Payout self) pure returns (address to) {
    return address(uint160(uint256(Payout.unwrap(self)) >> 96));
}

/// @notice The amount in base units.
function amount(Payout self) pure returns (uint256 value) {
    return uint96(uint256(Payout.unwrap(self)));
}
