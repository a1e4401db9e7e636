// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Payout, toPayout} from "../types/Payout.sol";

/// @title PayoutHarness
/// @notice Exposes the functions of `Payout` to tests.
contract PayoutHarness {
    /// @notice See `toPayout`.
    function pack(address to, uint96 value) external pure returns (Payout) {
        return toPayout(to, value);
    }

    /// @notice See `recipient` and `amount`.
    function unpack(Payout payout) external pure returns (address to, uint256 value) {
        return (payout.recipient(), payout.amount());
    }
}
