// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IUniswapV2Pair
/// @notice A pair of Uniswap V2, as far as this system uses it. The pair is also the token of its liquidity.
interface IUniswapV2Pair is IERC20 {
    /// @notice Sends tokens out. What came in before the call must pay for them.
    /// @param amount0Out Base units of the first token to send.
    /// @param amount1Out Base units of the second token to send.
    /// @param to Account that receives the tokens.
    /// @param data If not empty, `to` is called with it before the pair checks that it was paid.
    function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes calldata data) external;

    /// @notice Mints liquidity for the tokens that came in before the call.
    /// @param to Account that receives the liquidity tokens.
    /// @return liquidity Base units of liquidity.
    function mint(address to) external returns (uint256 liquidity);

    /// @notice Burns the liquidity tokens that the pair itself holds, and sends both tokens.
    /// @param to Account that receives the tokens.
    /// @return amount0 Base units of the first token sent.
    /// @return amount1 Base units of the second token sent.
    function burn(address to) external returns (uint256 amount0, uint256 amount1);

    /// @notice Returns the balances that the pair trades with.
    /// @return reserve0 Base units of the first token.
    /// @return reserve1 Base units of the second token.
    /// @return blockTimestampLast When they last changed, in seconds since 1970, modulo 2**32.
    function getReserves() external view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast);
}
