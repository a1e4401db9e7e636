// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Accrual
/// @notice The amount that a stream or subscription owes, and the fee of a payment. Amounts are base units and times
/// are seconds, so owed amounts are exact.
/// @dev `npm run prove` proves for all values within the documented bounds that nothing here overflows. The prover
/// cannot analyze OpenZeppelin's `Math`, so this library does not use it.
library Accrual {
    /// @notice Basis points of 100%.
    uint256 internal constant BASIS = 10_000;

    /// @notice Returns the total owed up to a time, regardless of how much was paid in.
    /// @dev A stream owes each second once it has passed. A subscription owes each period as soon as it begins, if it
    /// begins before the deadline.
    /// @param price Base units per second for a stream (`period` 1), otherwise per period; at most 2**96 - 1.
    /// @param period Seconds, at least 1.
    /// @param start When accrual begins, in seconds since 1970.
    /// @param deadline When accrual ends, in seconds since 1970 and later than `start`, or 0 if it does not end.
    /// @param time Time up to which the total is computed, in seconds since 1970; at most 2**64 - 1.
    /// @return Base units owed.
    function owed(
        uint256 price,
        uint256 period,
        uint256 start,
        uint256 deadline,
        uint256 time
    ) internal pure returns (uint256) {
        if (deadline != 0 && time > deadline) time = deadline;
        if (time < start) return 0;
        if (period == 1) return price * (time - start);
        // A period that would begin at the deadline is not owed.
        if (time == deadline) return price * ((time - start + period - 1) / period);
        return price * ((time - start) / period + 1);
    }

    /// @notice Returns what is to be paid now: the funded part of a total, less what was already paid.
    /// @param total Base units that the payee is entitled to in all.
    /// @param funded Base units paid in, less what was refunded.
    /// @param paid Base units already paid.
    /// @return Base units to be paid.
    function due(uint256 total, uint256 funded, uint256 paid) internal pure returns (uint256) {
        uint256 reachable = total < funded ? total : funded;
        return reachable > paid ? reachable - paid : 0;
    }

    /// @notice Returns the fee of a payment, rounded down.
    /// @param amount Base units, at most 2**96 - 1.
    /// @param feeBps Fee in basis points, at most `BASIS`.
    /// @return Fee in base units.
    function feeDown(uint256 amount, uint256 feeBps) internal pure returns (uint256) {
        return (amount * feeBps) / BASIS;
    }
}
