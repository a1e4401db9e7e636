// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Checkout} from "../../../contracts/Checkout.sol";
import {PairLiquidity} from "../../../contracts/PairLiquidity.sol";
import {ServiceCoin} from "../../../contracts/ServiceCoin.sol";
import {IUniswapV2Pair} from "../../../contracts/interfaces/external/IUniswapV2Pair.sol";
import {IWETH} from "../../../contracts/interfaces/external/IWETH.sol";
import {VM, bound} from "../../fixtures/Vm.sol";
import {PairWorld} from "../PairWorld.sol";
import {Kinds} from "./Kinds.sol";

/// @notice Base of the handlers of the trading pair. An action that is possible must succeed.
abstract contract PairHandler is Kinds {
    PairWorld internal immutable _world;
    ServiceCoin internal immutable _coin;
    IWETH internal immutable _weth;
    IUniswapV2Pair internal immutable _pair;
    Checkout internal immutable _checkout;
    PairLiquidity internal immutable _liquidity;

    error NotRefused(bytes32 kind, bytes result);

    constructor(PairWorld world) {
        (_world, _coin, _weth, _pair) = (world, world.coin(), world.weth(), world.pair());
        (_checkout, _liquidity) = (world.checkout(), world.liquidity());
    }

    /// @dev Returns the n-th random number of a call.
    function _random(uint256 seed, uint256 n) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, n)));
    }

    /// @dev Returns an amount of a reserve: mostly little, at most a tenth.
    function _part(uint256 random, uint256 reserve) internal pure returns (uint256) {
        return bound(random >> 8, 1, reserve / (random % 4 == 0 ? 10 : 1_000) + 1);
    }

    /// @dev Makes a call that must revert with exactly this error.
    function _mustRefuse(
        bytes32 kind,
        address sender,
        address target,
        uint256 value,
        bytes memory data,
        bytes memory expectedError
    ) internal {
        VM.prank(sender);
        (bool success, bytes memory result) = target.call{value: value}(data);
        if (success || keccak256(result) != keccak256(expectedError)) revert NotRefused(kind, result);
        _count(kind);
    }
}
