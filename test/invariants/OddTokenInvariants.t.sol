// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OddToken} from "../../contracts/mocks/OddToken.sol";
import {FuzzSelector} from "../fixtures/FuzzSelector.sol";
import {VM} from "../fixtures/Vm.sol";
import {OddTokenHandler} from "./handlers/OddTokenHandler.sol";

/// @notice The invariant of a treasury that pays in tokens that break the standard, numbered as in README.md.
/// hardhat-config: invariant.runs = 16
/// hardhat-config: invariant.depth = 128
contract OddTokenInvariantsTest {
    /// @dev Rounds of all actions within which every kind must succeed.
    uint256 private constant ROUNDS = 60;

    OddTokenHandler private _handler;

    function setUp() external {
        _handler = new OddTokenHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_handler), _handler.actions());
    }

    function invariant_20_oddTokensLeaveOnceAndCountAgainstTheCap() public view {
        address treasury = address(_handler.treasury());
        for (uint256 i = 0; i < _handler.TOKENS(); ++i) {
            OddToken token = _handler.tokens(i);
            VM.assertEq(token.balanceOf(treasury), _handler.balanceOf(token, treasury), "left in the treasury");
            for (uint256 k = 0; k < _handler.ACCOUNTS(); ++k) {
                address account = _handler.account(k);
                VM.assertEq(token.balanceOf(account), _handler.balanceOf(token, account), "paid");
            }
            (uint256 amount, , uint256 available) = _handler.treasury().capOf(address(token));
            if (amount == 0) continue;
            VM.assertLe(_handler.outflowOf(token), amount, "left within one period");
            VM.assertEq(available, amount - _handler.outflowOf(token), "left of the cap");
        }
    }

    function test_everyKindOfActionGetsThroughWithOddTokens() external {
        bytes4[] memory actions = _handler.actions();
        for (uint256 i = 0; i < ROUNDS * actions.length; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("odd tokens", i)));
            (bool success, ) = address(_handler).call(abi.encodeWithSelector(actions[i % actions.length], seed));
            VM.assertTrue(success, "action");
            invariant_20_oddTokensLeaveOnceAndCountAgainstTheCap();
        }
        bytes32[] memory kinds = _handler.kinds();
        for (uint256 i = 0; i < kinds.length; ++i) {
            VM.assertTrue(_handler.successes(kinds[i]) != 0, string(abi.encodePacked("never: ", kinds[i])));
        }
    }
}
