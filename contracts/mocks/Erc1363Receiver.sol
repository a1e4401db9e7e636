// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC1363Spender} from "@openzeppelin/contracts/interfaces/IERC1363Spender.sol";

/// @title Erc1363Receiver
/// @notice Logs the ERC-1363 calls of a token, and returns a valid or an invalid response.
contract Erc1363Receiver is IERC1363Receiver, IERC1363Spender {
    /// @notice Responses. `Silent` reverts without error data.
    enum ReceiverMode {
        Accepting,
        WrongSelector,
        Reverting,
        Silent
    }

    /// @notice `onTransferReceived` was called with these arguments.
    event TransferSeen(address token, address operator, address from, uint256 value, bytes data);

    /// @notice `onApprovalReceived` was called with these arguments.
    event ApprovalSeen(address token, address owner, uint256 value, bytes data);

    /// @notice Thrown in `Reverting` mode.
    error Erc1363ReceiverRefused(uint256 value);

    /// @notice The current response.
    ReceiverMode public mode;

    constructor(ReceiverMode mode_) {
        mode = mode_;
    }

    /// @inheritdoc IERC1363Receiver
    function onTransferReceived(
        address operator,
        address from,
        uint256 value,
        bytes calldata data
    ) external returns (bytes4) {
        emit TransferSeen(msg.sender, operator, from, value, data);
        return _answer(this.onTransferReceived.selector, value);
    }

    /// @inheritdoc IERC1363Spender
    function onApprovalReceived(address owner, uint256 value, bytes calldata data) external returns (bytes4) {
        emit ApprovalSeen(msg.sender, owner, value, data);
        return _answer(this.onApprovalReceived.selector, value);
    }

    function _answer(bytes4 selector, uint256 value) private view returns (bytes4) {
        if (mode == ReceiverMode.Accepting) return selector;
        if (mode == ReceiverMode.Reverting) revert Erc1363ReceiverRefused(value);
        // solhint-disable-next-line gas-custom-errors, reason-string
        if (mode == ReceiverMode.Silent) revert();
        return selector ^ bytes4(uint32(1));
    }
}
