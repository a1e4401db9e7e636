// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IUniswapV2Pair} from "../interfaces/external/IUniswapV2Pair.sol";

/// @title CoinPair
/// @notice Reads the pair of SCV and wrapped ether. The pair orders its tokens by address.
library CoinPair {
    /// @notice Returns the reserves of the pair.
    /// @param pair The pair.
    /// @param coinIsFirst Whether SCV is the first token of the pair.
    /// @return coinReserve Base units of SCV.
    /// @return etherReserve Wei.
    function reserves(
        IUniswapV2Pair pair,
        bool coinIsFirst
    ) internal view returns (uint256 coinReserve, uint256 etherReserve) {
        (uint256 reserve0, uint256 reserve1, ) = pair.getReserves();
        return coinIsFirst ? (reserve0, reserve1) : (reserve1, reserve0);
    }
}
