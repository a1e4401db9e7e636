// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IServiceCoin} from "./IServiceCoin.sol";
import {IUniswapV2Pair} from "./external/IUniswapV2Pair.sol";
import {IWETH} from "./external/IWETH.sol";

/// @title PairLiquidity
/// @notice Adds liquidity to the trading pair of SCV and wrapped ether (Uniswap V2) and removes it, with tokens that
/// the previous call of the same transaction paid in. So the treasury can do both within one proposal, without an
/// allowance: while a cap on SCV is set, it cannot call the coin, only pay with it.
///
/// - Add: `treasury.pay(coin, pairLiquidity, amount)`, then `treasury.execute(pairLiquidity, ether, add(...))`.
/// - Remove: `treasury.pay(pair, pairLiquidity, liquidity)`, then `treasury.execute(pairLiquidity, 0, remove(...))`.
///
/// It has no owner and holds nothing between transactions.
///
/// @dev Others can move the price of the pair before the call. The minima bound what that can cost: choose them close
/// to the amounts at the price at which the caller wants to trade.
///
/// Warning: anyone can take what is paid in, with the next call. Pay in and call within one transaction.
interface IPairLiquidity {
    /// @notice Liquidity was added to the pair.
    /// @param caller Account that called, and that received the rest.
    /// @param to Account that received the liquidity tokens.
    /// @param coinAmount Base units of SCV added.
    /// @param etherAmount Wei added.
    /// @param liquidity Base units of liquidity tokens minted.
    event LiquidityAdded(
        address indexed caller,
        address indexed to,
        uint256 coinAmount,
        uint256 etherAmount,
        uint256 liquidity
    );

    /// @notice Liquidity was removed from the pair.
    /// @param caller Account that called.
    /// @param to Account that received the SCV and the ether.
    /// @param coinAmount Base units of SCV removed.
    /// @param etherAmount Wei removed.
    /// @param liquidity Base units of liquidity tokens burned.
    event LiquidityRemoved(
        address indexed caller,
        address indexed to,
        uint256 coinAmount,
        uint256 etherAmount,
        uint256 liquidity
    );

    /// @notice Thrown when the time of the block is past the caller's limit.
    /// @param validUntil Last second in which the caller wanted to act.
    error PairLiquidityTooLate(uint256 validUntil);

    /// @notice Thrown when `add` lacks SCV or ether, or `remove` lacks liquidity tokens.
    /// @param coinAmount Base units of SCV paid in.
    /// @param etherAmount Wei sent.
    /// @param liquidity Base units of liquidity tokens paid in.
    error PairLiquidityNothingPaidIn(uint256 coinAmount, uint256 etherAmount, uint256 liquidity);

    /// @notice Thrown when the price has moved, so that an amount is below its minimum.
    /// @param coinAmount Base units of SCV that would be added or removed.
    /// @param minCoin Minimum in base units of SCV.
    /// @param etherAmount Wei that would be added or removed.
    /// @param minEther Minimum in wei.
    error PairLiquidityBelowMinimum(uint256 coinAmount, uint256 minCoin, uint256 etherAmount, uint256 minEther);

    /// @notice Thrown when an account is zero, or cannot use what it would receive: the pair or this contract.
    /// @param to The account.
    error PairLiquidityInvalidRecipient(address to);

    /// @notice Thrown when an account rejects ether.
    /// @param to The account.
    /// @param amount Wei.
    error PairLiquidityEtherRejected(address to, uint256 amount);

    /// @notice Thrown when ether is sent by another account than wrapped ether.
    /// @param from The account.
    error PairLiquidityUnexpectedEther(address from);

    /// @notice Adds the SCV that was paid in, and the ether sent, in the ratio of the pair's reserves. Sends the rest
    /// of either back to the caller.
    /// @dev Emits `LiquidityAdded`. While the pair has no liquidity tokens, it takes both amounts as they are: their
    /// ratio sets the price. Of these first tokens, 1,000 base units stay locked in the pair forever.
    ///
    /// Requirements:
    /// - `validUntil` must not be over (`PairLiquidityTooLate`).
    /// - `to` must be able to use liquidity tokens (`PairLiquidityInvalidRecipient`).
    /// - SCV must have been paid in and ether sent (`PairLiquidityNothingPaidIn`).
    /// - Both amounts must reach their minimum (`PairLiquidityBelowMinimum`).
    /// - The amounts must be worth at least one base unit of liquidity: the pair reverts otherwise.
    /// - The caller must accept the ether that is left over (`PairLiquidityEtherRejected`).
    /// @param minCoin Minimum of SCV to add, in base units.
    /// @param minEther Minimum of ether to add, in wei.
    /// @param to Account that receives the liquidity tokens.
    /// @param validUntil Last second in which the call may be executed, in seconds since 1970.
    /// @return coinAmount Base units of SCV added.
    /// @return etherAmount Wei added.
    /// @return liquidity Base units of liquidity tokens minted.
    function add(
        uint256 minCoin,
        uint256 minEther,
        address to,
        uint256 validUntil
    ) external payable returns (uint256 coinAmount, uint256 etherAmount, uint256 liquidity);

    /// @notice Burns the liquidity tokens that were paid in, and pays SCV and ether to an account.
    /// @dev Emits `LiquidityRemoved`.
    ///
    /// Requirements:
    /// - `validUntil` must not be over (`PairLiquidityTooLate`).
    /// - `to` must be able to use SCV and ether (`PairLiquidityInvalidRecipient`).
    /// - Liquidity tokens must have been paid in (`PairLiquidityNothingPaidIn`).
    /// - Both amounts must reach their minimum (`PairLiquidityBelowMinimum`).
    /// - `to` must accept ether (`PairLiquidityEtherRejected`).
    /// @param minCoin Minimum of SCV to receive, in base units.
    /// @param minEther Minimum of ether to receive, in wei.
    /// @param to Account that receives the SCV and the ether.
    /// @param validUntil Last second in which the call may be executed, in seconds since 1970.
    /// @return coinAmount Base units of SCV paid.
    /// @return etherAmount Wei paid.
    function remove(
        uint256 minCoin,
        uint256 minEther,
        address to,
        uint256 validUntil
    ) external returns (uint256 coinAmount, uint256 etherAmount);

    /// @notice Returns the coin of the pair.
    /// @return The ServiceCoin.
    function coin() external view returns (IServiceCoin);

    /// @notice Returns the wrapped ether of the pair.
    /// @return The token.
    function weth() external view returns (IWETH);

    /// @notice Returns the pair of SCV and wrapped ether.
    /// @return The pair.
    function pair() external view returns (IUniswapV2Pair);
}
