// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DealStatus} from "./Deal.sol";

/// @notice The money and the status of one deal, packed into one word.
/// @dev bits 232-239 : status
///      bits 192-231 : markedAt, when an order was delivered or, later, disputed, or when a stream or subscription
///                     consumed its payer's signature; otherwise 0
///      bits 96-191  : paid, base units paid to the payee, fees included
///      bits 0-95    : funded, base units paid in, less what was refunded
///
/// Every function keeps `paid <= funded`, given the checks of its caller. `npm run prove` proves this for the sums.
type Escrow is uint256;

/// @dev The smallest value that does not fit into 96 bits.
uint256 constant LANE = 2 ** 96;

using {isNone, funded, paid, left, room, markedAt, status} for Escrow global;
using {fund, pay, giveBack, withStatus, mark} for Escrow global;

/// @notice Returns the escrow of a newly opened deal.
/// @param amount Base units paid in, at most 2**96 - 1.
/// @return The escrow.
function openedEscrow(uint256 amount) pure returns (Escrow) {
    return Escrow.wrap(amount | (uint256(DealStatus.Open) << 232));
}

/// @notice Returns whether the deal was never opened or voided.
function isNone(Escrow self) pure returns (bool) {
    return Escrow.unwrap(self) == 0;
}

/// @notice Returns the base units paid in, less what was refunded.
function funded(Escrow self) pure returns (uint256) {
    return uint96(Escrow.unwrap(self));
}

/// @notice Returns the base units paid to the payee, fees included.
function paid(Escrow self) pure returns (uint256) {
    return uint96(Escrow.unwrap(self) >> 96);
}

/// @notice Returns the base units that are neither paid nor refunded.
function left(Escrow self) pure returns (uint256) {
    unchecked {
        return self.funded() - self.paid();
    }
}

/// @notice Returns the base units that can still be paid in.
function room(Escrow self) pure returns (uint256) {
    unchecked {
        return LANE - 1 - self.funded();
    }
}

/// @notice Returns when the order was delivered or, later, disputed, or when a stream or subscription consumed its
/// payer's signature; otherwise 0.
function markedAt(Escrow self) pure returns (uint256) {
    return uint40(Escrow.unwrap(self) >> 192);
}

/// @notice Returns the status of the deal.
function status(Escrow self) pure returns (DealStatus) {
    return DealStatus(uint8(Escrow.unwrap(self) >> 232));
}

/// @notice Returns the escrow after money is paid in.
/// @param amount Base units, at most `room`.
function fund(Escrow self, uint256 amount) pure returns (Escrow) {
    unchecked {
        return Escrow.wrap(Escrow.unwrap(self) + amount);
    }
}

/// @notice Returns the escrow after the payee is paid.
/// @param amount Base units, fee included, at most `left`.
function pay(Escrow self, uint256 amount) pure returns (Escrow) {
    unchecked {
        return Escrow.wrap(Escrow.unwrap(self) + amount * LANE);
    }
}

/// @notice Returns the escrow after the payer is refunded.
/// @param amount Base units, at most `left`.
function giveBack(Escrow self, uint256 amount) pure returns (Escrow) {
    unchecked {
        return Escrow.wrap(Escrow.unwrap(self) - amount);
    }
}

/// @notice Returns the escrow with a new status.
function withStatus(Escrow self, DealStatus next) pure returns (Escrow) {
    uint256 others = Escrow.unwrap(self) & ~(uint256(type(uint8).max) << 232);
    return Escrow.wrap(others | (uint256(next) << 232));
}

/// @notice Returns the escrow with a new status and the time of the change.
/// @param time Seconds since 1970.
function mark(Escrow self, DealStatus next, uint40 time) pure returns (Escrow) {
    uint256 others = Escrow.unwrap(self) & ~(uint256(type(uint40).max) << 192);
    return Escrow.wrap(others | (uint256(time) << 192)).withStatus(next);
}
