// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DealStatus} from "./Deal.sol";

/// @notice The money of one deal and where the deal stands, in one word.
/// @dev bits 232-239 : status
///      bits 192-231 : markedAt, when an order was delivered or, later, disputed, or a stream took its payer's
///      signature; else 0
///      bits 96-191  : paid, base units that went to the payee, fees included
///      bits 0-95    : funded, base units that came in, less what was refunded
///      Each step keeps `paid <= funded`, given what its caller checks; `npm run prove` shows it for the sums.
type Escrow is uint256;

/// @dev First value beyond 96 bits.
uint256 constant LANE = 2 ** 96;

using {isNone, funded, paid, left, room, markedAt, status} for Escrow global;
using {fund, pay, giveBack, withStatus, mark} for Escrow global;

/// @notice A deal that was opened with this amount, of at most 2**96 - 1 base units.
function openedEscrow(uint256 amount) pure returns (Escrow) {
    return Escrow.wrap(amount | (uint256(DealStatus.Open) << 232));
}

/// @notice Whether the deal was never opened.
function isNone(Escrow self) pure returns (bool) {
    return Escrow.unwrap(self) == 0;
}

/// @notice Base units that came in, less what was refunded.
function funded(Escrow self) pure returns (uint256) {
    return uint96(Escrow.unwrap(self));
}

/// @notice Base units that went to the payee, fees included.
function paid(Escrow self) pure returns (uint256) {
    return uint96(Escrow.unwrap(self) >> 96);
}

/// @notice Base units that are neither paid nor refunded.
function left(Escrow self) pure returns (uint256) {
    unchecked {
        return self.funded() - self.paid();
    }
}

/// @notice Base units that can still come in.
function room(Escrow self) pure returns (uint256) {
    unchecked {
        return LANE - 1 - self.funded();
    }
}

/// @notice When the order was delivered or, later, disputed, or a stream or subscription took its payer's signature;
/// else 0.
function markedAt(Escrow self) pure returns (uint256) {
    return uint40(Escrow.unwrap(self) >> 192);
}

/// @notice Where the deal stands.
function status(Escrow self) pure returns (DealStatus) {
    return DealStatus(uint8(Escrow.unwrap(self) >> 232));
}

/// @notice Money comes in.
/// @param amount At most `room`.
function fund(Escrow self, uint256 amount) pure returns (Escrow) {
    unchecked {
        return Escrow.wrap(Escrow.unwrap(self) + amount);
    }
}

/// @notice Money goes to the payee and the fee.
/// @param amount At most `left`.
function pay(Escrow self, uint256 amount) pure returns (Escrow) {
    unchecked {
        return Escrow.wrap(Escrow.unwrap(self) + amount * LANE);
    }
}

/// @notice Money goes back to the payer.
/// @param amount At most `left`.
function giveBack(Escrow self, uint256 amount) pure returns (Escrow) {
    unchecked {
        return Escrow.wrap(Escrow.unwrap(self) - amount);
    }
}

/// @notice The deal stands somewhere else.
function withStatus(Escrow self, DealStatus next) pure returns (Escrow) {
    uint256 others = Escrow.unwrap(self) & ~(uint256(type(uint8).max) << 232);
    return Escrow.wrap(others | (uint256(next) << 232));
}

/// @notice The deal stands somewhere else, since now.
function mark(Escrow self, DealStatus next, uint40 time) pure returns (Escrow) {
    uint256 others = Escrow.unwrap(self) & ~(uint256(type(uint40).max) << 192);
    return Escrow.wrap(others | (uint256(time) << 192)).withStatus(next);
}
