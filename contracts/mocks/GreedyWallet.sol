// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title GreedyWallet
/// @notice A contract account (ERC-1271) that abuses the question whether a signature is its own.
contract GreedyWallet is IERC1271 {
    /// @notice What it does when it is asked. `Burning`: uses up all gas. `Sparing`: uses up all but `spared` gas, and calls the signature
    /// valid. `Calling`: makes the call of `setCall`, and calls the signature valid whatever comes of it.
    enum Greed {
        Burning,
        Sparing,
        Calling
    }

    /// @notice What it does.
    Greed public greed;

    /// @notice Gas that `Sparing` leaves.
    uint256 public spared;

    /// @notice Whom `Calling` calls.
    address public callee;

    bytes private _call;

    /// @notice Chooses what it does.
    function setGreed(Greed greed_, uint256 spared_) external {
        greed = greed_;
        spared = spared_;
    }

    /// @notice Sets the call of `Calling`.
    function setCall(address callee_, bytes calldata call_) external {
        greed = Greed.Calling;
        callee = callee_;
        _call = call_;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        Greed current = greed;
        uint256 least = spared;
        if (current == Greed.Calling) {
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, ) = callee.staticcall(_call);
            success;
        } else {
            while (current == Greed.Burning || gasleft() > least) continue;
        }
        return IERC1271.isValidSignature.selector;
    }
}
