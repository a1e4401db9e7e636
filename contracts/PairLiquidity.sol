// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICheckout} from "./interfaces/ICheckout.sol";
import {IPairLiquidity} from "./interfaces/IPairLiquidity.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";
import {IUniswapV2Pair} from "./interfaces/external/IUniswapV2Pair.sol";
import {IWETH} from "./interfaces/external/IWETH.sol";
import {CoinPair} from "./libraries/CoinPair.sol";

/// @title PairLiquidity
/// @notice Adds and removes liquidity of the trading pair with tokens paid in before. See `IPairLiquidity`.
/// @dev Tokens and ether leave last, and ether after tokens: when an account is called, nothing is left here.
contract PairLiquidity is IPairLiquidity {
    using CoinPair for IUniswapV2Pair;

    /// @inheritdoc IPairLiquidity
    IServiceCoin public immutable coin;

    /// @inheritdoc IPairLiquidity
    IWETH public immutable weth;

    /// @inheritdoc IPairLiquidity
    IUniswapV2Pair public immutable pair;

    bool private immutable _coinIsFirst;

    /// @param checkout Checkout of the system, which knows the pair.
    constructor(ICheckout checkout) {
        coin = checkout.coin();
        weth = checkout.weth();
        pair = checkout.pair();
        _coinIsFirst = address(coin) < address(weth);
    }

    /// @notice Accepts ether that is unwrapped.
    /// @dev Reverts with `PairLiquidityUnexpectedEther` for any other.
    receive() external payable {
        if (msg.sender != address(weth)) revert PairLiquidityUnexpectedEther(msg.sender);
    }

    /// @inheritdoc IPairLiquidity
    function add(
        uint256 minCoin,
        uint256 minEther,
        address to,
        uint256 validUntil
    ) external payable returns (uint256 coinAmount, uint256 etherAmount, uint256 liquidity) {
        _check(to, validUntil);
        uint256 paidIn = coin.balanceOf(address(this));
        if (paidIn == 0 || msg.value == 0) revert PairLiquidityNothingPaidIn(paidIn, msg.value, 0);
        (coinAmount, etherAmount) = _inRatio(paidIn, msg.value);
        _checkMinima(coinAmount, minCoin, etherAmount, minEther);

        _payPair(coinAmount, etherAmount);
        liquidity = pair.mint(to);
        emit LiquidityAdded(msg.sender, to, coinAmount, etherAmount, liquidity);

        if (paidIn > coinAmount) coin.transfer(msg.sender, paidIn - coinAmount);
        if (msg.value > etherAmount) _sendEther(msg.sender, msg.value - etherAmount);
    }

    /// @inheritdoc IPairLiquidity
    function remove(
        uint256 minCoin,
        uint256 minEther,
        address to,
        uint256 validUntil
    ) external returns (uint256 coinAmount, uint256 etherAmount) {
        _check(to, validUntil);
        uint256 liquidity = pair.balanceOf(address(this));
        if (liquidity == 0) revert PairLiquidityNothingPaidIn(0, 0, 0);

        (coinAmount, etherAmount) = _burn(liquidity);
        _checkMinima(coinAmount, minCoin, etherAmount, minEther);
        emit LiquidityRemoved(msg.sender, to, coinAmount, etherAmount, liquidity);

        weth.withdraw(etherAmount);
        coin.transfer(to, coinAmount);
        _sendEther(to, etherAmount);
    }

    /// @dev Returns the largest amounts in the ratio of the reserves. Without liquidity tokens there is no ratio:
    /// anyone can then change the reserves by sending one token and calling `sync`.
    function _inRatio(uint256 coinAmount, uint256 etherAmount) private view returns (uint256, uint256) {
        if (pair.totalSupply() == 0) return (coinAmount, etherAmount);
        (uint256 coinReserve, uint256 etherReserve) = pair.reserves(_coinIsFirst);
        uint256 etherNeeded = (coinAmount * etherReserve) / coinReserve;
        if (etherNeeded <= etherAmount) return (coinAmount, etherNeeded);
        return ((etherAmount * coinReserve) / etherReserve, etherAmount);
    }

    function _check(address to, uint256 validUntil) private view {
        if (block.timestamp > validUntil) revert PairLiquidityTooLate(validUntil);
        if (to == address(0) || to == address(pair) || to == address(this)) revert PairLiquidityInvalidRecipient(to);
    }

    function _checkMinima(uint256 coinAmount, uint256 minCoin, uint256 etherAmount, uint256 minEther) private pure {
        if (coinAmount < minCoin || etherAmount < minEther) {
            revert PairLiquidityBelowMinimum(coinAmount, minCoin, etherAmount, minEther);
        }
    }

    /// @dev Neither token returns false: both revert. The same holds for every transfer here.
    function _payPair(uint256 coinAmount, uint256 etherAmount) private {
        coin.transfer(address(pair), coinAmount);
        weth.deposit{value: etherAmount}();
        weth.transfer(address(pair), etherAmount);
    }

    function _burn(uint256 liquidity) private returns (uint256 coinAmount, uint256 etherAmount) {
        pair.transfer(address(pair), liquidity);
        (uint256 amount0, uint256 amount1) = pair.burn(address(this));
        return _coinIsFirst ? (amount0, amount1) : (amount1, amount0);
    }

    function _sendEther(address to, uint256 amount) private {
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, ) = to.call{value: amount}("");
        if (!success) revert PairLiquidityEtherRejected(to, amount);
    }
}
