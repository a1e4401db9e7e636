// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @notice An account that rejects ether, or makes another call when it receives ether or tokens of a flash swap.
contract HostileBuyer {
    event BuyerCalled(bool success, bytes result);

    error BuyerRefused(uint256 value);

    bool public refusing;
    address private _target;
    uint256 private _value;
    bytes private _data;

    // solhint-disable-next-line no-complex-fallback
    receive() external payable {
        if (refusing) revert BuyerRefused(msg.value);
        _call();
    }

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    /// @dev The next payment makes this call, once.
    function arm(address target, uint256 value, bytes calldata data) external {
        (_target, _value, _data) = (target, value, data);
    }

    /// @dev Calls as this account. Errors are passed on.
    function act(address target, uint256 value, bytes calldata data) external payable {
        Address.functionCallWithValue(target, data, value);
    }

    /// @dev Callback of a flash swap. The data names the token to pay back, and how much.
    function uniswapV2Call(address, uint256, uint256, bytes calldata data) external {
        _call();
        (IERC20 token, uint256 amount) = abi.decode(data, (IERC20, uint256));
        token.transfer(msg.sender, amount);
    }

    function _call() private {
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = target.call{value: _value}(_data);
        emit BuyerCalled(success, result);
    }
}
