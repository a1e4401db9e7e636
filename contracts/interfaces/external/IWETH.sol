// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IWETH
/// @notice Wrapped ether (WETH9), as far as this system uses it.
interface IWETH is IERC20 {
    /// @notice Wraps the ether that is sent.
    function deposit() external payable;

    /// @notice Unwraps ether and sends it to the caller.
    /// @param amount Wei.
    function withdraw(uint256 amount) external;
}
