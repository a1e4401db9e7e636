// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ServiceRegistry} from "../../contracts/ServiceRegistry.sol";
import {FuzzSelector} from "../fixtures/FuzzSelector.sol";
import {VM} from "../fixtures/Vm.sol";
import {ServiceHandler} from "./handlers/ServiceHandler.sol";

/// @notice The invariants of services and their ratings, numbered as in README.md.
/// hardhat-config: invariant.runs = 8
/// hardhat-config: invariant.depth = 100
contract ServiceInvariantsTest {
    /// @dev Rounds of all actions within which every kind must succeed.
    uint256 private constant ROUNDS = 12;

    ServiceHandler private _handler;

    function setUp() external {
        _handler = new ServiceHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_handler), _handler.actions());
    }

    function invariant_15_sumsOfPaidRatingsAreThoseOfTheUnrevoked() public view {
        ServiceHandler.Rated[] memory all = _handler.ratings();
        for (uint256 agentId = 0; agentId < _handler.SERVICES(); ++agentId) {
            (uint256 count, uint256 paid, uint256 sum, uint256 weighted) = (0, 0, 0, 0);
            for (uint256 i = 0; i < all.length; ++i) {
                if (all[i].agentId != agentId || all[i].revoked) continue;
                ++count;
                paid += all[i].paid;
                sum += all[i].rating;
                weighted += all[i].rating * all[i].paid;
            }
            (uint64 toldCount, uint256 toldPaid, uint256 average, uint256 weightedAverage) = _handler
                .reputation()
                .getPaidSummary(agentId);
            VM.assertEq(toldCount, count, "count");
            VM.assertEq(toldPaid, paid, "paid");
            VM.assertEq(average, count == 0 ? 0 : sum / count, "average");
            VM.assertEq(weightedAverage, paid == 0 ? 0 : weighted / paid, "weighted average");
        }
    }

    function invariant_16_aWalletCountsWhileItIsSetAndIsRememberedAfterwards() public view {
        ServiceRegistry registry = _handler.registry();
        for (uint256 agentId = 0; agentId < _handler.SERVICES(); ++agentId) {
            address wallet = _handler.wallets(agentId);
            VM.assertEq(registry.ownerOf(agentId), _handler.owners(agentId), "owner");
            VM.assertEq(registry.getAgentWallet(agentId), wallet, "wallet");
            VM.assertEq(registry.walletUntil(agentId, address(0)), 0, "zero is no wallet");
            for (uint256 i = 0; i < _handler.ACTORS(); ++i) {
                address actor = _handler.actor(i);
                uint256 until = actor == wallet ? type(uint256).max : _handler.formerUntil(agentId, actor);
                VM.assertEq(registry.walletUntil(agentId, actor), until, "wallet until");
            }
        }
    }

    function test_everyKindOfActionGetsThroughAtTheServices() external {
        bytes4[] memory actions = _handler.actions();
        for (uint256 i = 0; i < ROUNDS * actions.length; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            (bool success, ) = address(_handler).call(abi.encodeWithSelector(actions[i % actions.length], seed));
            VM.assertTrue(success, "action");
            invariant_15_sumsOfPaidRatingsAreThoseOfTheUnrevoked();
            invariant_16_aWalletCountsWhileItIsSetAndIsRememberedAfterwards();
        }
        bytes32[] memory kinds = _handler.kinds();
        for (uint256 i = 0; i < kinds.length; ++i) {
            VM.assertTrue(_handler.successes(kinds[i]) != 0, string(abi.encodePacked(kinds[i])));
        }
    }
}
