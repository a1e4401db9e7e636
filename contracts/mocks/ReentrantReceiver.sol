// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC1363Spender} from "@openzeppelin/contracts/interfaces/IERC1363Spender.sol";

/// @title ReentrantReceiver
/// @notice Makes one reentrant call while a token notifies it of a transfer or an approval.
contract ReentrantReceiver is IERC1363Receiver, IERC1363Spender {
    /// @notice The reentrant call returned or reverted.
    event Reentered(bool success, bytes result);

    address private _target;
    bytes private _payload;

    /// @notice Sets the call to make on the next notification.
    function aim(address target, bytes calldata payload) external {
        _target = target;
        _payload = payload;
    }

    /// @inheritdoc IERC1363Receiver
    function onTransferReceived(address, address, uint256, bytes calldata) external returns (bytes4) {
        _reenter();
        return this.onTransferReceived.selector;
    }

    /// @inheritdoc IERC1363Spender
    function onApprovalReceived(address, uint256, bytes calldata) external returns (bytes4) {
        _reenter();
        return this.onApprovalReceived.selector;
    }

    function _reenter() private {
        address target = _target;
        if (target == address(0)) return;
        // Only once, so that a call that leads back here does not loop forever.
        _target = address(0);
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = target.call(_payload);
        emit Reentered(success, result);
    }
}
