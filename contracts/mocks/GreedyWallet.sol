// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title GreedyWallet
/// @notice A smart wallet (ERC-1271) that abuses signature checks.
contract GreedyWallet is IERC1271 {
    /// @notice Behavior of `isValidSignature`. `Burning` uses up all gas. `Sparing` uses up all but `spared` gas and
    /// accepts the signature. `Calling` makes the call of `setCall` and accepts the signature whether or not the call
    /// succeeds.
    enum Greed {
        Burning,
        Sparing,
        Calling
    }

    /// @notice The current behavior.
    Greed public greed;

    /// @notice Gas left over by `Sparing`.
    uint256 public spared;

    /// @notice Contract called by `Calling`.
    address public callee;

    bytes private _call;

    /// @notice Sets the behavior.
    function setGreed(Greed greed_, uint256 spared_) external {
        greed = greed_;
        spared = spared_;
    }

    /// @notice Sets the call made by `Calling`.
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
