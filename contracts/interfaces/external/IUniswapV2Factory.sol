// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IUniswapV2Factory
/// @notice The factory of Uniswap V2, as far as this system uses it.
interface IUniswapV2Factory {
    /// @notice Creates the pair of two tokens, in any order. It reverts if the pair exists.
    /// @param tokenA A token.
    /// @param tokenB The other token.
    /// @return pair The new pair.
    function createPair(address tokenA, address tokenB) external returns (address pair);

    /// @notice Returns the pair of two tokens, in any order.
    /// @param tokenA A token.
    /// @param tokenB The other token.
    /// @return pair The pair, or zero if there is none.
    function getPair(address tokenA, address tokenB) external view returns (address pair);
}
