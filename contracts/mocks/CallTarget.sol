// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @notice A contract for the DAO or the treasury to call.
contract CallTarget {
    event Called(address caller, uint256 value, uint256 number);

    error CallTargetFailed(uint256 number);

    function call(uint256 number) external payable returns (uint256 caller, uint256 doubled) {
        emit Called(msg.sender, msg.value, number);
        return (uint160(msg.sender), number * 2);
    }

    function fail(uint256 number) external payable {
        revert CallTargetFailed(number);
    }

    /// @dev Reverts without error data.
    function failSilently() external payable {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            revert(0, 0)
        }
    }

    /// @dev Spends an allowance that the caller gave earlier.
    function pull(IERC20 token, uint256 amount) external payable {
        token.transferFrom(msg.sender, address(this), amount);
    }

    function push(IERC20 token, address to, uint256 amount) external {
        token.transfer(to, amount);
    }

    function pushEther(address payable to, uint256 amount) external payable {
        Address.sendValue(to, amount);
    }
}
