// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Accrual
/// @notice What a stream or subscription owes, and the fee of a payment. Exact: amounts are base units, times are
/// seconds.
/// @dev `npm run prove` shows for all values that nothing here overflows. It cannot see through OpenZeppelin's `Math`.
library Accrual {
    /// @notice Basis points of the whole.
    uint256 internal constant BASIS = 10_000;

    /// @notice What has been owed by a time, whatever was paid in.
    /// @param price Per second for a stream (`period` 1), else per period; at most 2**96 - 1.
    /// @param period At least 1.
    /// @param start When accrual begins.
    /// @param deadline When it ends, or 0. If not 0, later than `start`.
    /// @param time The time asked about; at most 2**64 - 1.
    /// @return A stream owes each second when it has passed. A subscription owes each period when it begins, if that is
    /// before the deadline.
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
        // The period that begins at the deadline is none.
        if (time == deadline) return price * ((time - start + period - 1) / period);
        return price * ((time - start) / period + 1);
    }

    /// @notice What is to be paid now: of a total what is funded, less what was paid.
    function due(uint256 total, uint256 funded, uint256 paid) internal pure returns (uint256) {
        uint256 reachable = total < funded ? total : funded;
        return reachable > paid ? reachable - paid : 0;
    }

    /// @notice The fee of a payment, rounded down.
    /// @param amount At most 2**96 - 1.
    /// @param feeBps Basis points, at most `BASIS`.
    function feeDown(uint256 amount, uint256 feeBps) internal pure returns (uint256) {
        return (amount * feeBps) / BASIS;
    }
}
