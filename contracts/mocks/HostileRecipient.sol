// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @notice Calls back or rejects when it is paid. It can also act as an account, so that it can be a steward.
contract HostileRecipient is IERC1363Receiver {
    event Notified(address token, address operator, address from, uint256 value, bytes data);
    event CalledBack(bool success, bytes result);

    error Refused(uint256 value);

    bool public refusing;
    address private _target;
    uint256 private _value;
    bytes private _data;
    uint256 private _times;

    // solhint-disable-next-line no-complex-fallback
    receive() external payable {
        if (refusing) revert Refused(msg.value);
        _callBack();
    }

    function onTransferReceived(
        address operator,
        address from,
        uint256 value,
        bytes calldata data
    ) external returns (bytes4) {
        if (refusing) revert Refused(value);
        emit Notified(msg.sender, operator, from, value, data);
        _callBack();
        return this.onTransferReceived.selector;
    }

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    /// @dev Makes each of the next `times` payments call `target`.
    function arm(address target, uint256 value, bytes calldata data, uint256 times) external {
        (_target, _value, _data, _times) = (target, value, data, times);
    }

    /// @dev Calls as this account. Errors are passed on.
    function act(address target, bytes calldata data) external {
        Address.functionCall(target, data);
    }

    function _callBack() private {
        if (_times == 0) return;
        --_times;
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = _target.call{value: _value}(_data);
        emit CalledBack(success, result);
    }
}
