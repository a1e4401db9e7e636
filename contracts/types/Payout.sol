// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A recipient and an amount packed into 32 bytes: `address << 96 | uint96 amount`.
/// @dev The amount is in base units. 96 bits hold every supply that ServiceCoin allows.
type Payout is bytes32;

using {recipient, amount} for Payout global;

/// @notice Packs a recipient and an amount.
/// @param to Account that is paid.
/// @param value Base units.
/// @return packed The payout.
function toPayout(address to, uint96 value) pure returns (Payout packed) {
    return Payout.wrap(bytes32((uint256(uint160(to)) << 96) | value));
}

/// @notice Returns the account that is paid.
function recipient(Payout self) pure returns (address to) {
    return address(uint160(uint256(Payout.unwrap(self)) >> 96));
}

/// @notice Returns the amount in base units.
function amount(Payout self) pure returns (uint256 value) {
    return uint96(uint256(Payout.unwrap(self)));
}
