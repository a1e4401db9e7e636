// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {FuzzSelector} from "../fixtures/FuzzSelector.sol";
import {VM} from "../fixtures/Vm.sol";
import {BatchHandler} from "./handlers/BatchHandler.sol";

/// @notice The invariant of batches of payments, numbered as in README.md.
/// hardhat-config: invariant.runs = 8
/// hardhat-config: invariant.depth = 32
contract BatchInvariantsTest {
    /// @dev Batches of each action within which every kind of payment must occur.
    uint256 private constant ROUNDS = 40;

    BatchHandler private _handler;

    function setUp() external {
        _handler = new BatchHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_handler), _handler.actions());
    }

    function invariant_18_aPaymentOfABatchSucceedsOrFailsAsItWouldAlone() public view {
        BatchHandler.Signed[] memory signed = _handler.signed();
        for (uint256 i = 0; i < signed.length; ++i) {
            bool isUsed = _handler.coin().authorizationState(signed[i].signer, signed[i].nonce);
            VM.assertEq(isUsed, signed[i].isUsed, "payment made");
        }
        uint256 sum;
        for (uint256 i = 0; i < _handler.accountCount(); ++i) {
            address account = _handler.accounts(i);
            uint256 balance = _handler.coin().balanceOf(account);
            VM.assertEq(balance, _handler.coinsOf(account), "balance");
            sum += balance;
        }
        VM.assertEq(_handler.coin().totalSupply(), sum, "coins of all accounts");
    }

    function test_everyKindOfPaymentOccursInABatch() external {
        bytes4[] memory actions = _handler.actions();
        for (uint256 i = 0; i < ROUNDS * actions.length; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("batches", i)));
            (bool success, ) = address(_handler).call(abi.encodeWithSelector(actions[i % actions.length], seed));
            VM.assertTrue(success, "action");
        }
        invariant_18_aPaymentOfABatchSucceedsOrFailsAsItWouldAlone();
        bytes32[] memory kinds = _handler.kinds();
        for (uint256 i = 0; i < kinds.length; ++i) {
            VM.assertTrue(_handler.successes(kinds[i]) != 0, string(abi.encodePacked("never: ", kinds[i])));
        }
    }
}
