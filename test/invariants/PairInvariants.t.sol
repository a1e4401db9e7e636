// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {FuzzSelector} from "../fixtures/FuzzSelector.sol";
import {VM} from "../fixtures/Vm.sol";
import {LiquidityChange, PaidDeal, PairWorld, Purchase} from "./PairWorld.sol";
import {BuyerHandler} from "./handlers/BuyerHandler.sol";
import {LiquidityHandler} from "./handlers/LiquidityHandler.sol";
import {PairHandler} from "./handlers/PairHandler.sol";

/// @notice The invariants of checkout and liquidity, numbered as in README.md.
/// hardhat-config: invariant.runs = 6
/// hardhat-config: invariant.depth = 50
contract PairInvariantsTest {
    /// @dev Rounds of all actions within which every kind must succeed.
    uint256 private constant ROUNDS = 40;
    /// @dev Liquidity tokens that stay locked in a pair.
    uint256 private constant LOCKED = 1_000;

    PairWorld private _world;
    PairHandler[] private _handlers;

    function setUp() external {
        _world = new PairWorld();
        LiquidityHandler liquidity = new LiquidityHandler(_world);
        _handlers.push(new BuyerHandler(_world));
        _handlers.push(liquidity);
        liquidity.add(1);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](_handlers.length);
        for (uint256 i = 0; i < targets.length; ++i) targets[i] = address(_handlers[i]);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](_handlers.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            targets[i] = FuzzSelector(address(_handlers[i]), _handlers[i].actions());
        }
    }

    function invariant_29_theCheckoutHoldsOnlyWhatItWasGiven() public view {
        uint256[3] memory held = _world.assetsOf(address(_world.checkout()));
        uint256[3] memory gifts = _world.gifts();
        VM.assertEq(held[0], gifts[0], "SCV of the checkout");
        VM.assertEq(held[1], gifts[1], "wrapped ether of the checkout");
        VM.assertEq(held[2], gifts[2], "ether of the checkout");
    }

    function invariant_30_aBuyerPaysThePairsPriceAndAtMostItsMaximum() public view {
        Purchase[] memory purchases = _world.purchases();
        for (uint256 i = 0; i < purchases.length; ++i) {
            VM.assertEq(purchases[i].spent, purchases[i].priced, "spent");
            VM.assertLe(purchases[i].spent, purchases[i].maximum, "above the maximum");
        }
    }

    function invariant_31_accountsAndDealsGetExactlyWhatWasBought() public view {
        Purchase[] memory purchases = _world.purchases();
        for (uint256 i = 0; i < purchases.length; ++i) {
            VM.assertEq(purchases[i].received, purchases[i].bought, "received");
        }
        PaidDeal[] memory deals = _world.deals();
        uint256 sum = 0;
        for (uint256 i = 0; i < deals.length; ++i) {
            (uint256 funded, , , ) = _world.hub().escrowOf(deals[i].id);
            VM.assertEq(funded, deals[i].funded, "funded");
            sum += funded;
        }
        VM.assertEq(_world.coin().balanceOf(address(_world.hub())), sum, "SCV of the hub");
    }

    function invariant_32_allLiquidityOfTheDaoIsTheTreasurys() public view {
        uint256 tokens = _world.tokens();
        VM.assertEq(_world.pair().balanceOf(address(_world.treasury())), tokens, "liquidity tokens of the treasury");
        uint256 supply = _world.pair().totalSupply();
        VM.assertEq(supply, supply == 0 ? 0 : tokens + LOCKED, "supply of liquidity tokens");
        address liquidity = address(_world.liquidity());
        uint256[3] memory held = _world.assetsOf(liquidity);
        VM.assertEq(held[0] + held[1] + held[2], 0, "SCV and ether of PairLiquidity");
        VM.assertEq(_world.pair().balanceOf(liquidity), 0, "liquidity tokens of PairLiquidity");
    }

    function invariant_33_theTreasuryGetsItsMinimaWithinItsCaps() public view {
        LiquidityChange[] memory changes = _world.changes();
        uint256[2] memory caps = [_world.COIN_CAP(), _world.ETHER_CAP()];
        for (uint256 i = 0; i < changes.length; ++i) {
            uint256[2] memory left = [uint256(0), 0];
            for (uint256 j = 0; j <= i; ++j) {
                bool isRecent = changes[j].at + _world.PERIOD() > changes[i].at;
                if (!isRecent || !changes[j].isAddition) continue;
                left[0] += changes[j].changed[0];
                left[1] += changes[j].changed[1];
            }
            for (uint256 k = 0; k < 2; ++k) {
                VM.assertLe(changes[i].least[k], changes[i].moved[k], "below the minimum");
                VM.assertEq(changes[i].changed[k], changes[i].moved[k], "what the treasury paid or received");
                VM.assertLe(left[k], caps[k], "above the cap");
            }
        }
    }

    function test_everyKindOfActionGetsThroughAtThePair() external {
        for (uint256 round = 0; round < ROUNDS; ++round) {
            for (uint256 i = 0; i < _handlers.length; ++i) {
                bytes4[] memory actions = _handlers[i].actions();
                for (uint256 j = 0; j < actions.length; ++j) {
                    uint256 seed = uint256(keccak256(abi.encode("pair", round, i, j)));
                    (bool success, bytes memory result) = address(_handlers[i]).call(
                        abi.encodeWithSelector(actions[j], seed)
                    );
                    if (!success) _bubble(result);
                }
            }
            invariant_29_theCheckoutHoldsOnlyWhatItWasGiven();
        }
        invariant_30_aBuyerPaysThePairsPriceAndAtMostItsMaximum();
        invariant_31_accountsAndDealsGetExactlyWhatWasBought();
        invariant_32_allLiquidityOfTheDaoIsTheTreasurys();
        invariant_33_theTreasuryGetsItsMinimaWithinItsCaps();
        for (uint256 i = 0; i < _handlers.length; ++i) {
            bytes32[] memory kinds = _handlers[i].kinds();
            for (uint256 j = 0; j < kinds.length; ++j) {
                VM.assertTrue(_handlers[i].successes(kinds[j]) != 0, string(abi.encodePacked(kinds[j])));
            }
        }
    }

    function _bubble(bytes memory result) private pure {
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
