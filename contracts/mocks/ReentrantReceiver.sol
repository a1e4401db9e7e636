// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC1363Spender} from "@openzeppelin/contracts/interfaces/IERC1363Spender.sol";

/// @title ReentrantReceiver
/// @notice Calls back into whatever it is aimed at, once, while a token is telling it about a transfer or an approval.
contract ReentrantReceiver is IERC1363Receiver, IERC1363Spender {
    /// @notice How the call back ended.
    event Reentered(bool success, bytes result);

    address private _target;
    bytes private _payload;

    /// @notice Sets the call that it makes the next time it hears from a token.
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
        // Once only: a call that comes back here must not go round for ever.
        _target = address(0);
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = target.call(_payload);
        emit Reentered(success, result);
    }
}
